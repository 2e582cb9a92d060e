"""The model answer gives the numbers that can be worked out by hand, or by another method."""

from __future__ import annotations

import doctest
import importlib
import math
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from micrograd.engine import Value as MicrogradValue  # type: ignore[import-untyped]

REFERENCE = Path(__file__).parents[1] / "reference"
MODULES = ("autograd", "ngram", "loss", "nn", "lm", "vectorized")


@pytest.fixture(scope="module")
def course() -> Iterator[Any]:
    """The modules of the reference, imported flat; what can be imported is the same again afterwards."""
    hidden = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(REFERENCE)
        modules = {name: importlib.import_module(name) for name in MODULES}
    for name in MODULES:
        del sys.modules[name]
    sys.modules.update(hidden)
    return SimpleNamespace(**modules)


@pytest.fixture(scope="module")
def values(course: Any) -> Callable[..., list[Any]]:
    """`values(1.0, 2.0)` are two leaves."""
    return lambda *numbers: [course.autograd.Value(number) for number in numbers]


def close(expected: Any) -> Any:
    """Equal to within 1e-12, relative and absolute: a few roundings of float64."""
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_hold(course: Any, name: str) -> None:
    """Every docstring's examples are true, and every file has some."""
    failed, tried = doctest.testmod(getattr(course, name))
    assert failed == 0
    assert tried > 0


# autograd.py

