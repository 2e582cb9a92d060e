# The two commands of the README are `make demo` and `make test`; the others are for contributors.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO = build/demo

.PHONY: demo test sweep mutants lint template clean

demo: $(VENV)/.ready ## Check the reference, and one wrong submission
	$(BIN)/crosscheck check reference
	$(BIN)/python scripts/write_mistake.py loss.log_sum_exp_without_a_shift $(DEMO)
	$(BIN)/crosscheck check $(DEMO); test $$? -eq 1

test: $(VENV)/.ready ## Run the tests, in parallel
	$(BIN)/python -m pytest -n auto

sweep: $(VENV)/.ready ## The long run: the reference and the right bank with 100 seeds
	CROSSCHECK_SEEDS=100 $(BIN)/python -m pytest -n auto tests/test_right.py tests/test_reference_passes.py

mutants: $(VENV)/.ready ## The long run: every mutant of the reference is killed, or its equivalence explained
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,mutation]'
	$(BIN)/python scripts/mutate_reference.py

lint: $(VENV)/.ready ## Style, types, and the template as the reference makes it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy checks
	MYPYPATH=reference $(BIN)/mypy reference/*.py
	$(BIN)/python scripts/make_template.py --check

template: $(VENV)/.ready ## Make student_template/ from reference/
	$(BIN)/python scripts/make_template.py

clean: ## Remove what these commands made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
