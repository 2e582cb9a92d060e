# The two commands of the README are `make demo` and `make test`; the others are for contributors.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO = build/demo

.PHONY: demo test audit sweep power witnesses diagnosis mutants pythons coverage hostile autograder fuzz bench class docs pictures dist lint template clean

demo: $(VENV)/.ready ## Check the reference, and one wrong submission
	$(BIN)/crosscheck check reference
	$(BIN)/python scripts/write_mistake.py loss.log_sum_exp_without_a_shift $(DEMO)
	$(BIN)/crosscheck check $(DEMO); test $$? -eq 1

test: $(VENV)/.ready ## Run the tests, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal

audit: $(VENV)/.ready ## The suite judged by its own bank, with a page of the kill matrix in build/
	mkdir -p build
	$(BIN)/crosscheck audit --html build/audit.html

# The long runs, each of which leaves its result in evidence/. MINUTES limits the sweep, which carries on from FIRST.
SEEDS ?= 1000
FIRST ?= 0
MINUTES ?= 600

sweep: $(VENV)/.ready ## Every right submission with many seeds: no false alarm
	$(BIN)/python scripts/sweep_right.py --seeds $(SEEDS) --first $(FIRST) --minutes $(MINUTES)

power: $(VENV)/.ready ## How many cases it takes to catch each mistake, over 20 seeds
	$(BIN)/python scripts/measure_power.py

witnesses: $(VENV)/.ready ## The smallest case that proves each mistake wrong, and how failures shrink
	$(BIN)/python scripts/write_witnesses.py

diagnosis: $(VENV)/.ready ## How well mistakes are named when another style makes them
	$(BIN)/python scripts/measure_diagnosis.py

mutants: $(VENV)/.ready ## Every mutant of the reference is killed, or its equivalence explained
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,mutation]'
	$(BIN)/python scripts/mutate_reference.py

pythons: $(VENV)/.ready ## The same verdicts under every Python found, any hash seed, and on repetition
	$(BIN)/python scripts/compare_pythons.py

coverage: $(VENV)/.ready ## Which lines and branches the tests run, in every process that can write it down
	mkdir -p build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,coverage]'
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest -n auto --dist worksteal
	$(BIN)/coverage run -m checks check reference --in-process --profile quick
	$(BIN)/coverage combine
	$(BIN)/coverage report

# small to try it out, full for the figures that benchmarks/report/ keeps (on a quiet machine).
BENCH ?= small

bench: $(VENV)/.ready ## Speed and memory, as ratios within one run, told in benchmarks/report/
	mkdir -p build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	BENCH=$(BENCH) $(BIN)/python -m pytest benchmarks -o pythonpath=benchmarks --benchmark-json=build/benchmark.json
	$(BIN)/python benchmarks/report.py build/benchmark.json

COUNT ?= 2000
PROFILE ?= quick

class: $(VENV)/.ready ## A class of generated submissions graded; throughput and memory in benchmarks/report/class.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	PYTHONPATH=benchmarks $(BIN)/python benchmarks/big_class.py --count $(COUNT) --profile $(PROFILE)

hostile: $(VENV)/.ready ## Every attack in every mode: all layers, without Landlock, in a container, as a plain user
	CROSSCHECK_HOSTILE=all $(BIN)/python -m pytest -n auto tests/test_hostile.py

autograder: $(VENV)/.ready ## Gradescope's autograder installed anew, then run as in its container, without network
	CROSSCHECK_AUTOGRADER=all $(BIN)/python -m pytest tests/test_autograder.py

# Seconds for each of the two targets.
FUZZ_SECONDS ?= 300

fuzz: $(VENV)/.ready ## Fuzz the readers of replies and archives: no crash, no hang, no growth of memory
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	$(BIN)/python scripts/fuzz.py --seconds $(FUZZ_SECONDS)

docs: $(VENV)/.ready ## The documentation, into build/site; every link resolves
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

pictures: $(VENV)/.ready ## The pictures of the documentation, from what commands print
	$(BIN)/python scripts/make_pictures.py

# Where the wheel and the sdist are put.
DIST ?= dist

dist: $(VENV)/.ready ## The sdist and the wheel, installed anew, and the demo run from there
	$(BIN)/python scripts/prove_dist.py --out $(DIST)

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