DERIVATIVES: dict[str, tuple[Callable[..., Any], tuple[float, ...], float, tuple[float, ...]]] = {
    "a + b": (lambda a, b: a + b, (3.0, 2.0), 5.0, (1.0, 1.0)),
    "a - b": (lambda a, b: a - b, (3.0, 2.0), 1.0, (1.0, -1.0)),
    "a * b": (lambda a, b: a * b, (3.0, 2.0), 6.0, (2.0, 3.0)),
    "a / b": (lambda a, b: a / b, (3.0, 2.0), 1.5, (0.5, -0.75)),
    "-a": (lambda a: -a, (3.0,), -3.0, (-1.0,)),
    "a ** 3": (lambda a: a**3, (-2.0,), -8.0, (12.0,)),
    "a ** 0.5": (lambda a: a**0.5, (4.0,), 2.0, (0.25,)),
    "a ** -1": (lambda a: a**-1, (4.0,), 0.25, (-0.0625,)),
    "a ** 0 at 0": (lambda a: a**0, (0.0,), 1.0, (0.0,)),
    "a ** 1 at 0": (lambda a: a**1, (0.0,), 0.0, (1.0,)),
    "1 + a": (lambda a: 1 + a, (4.0,), 5.0, (1.0,)),
    "1 - a": (lambda a: 1 - a, (4.0,), -3.0, (-1.0,)),
    "3 * a": (lambda a: 3 * a, (4.0,), 12.0, (3.0,)),
    "1 / a": (lambda a: 1 / a, (4.0,), 0.25, (-0.0625,)),
    "sum": (lambda a, b: sum([a, b, a]), (3.0, 2.0), 8.0, (2.0, 1.0)),
    "exp": (lambda a: a.exp(), (1.0,), 2.718281828459045, (2.718281828459045,)),
    "log": (lambda a: a.log(), (2.0,), 0.6931471805599453, (0.5,)),
    "tanh": (lambda a: a.tanh(), (0.6931471805599453,), 0.6, (0.64,)),  # tanh(log 2) = (4 - 1) / (4 + 1)
    "relu above 0": (lambda a: a.relu(), (2.0,), 2.0, (1.0,)),
    "relu below 0": (lambda a: a.relu(), (-2.0,), 0.0, (0.0,)),
    "sigmoid": (lambda a: a.sigmoid(), (0.6931471805599453,), 2 / 3, (2 / 9,)),  # σ(log 2) = 2 / (2 + 1)
    "sigmoid below 0": (lambda a: a.sigmoid(), (-0.6931471805599453,), 1 / 3, (2 / 9,)),
    "a * a": (lambda a: a * a, (3.0,), 9.0, (6.0,)),
    "a / a": (lambda a: a / a, (1e-6,), 1.0, (0.0,)),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_operation_has_its_derivative(values: Any, name: str) -> None:
    """Each operation gives the value and the partial derivatives that calculus gives."""
    operation, at, value, gradient = DERIVATIVES[name]
    leaves = values(*at)
    output = operation(*leaves)
    output.backward()
    assert (output.data, [leaf.grad for leaf in leaves]) == (close(value), close(list(gradient)))
    assert output.grad == 1.0
    assert [leaf.data for leaf in leaves] == list(at)


def test_sigmoid_and_tanh_are_finite_everywhere(values: Any) -> None:
    """σ and tanh end at their limits, with slope 0, where exp overflows."""
    for x in values(-1e308, 1e308):
        for output in (x.sigmoid(), x.tanh()):
            output.backward()
            assert output.data in (-1.0, 0.0, 1.0)
        assert x.grad == 0.0


@pytest.mark.parametrize("number", [0.0, -1.0])
def test_log_refuses_numbers_without_logarithm(values: Any, number: float) -> None:
    """There is no log a for a <= 0."""
    with pytest.raises(ValueError, match="math domain error"):
        values(number)[0].log()


def test_shared_nodes_cost_no_more(values: Any) -> None:
    """Doubling 60 times makes 2^60 paths but 60 nodes: the derivative is 2^60 and comes at once."""
    (x,) = values(1.0)
    total = x
    for _ in range(60):
        total = total + total
    total.backward()
    assert x.grad == 2.0**60


def test_depth_has_no_limit(values: Any) -> None:
    """d/dx (x + 1 + 1 + ... ) = 1 after 50,000 additions."""
    (x,) = values(0.0)
    total = x
    for _ in range(50_000):
        total = total + 1.0
    total.backward()
    assert (total.data, x.grad) == (50_000.0, 1.0)


def test_passes_add_up(values: Any) -> None:
    """d(2h)/dx + d(3h)/dx = 5 dh/dx, although the second pass finds the gradient that the first left on h."""
    (x,) = values(7.0)
    h = x * x
    (2.0 * h).backward()
    (3.0 * h).backward()
    assert (h.grad, x.grad) == (5.0, 70.0)


def test_agrees_with_micrograd(values: Any) -> None:
    """A published engine finds the same value and the same gradients in a graph with much sharing."""

    def outcome(leaves: list[Any]) -> tuple[float, list[float]]:
        choose = random.Random(1)
        nodes = list(leaves)
        for _ in range(200):
            a, b = choose.choices(nodes[-12:], k=2)
            nodes.append(choose.choice([a + b, a - 0.5 * b, (a * b) / 3, (a - b) ** 2 * 0.1, (0.5 - a).relu(), -b]))
        total = sum(nodes)
        total.backward()
        return total.data, [leaf.grad for leaf in leaves]

    numbers = [0.3, -0.8, 0.5, 1.1]
    value, gradient = outcome(values(*numbers))
    their_value, their_gradient = outcome([MicrogradValue(number) for number in numbers])
    assert (value, gradient) == (close(their_value), close(their_gradient))
    assert all(gradient)


# ngram.py


def test_maximum_likelihood_is_count_over_total(course: Any) -> None:
    """In a b a c and a b, a follows START twice, and b follows a twice in three."""
    chain = course.ngram.MarkovChain(order=1)
    chain.train(["a", "b", "a", "c"])
    chain.train(["a", "b"])
    assert chain.get_distribution(("<START>",)) == {"a": 1.0}
    assert chain.get_distribution(("a",)) == {"b": close(2 / 3), "c": close(1 / 3)}
    assert chain.get_distribution(("b",)) == {"a": 0.5, "<END>": 0.5}
    assert chain.probability(("c",), "<END>") == 1.0
    assert chain.probability(("c",), "a") == 0.0


def test_histories_have_the_length_of_the_order(course: Any) -> None:
    """With order 2 the sequence a b is predicted from (START, START), (START, a) and (a, b)."""
    chain = course.ngram.MarkovChain(order=2)
    chain.train(["a", "b"])
    steps = [(("<START>", "<START>"), "a"), (("<START>", "a"), "b"), (("a", "b"), "<END>")]
    assert [chain.probability(history, token) for history, token in steps] == [1.0, 1.0, 1.0]


def test_smoothing_adds_alpha_to_every_count(course: Any) -> None:
    """After a b a, V = {a, b, END}: (1 + 1/2) / (2 + 3/2) = 3/7 for b after a, 1/3 for all after the unseen."""
    chain = course.ngram.SmoothedMarkovChain(order=1, alpha=0.5)
    chain.train(["a", "b", "a"])
    assert chain.get_distribution(("a",)) == {"a": close(1 / 7), "b": close(3 / 7), "<END>": close(3 / 7)}
    assert chain.get_distribution(("never",)) == {"a": close(1 / 3), "b": close(1 / 3), "<END>": close(1 / 3)}
    assert chain.probability(("a",), "never") == close(1 / 7)


def test_asking_changes_no_model(course: Any) -> None:
    """What was never seen is still unseen after it was asked for."""
    plain, smoothed = course.ngram.MarkovChain(), course.ngram.SmoothedMarkovChain()
    for chain, unseen in ((plain, {}), (smoothed, {"a": 0.5, "<END>": 0.5})):
        chain.train(["a"])
        chain.probability(("never",), "nothing")
        course.ngram.compute_cross_entropy(chain, ["never", "seen"])
        assert chain.get_distribution(("never",)) == unseen
        assert "nothing" not in chain.get_distribution(("a",))


def test_sequence_is_scored_with_its_end(course: Any) -> None:
    """After training on a and b, each is 1 of 2 at the start and END is certain: log 2 over 2 predictions."""
    chain = course.ngram.MarkovChain()
    chain.train(["a"])
    chain.train(["b"])
    assert course.ngram.compute_cross_entropy(chain, ["b"]) == close(math.log(2) / 2)
    assert course.ngram.compute_perplexity(chain, ["b"]) == close(math.sqrt(2))
    assert course.ngram.compute_cross_entropy(chain, []) == math.inf
    assert course.ngram.compute_perplexity(chain, ["c"]) == math.inf


def test_perplexity_beyond_floats_is_infinite(course: Any) -> None:
    """Where END has the probability 1e-310 at the start, the cross-entropy of nothing is 310 log 10."""
    chain = course.ngram.SmoothedMarkovChain(alpha=1e-310)
    chain.train(["a"])
    assert course.ngram.compute_cross_entropy(chain, []) == close(713.8013788281541)
    assert course.ngram.compute_perplexity(chain, []) == math.inf


@pytest.mark.parametrize("kind", ["MarkovChain", "SmoothedMarkovChain"])
def test_order_is_at_least_one(course: Any, kind: str) -> None:
    """A history of no token is not of this course."""
    with pytest.raises(ValueError, match="order is 0"):
        getattr(course.ngram, kind)(order=0)


# loss.py

Z, Y, LOSS = [2.0, 1.0, 3.0], 2, 0.40760596
PROBS = [0.24472847, 0.09003057, 0.66524096]
GRADIENT = [0.24472847, 0.09003057, -0.33475904]


def to_8_places(expected: Any) -> Any:
    """Equal to a number that was written down with 8 decimal places."""
    return pytest.approx(expected, rel=0, abs=0.5e-8)


@pytest.mark.parametrize("shift", [0.0, 1e4 - 3, -1e4])
def test_worked_example_at_every_height(course: Any, values: Any, shift: float) -> None:
    """Logits [2, 1, 3] with y = 2, and the same logits moved to the ends of the range, have one loss and gradient."""
    logits = [z + shift for z in Z]
    nodes = values(*logits)
    loss = course.loss.cross_entropy_loss(nodes, Y)
    loss.backward()
    assert loss.data == to_8_places(LOSS)
    assert [node.grad for node in nodes] == to_8_places(GRADIENT)
    assert course.loss.cross_entropy_grad(logits, Y) == to_8_places(GRADIENT)
    assert [p.data for p in course.loss.softmax(values(*logits))] == to_8_places(PROBS)
    assert course.loss.log_sum_exp(values(*logits)).data == to_8_places(3 + LOSS + shift)


def test_many_equal_logits_are_uniform(course: Any, values: Any) -> None:
    """200 classes at 1e4: the loss is log 200 and the gradient 1/200, less 1 at the target."""
    nodes = values(*[1e4] * 200)
    loss = course.loss.cross_entropy_loss(nodes, 0)
    loss.backward()
    assert loss.data == pytest.approx(5.298317366548036, rel=0, abs=1e-11)  # 1e4 has a spacing of 2e-12
    assert [node.grad for node in nodes] == close([1 / 200 - 1] + [1 / 200] * 199)


def test_one_class_is_certain(course: Any, values: Any) -> None:
    """With V = 1 the loss is 0, and so is its gradient."""
    (node,) = values(-7.0)
    loss = course.loss.cross_entropy_loss([node], 0)
    loss.backward()
    assert (loss.data, node.grad) == (0.0, 0.0)


def test_a_node_may_stand_for_two_classes(course: Any, values: Any) -> None:
    """With logits [x, x, 0] and y = 0, dL/dx = 2p - 1 where p = softmax_0: at x = 0, -1/3."""
    x, zero = values(0.0, 0.0)
    course.loss.cross_entropy_loss([x, x, zero], 0).backward()
    assert (x.grad, zero.grad) == (close(-1 / 3), close(1 / 3))


def test_temperature_sharpens_and_flattens(course: Any, values: Any) -> None:
    """T → 0 shares all among the largest logits, T → ∞ shares equally; dp/dz = p(1 - p)/T for two equal logits."""
    a, b = values(5.0, 5.0)
    p, _ = course.loss.softmax([a, b], temperature=2)
    p.backward()
    assert (p.data, a.grad, b.grad) == (0.5, 0.125, -0.125)
    assert [p.data for p in course.loss.softmax(values(1.0, 3.0, 3.0), temperature=1e-3)] == [0.0, 0.5, 0.5]
    flat = course.loss.softmax(values(-1.0, 0.0, 1.0), temperature=1e3)
    assert [p.data for p in flat] == pytest.approx([1 / 3] * 3, abs=4e-4)  # p_i is about (1 + z_i / T) / 3


def test_batch_loss_is_the_mean(course: Any, values: Any) -> None:
    """The losses log 2 and log 4 of uniform rows have the mean 1.5 log 2; a gradient is half that of its row alone."""
    rows = [values(0.0, 0.0), values(1.0, 1.0, 1.0, 1.0)]
    loss = course.loss.batch_cross_entropy(rows, [0, 3])
    loss.backward()
    assert loss.data == close(1.0397207708399179)
    assert [node.grad for row in rows for node in row] == close([-0.25, 0.25, 0.125, 0.125, 0.125, -0.375])


@pytest.mark.parametrize(
    ("name", "rows", "target"),
    [
        ("log_sum_exp", [], None),
        ("softmax", [], None),
        ("cross_entropy_loss", [], 0),
        ("cross_entropy_loss", [0.0, 0.0], 2),
        ("cross_entropy_loss", [0.0, 0.0], -1),
        ("cross_entropy_grad", [0.0, 0.0], 2),
        ("batch_cross_entropy", [], []),
        ("batch_cross_entropy", [[0.0]], [0, 0]),
        ("batch_cross_entropy", [[0.0], [0.0]], [0]),
        ("batch_cross_entropy", [[0.0]], [-1]),
        ("batch_cross_entropy", [[]], [0]),
    ],
)
def test_what_has_no_loss_is_refused(course: Any, values: Any, name: str, rows: Any, target: Any) -> None:
    """No class, no batch, no such target: a ValueError instead of a number."""
    logits = [values(*row) for row in rows] if name.startswith("batch") else values(*rows)
    arguments = [logits] if target is None else [logits, target]
    with pytest.raises(ValueError, match=r"."):
        getattr(course.loss, name)(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("entropy", [[1.0]], 0.0),
        ("entropy", [[0.0, 1.0]], 0.0),
        ("entropy", [[0.25] * 4], 1.3862943611198906),
        ("cross_entropy", [[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]], 1.3862943611198906),
        ("cross_entropy", [[0.5, 0.5], [0.0, 1.0]], math.inf),
        ("cross_entropy", [[0.0, 1.0], [0.0, 1.0]], 0.0),
        ("kl_divergence", [[0.5, 0.5], [0.75, 0.25]], 0.14384103622589045),  # log(4/3) / 2
        ("kl_divergence", [[0.0, 1.0], [0.0, 1.0]], 0.0),
        ("kl_divergence", [[0.5, 0.5], [0.0, 1.0]], math.inf),
        ("kl_divergence", [[1.0, 0.0], [1e-300, 1.0]], 690.7755278982137),  # 300 log 10
        ("average_nll", [[1.0, 1.0]], 0.0),
        ("average_nll", [[0.5, 0.125]], 1.3862943611198906),
        ("average_nll", [[0.5, 0.0]], math.inf),
        ("perplexity", [0.0], 1.0),
        ("perplexity", [1.5], 4.4816890703380645),
        ("perplexity", [710.0], math.inf),
        ("perplexity", [math.inf], math.inf),
    ],
)
def test_information_has_its_amount(course: Any, name: str, arguments: list[Any], expected: float) -> None:
    """Entropies, divergences, average losses and perplexities in nats, with 0 log 0 = 0 = 0 log(0/0)."""
    result = getattr(course.loss, name)(*arguments)
    assert result == close(expected)
    assert math.copysign(1.0, result) == 1.0  # 0.0, not -0.0


