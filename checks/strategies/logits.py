"""Draws logits, targets and temperatures.

Logits lie on an offset + scale * grid: magnitudes mix, ties are common, and every number is a multiple of 1/8 below
2**14, so that sums and differences of two of them are exact in float64. Different draws make different cases as far
as that is simple, because Hypothesis repeats no draws.

Names: z logits, y target index, T temperature, V number of classes.
"""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn

GRID = 8
OUTLIERS = {9: 710.0, -9: -745.0, 10: 10000.0, -10: -10000.0}
"""What stands off the grid: where exp leaves float64, and the contract's extremes."""

THIRDS = [1 / 3, 2 / 3, -7 / 3]
"""What no float32 and no number of few decimals holds, as they hold every number on the grid: for hand-picked cases."""

SCALES = [1.0, 0.125, 8.0, 90.0, 250.0, 500.0, 0.0]
OFFSETS = [0.0, 1.0, -3.0, 37.0, 710.0, -745.0, 6000.0, -6000.0]
MODERATE_SCALES = [1.0, 0.125, 8.0, 0.5, 4.0, 0.0]
MODERATE_OFFSETS = [0.0, 1.0, -3.0, 20.0, -40.0]
"""With these |z| <= 104: the textbook formulas neither overflow nor lose a probability."""

TEMPERATURES = [1.0, 2, 0.5, 0.125, 10.0, 3, 0.7, 0.01, 1000.0, 0.001, 1000]
MODERATE_TEMPERATURES = [1.0, 2, 0.5, 0.25, 10.0, 3, 0.7]
POWERS_OF_TWO = [2.0, 0.5, 4.0, 0.25, 8.0, 0.125]
SHIFTS = [1.0, -0.125, 3.5, 100.0, 710.0, -745.0, 9000.0, -9000.0]
"""Moderate logits divided by such a power of two, or moved by such a shift, stay exact and below the contract's 1e4."""


@st.composite
def logits(draw: DrawFn, min_size: int = 1, max_size: int = 8) -> list[float]:
    """offset + scale * k_i with small whole k_i, and outliers among them; |z| <= 1e4."""
    scale, offset = draw(st.sampled_from(SCALES)), draw(st.sampled_from(OFFSETS))
    size = draw(st.integers(min_size, max_size))
    if not scale:
        return [offset] * size
    drawn = [draw(st.integers(-GRID - 2, GRID + 2)) for _ in range(size)]
    return [OUTLIERS[k] if k in OUTLIERS else offset + scale * k for k in drawn]


@st.composite
def moderate_logits(draw: DrawFn, min_size: int = 1, max_size: int = 8) -> list[float]:
    """offset + scale * k_i with |z| <= 104."""
    scale, offset = draw(st.sampled_from(MODERATE_SCALES)), draw(st.sampled_from(MODERATE_OFFSETS))
    size = draw(st.integers(min_size, max_size))
    return [offset + scale * draw(st.integers(-GRID, GRID)) for _ in range(size)] if scale else [offset] * size


@st.composite
def many_logits(draw: DrawFn, least: int, most: int, *, moderate: bool = False) -> list[float]:
    """A short row of logits repeated to `least` classes or more, up to 99 more, one of them moved by 2."""
    pattern = draw(moderate_logits(1, 5) if moderate else logits(1, 5))
    size = least + draw(st.integers(0, most - least))
    z = [pattern[i % len(pattern)] for i in range(size)]
    odd = draw(indices(size))
    z[odd] += 2.0 if z[odd] < 0 else -2.0
    return z


@st.composite
def any_logits(draw: DrawFn, min_size: int = 1, *, moderate: bool = False) -> list[float]:
    """Mostly up to 8 classes, one time in nine up to 40: a softmax that sums anew for each class is right, too."""
    size = draw(st.sampled_from([*range(min_size, GRID + 1), None]))
    if size is None:
        return draw(many_logits(9, 40, moderate=moderate))
    return draw(moderate_logits(size, size) if moderate else logits(size, size))


@st.composite
def large_vocabularies(draw: DrawFn) -> list[float]:
    """101 to 200 classes."""
    return draw(many_logits(101, 200))