# nn.py and lm.py


def test_fresh_layers_differ(course: Any) -> None:
    """Rows that start equal would stay equal: no two parameters of two layers are, biases apart."""
    layers = [course.nn.Linear(2, 3), course.nn.Linear(2, 3)]
    tables = [course.nn.Embedding(4, 2), course.nn.Embedding(4, 2)]
    numbers = [w.data for layer in layers for row in layer.weights for w in row]
    numbers += [e.data for table in tables for row in table.embedding for e in row]
    assert len(set(numbers)) == len(numbers) == 2 * 3 * 2 + 2 * 4 * 2


def test_linear_refuses_another_width(course: Any, values: Any) -> None:
    """Wx is not defined unless x has as many elements as W has columns."""
    with pytest.raises(ValueError, match="zip"):
        course.nn.Linear(3, 1)(values(1.0, 2.0))


def numpy_loss(flat: Any, sizes: tuple[int, int, int, int], context: list[int], target_idx: int) -> Any:
    """The loss of a CharacterLM whose parameters, in order, are `flat`; complex numbers are welcome."""
    vocab_size, embed_dim, hidden_dim, context_length = sizes
    shapes = [
        (vocab_size, embed_dim),
        *((hidden_dim, context_length * embed_dim), (hidden_dim,)),
        *((vocab_size, hidden_dim), (vocab_size,)),
    ]
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    parts = [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True)]
    embedding, hidden_weights, hidden_biases, output_weights, output_biases = parts
    hidden = np.tanh(hidden_weights @ embedding[context].ravel() + hidden_biases)
    logits = output_weights @ hidden + output_biases
    return np.log(np.exp(logits).sum()) - logits[target_idx]


def test_model_gradient_is_the_complex_step_derivative(course: Any) -> None:
    """∂L/∂θ_k = Im L(θ + iεe_k) / ε, without the rounding of a difference, for every parameter of a small model."""
    sizes, context, target_idx = (3, 2, 4, 3), [2, 0, 2], 1
    model = course.lm.CharacterLM(*sizes)
    parameters = model.parameters()
    theta = np.array([parameter.data for parameter in parameters], dtype=complex)
    loss = model.loss(context, target_idx)
    loss.backward()
    steps = 1e-30j * np.eye(len(theta))
    slopes = [numpy_loss(theta + step, sizes, context, target_idx).imag / 1e-30 for step in steps]
    assert loss.data == close(numpy_loss(theta, sizes, context, target_idx).real)
    assert [parameter.grad for parameter in parameters] == close(slopes)
    assert len({id(parameter) for parameter in parameters}) == model.num_parameters() == 3 * 2 + 4 * 7 + 3 * 5


@pytest.fixture
def blank(course: Any) -> Any:
    """A model of the characters a and b, of context 1, whose parameters are all 0."""
    model = course.lm.CharacterLM(2, embed_dim=1, hidden_dim=1, context_length=1)
    for parameter in model.parameters():
        parameter.data = 0.0
    return model