@st.composite
def indices(draw: DrawFn, size: int) -> int:
    """An index of a list of this length; of more than 99 elements, one of the first 99 or the last 99."""
    if size <= 99:
        return draw(st.integers(0, size - 1))
    return size - draw(st.integers(1, 99)) if draw(st.booleans()) else draw(st.integers(0, 98))


@st.composite
def labelled_logits(draw: DrawFn, min_size: int = 1, *, moderate: bool = False) -> tuple[list[float], int]:
    """Logits and a target index."""
    z = draw(any_logits(min_size, moderate=moderate))
    return z, draw(indices(len(z)))


@st.composite
def temperatures(draw: DrawFn) -> float:
    """From 1e-3 to 1e3, ints among them."""
    return draw(st.sampled_from(TEMPERATURES))


@st.composite
def heated_logits(draw: DrawFn, *, moderate: bool = False) -> tuple[list[float], float]:
    """Logits and a temperature; moderate ones have |z| / T <= 416."""
    z = draw(any_logits(moderate=moderate))
    return z, draw(st.sampled_from(MODERATE_TEMPERATURES) if moderate else temperatures())


@st.composite
def equal_logits(draw: DrawFn) -> tuple[float, int]:
    """A logit and the number of classes that all have it, 1 to 40."""
    return draw(logits(1, 1))[0], draw(st.integers(1, 40))


@st.composite
def orders(draw: DrawFn, size: int) -> list[int]:
    """The numbers below `size` in another order: turned, reversed, or both."""
    turn, is_reversed = draw(indices(size)), draw(st.booleans())
    order = [(i + turn) % size for i in range(size)]
    if is_reversed:
        order.reverse()
    return order[::-1] if order == sorted(order) else order


@st.composite
def reordered_logits(draw: DrawFn) -> tuple[list[float], list[int]]:
    """Logits and another order of them."""
    z = draw(any_logits(2))
    return z, draw(orders(len(z)))


@st.composite
def shifted_logits(draw: DrawFn) -> tuple[list[float], float]:
    """Moderate logits, and what is added to each."""
    return draw(any_logits(moderate=True)), draw(st.sampled_from(SHIFTS))


@st.composite
def exactly_divided_logits(draw: DrawFn) -> tuple[list[float], float]:
    """Moderate logits, and a temperature by which division is exact."""
    return draw(any_logits(moderate=True)), draw(st.sampled_from(POWERS_OF_TWO))


@st.composite
def lone_logit(draw: DrawFn) -> tuple[list[float], float]:
    """One class, and a temperature."""
    return draw(logits(1, 1)), draw(temperatures())


@st.composite
def tied_logits(draw: DrawFn) -> tuple[list[float], float, int, int]:
    """Logits, a temperature, and the indices of two logits that are equal."""
    z = draw(any_logits(2))
    i, j = draw(indices(len(z))), draw(indices(len(z) - 1))
    j += j >= i
    z[j] = z[i]
    return z, draw(temperatures()), i, j


@st.composite
def logits_with_a_winner(draw: DrawFn) -> tuple[list[float], int]:
    """Moderate logits and the index of the largest, which is ahead by 1/8 at least."""
    z = draw(any_logits(moderate=True))
    best = draw(indices(len(z)))
    z[best] = max(z) + 0.125 * draw(st.integers(1, 8))
    return z, best


@st.composite
def two_parts(draw: DrawFn) -> tuple[list[float], list[float]]:
    """Two lists of moderate logits: so their log-sum-exp is a moderate logit, too."""
    return draw(any_logits(moderate=True)), draw(moderate_logits(1, 4))


@st.composite
def row_and_another(draw: DrawFn) -> tuple[list[float], list[float]]:
    """Two different lists of logits of equal length."""
    z = draw(logits(1, 5))
    other = [z[-1] + (2.0 if z[-1] < 0 else -2.0), *z[:-1]]
    return z, other


@st.composite
def weights(draw: DrawFn, size: int) -> list[float]:
    """Whole numbers from -3 to 3, made of two draws, so that 200 cost no more than 2."""
    step, start = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    return [float((step * i + start) % 7 - 3) for i in range(size)]