CHAR_TO_IDX, IDX_TO_CHAR = {"a": 0, "b": 1}, {0: "a", 1: "b"}


def test_model_that_knows_nothing_has_the_perplexity_of_its_vocabulary(course: Any, blank: Any) -> None:
    """Two equally likely characters: perplexity 2, on every text."""
    assert course.lm.compute_perplexity(blank, "abbab", CHAR_TO_IDX) == close(2.0)
    assert [parameter.data for parameter in blank.parameters()] == [0.0] * blank.num_parameters()


def test_training_follows_the_gradient(course: Any, blank: Any) -> None:
    """From zero, softmax - onehot = (1/2, -1/2) reaches the output biases alone, so that rate 0.1 moves them by 0.05.

    A second epoch then starts from P(b) = σ(0.1).
    """
    losses = course.lm.train(blank, "ab", CHAR_TO_IDX, epochs=1, learning_rate=0.1)
    assert losses == close([math.log(2)])
    assert [parameter.data for parameter in blank.parameters()] == close([0.0] * 6 + [-0.05, 0.05])
    losses = course.lm.train(blank, "ab", CHAR_TO_IDX, epochs=1, learning_rate=0.1)
    assert losses == close([math.log1p(math.exp(-0.1))])


def test_text_without_window_is_refused(course: Any, blank: Any) -> None:
    """There is no average over nothing."""
    with pytest.raises(ValueError, match="data point"):
        course.lm.compute_perplexity(blank, "a", CHAR_TO_IDX)


def test_generated_text_is_repeatable_and_of_its_length(course: Any, blank: Any) -> None:
    """The same `random.seed` draws the same text; both characters come where both are likely."""
    texts = []
    for _ in range(2):
        random.seed(0)
        texts.append(course.lm.generate(blank, "ba", CHAR_TO_IDX, IDX_TO_CHAR, length=50))
    assert texts[0] == texts[1]
    assert (len(texts[0]), texts[0][:2], set(texts[0][2:])) == (52, "ba", {"a", "b"})


@pytest.mark.parametrize("seed_text", ["", "a"])
def test_cold_model_takes_the_likeliest(course: Any, blank: Any, seed_text: str) -> None:
    """With b ahead by 1, T = 1e-3 leaves a the probability e^-1000, which is 0."""
    blank.parameters()[-1].data = 1.0
    text = course.lm.generate(blank, seed_text, CHAR_TO_IDX, IDX_TO_CHAR, length=3, temperature=1e-3)
    assert text == seed_text + "bbb"


# vectorized.py


def test_arrays_have_the_worked_values(course: Any) -> None:
    """The worked example in a batch with a certain row: half its loss, half its gradient; the inputs are as before."""
    logits, targets = np.array([Z, [-1e4, 1e4, 0.0]]), np.array([Y, 1])
    before = logits.copy(), targets.copy()
    module = course.vectorized
    results = {name: getattr(module, name)(logits) for name in ("log_sum_exp", "softmax", "log_softmax")}
    results["gradient"] = module.cross_entropy_grad(logits, targets)
    assert {name: (array.shape, array.dtype) for name, array in results.items()} == {
        "log_sum_exp": ((2,), np.float64),
        "softmax": ((2, 3), np.float64),
        "log_softmax": ((2, 3), np.float64),
        "gradient": ((2, 3), np.float64),
    }
    assert results["log_sum_exp"] == to_8_places(np.array([3 + LOSS, 1e4]))
    assert results["softmax"] == to_8_places(np.array([PROBS, [0.0, 1.0, 0.0]]))
    assert results["log_softmax"][0] == to_8_places(np.array([-1 - LOSS, -2 - LOSS, -LOSS]))
    assert results["log_softmax"][1].tolist() == [-2e4, 0.0, -1e4]
    assert results["gradient"] == to_8_places(np.array([GRADIENT, [0.0, 0.0, 0.0]]) / 2)
    assert module.cross_entropy(logits, targets) == to_8_places(LOSS / 2)
    assert np.array_equal(logits, before[0])
    assert np.array_equal(targets, before[1])