@st.composite
def weighted_logits(draw: DrawFn) -> tuple[list[float], float, list[float]]:
    """Logits, a temperature and a weight for each probability."""
    z, temperature = draw(heated_logits())
    return z, temperature, draw(weights(len(z)))


@st.composite
def labelled_pair(draw: DrawFn) -> tuple[list[float], int]:
    """Two classes and a target."""
    return draw(logits(2, 2)), draw(st.integers(0, 1))


@st.composite
def labelled_shifted_logits(draw: DrawFn) -> tuple[list[float], int, float]:
    """Moderate logits, a target index, and what is added to each logit."""
    z, y = draw(labelled_logits(moderate=True))
    return z, y, draw(st.sampled_from(SHIFTS))


@st.composite
def labelled_reordered_logits(draw: DrawFn) -> tuple[list[float], int, list[int]]:
    """Logits, a target index and another order of the logits."""
    z, y = draw(labelled_logits(2))
    return z, y, draw(orders(len(z)))


@st.composite
def labelled_logits_and_a_rise(draw: DrawFn) -> tuple[list[float], int, float]:
    """Moderate logits, a target index, and how much its logit is to rise: 1/8 to 8."""
    z, y = draw(labelled_logits(2, moderate=True))
    return z, y, 0.125 * draw(st.integers(1, 64))


@st.composite
def labelled_logits_and_a_direction(draw: DrawFn) -> tuple[list[float], int, int]:
    """Moderate logits, a target index, and the index of the logit that is to move."""
    z, y = draw(labelled_logits(moderate=True))
    return z, y, draw(indices(len(z)))


@st.composite
def labelled_logits_and_a_factor(draw: DrawFn) -> tuple[list[float], int, float]:
    """Logits, a target index, and a factor between -8 and 8."""
    z, y = draw(labelled_logits())
    return z, y, 0.125 * draw(st.integers(-64, 64))


@st.composite
def labelled_large_vocabularies(draw: DrawFn) -> tuple[list[float], int]:
    """101 to 200 classes and a target index, often the last or the first ones."""
    z = draw(large_vocabularies())
    return z, draw(indices(len(z)))


@st.composite
def logits_without_the_target(draw: DrawFn) -> tuple[list[float], int]:
    """Logits and a number that is no index of theirs: V, V + 3, -1 or -V."""
    z = draw(logits(1, 5))
    return z, draw(st.sampled_from([len(z), len(z) + 3, -1, -len(z)]))


@st.composite
def layers(draw: DrawFn) -> tuple[list[float], list[list[float]], list[int]]:
    """Leaves x, a matrix, and picks: the logits are rows of (matrix times x), some of them twice. |z| <= 48."""
    x = [0.125 * draw(st.integers(-64, 64)) for _ in range(draw(st.integers(1, 2)))]
    rows = draw(st.integers(1, 3))
    layer = [[float(draw(st.integers(-3, 3))) for _ in x] for _ in range(rows)]
    order = [draw(indices(rows)) for _ in range(draw(st.integers(1, 4)))]
    return x, layer, order


@st.composite
def weighted_layers(draw: DrawFn) -> tuple[list[float], list[list[float]], list[int], list[float]]:
    """As `layers`, with a weight for each logit."""
    x, layer, picks = draw(layers())
    return x, layer, picks, draw(weights(len(picks)))


@st.composite
def labelled_layers(draw: DrawFn) -> tuple[list[float], list[list[float]], int]:
    """Leaves x, a matrix, and a target: the logits are the matrix times x."""
    x, layer, picks = draw(layers())
    return x, [layer[i] for i in picks], draw(indices(len(picks)))


@st.composite
def picked_logits(draw: DrawFn) -> tuple[list[float], list[int]]:
    """Leaves, and a list of logits that are these leaves, at least one of them twice."""
    z = draw(logits(1, 3))
    picks = [draw(indices(len(z))) for _ in range(draw(st.integers(1, 3)))]
    return z, [*picks, picks[0]]
