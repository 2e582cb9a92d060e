"""Entropies, average surprise and perplexity, computed in 50 digits and rounded once.

Names: p and q probability vectors, P the probabilities given to what was observed, N their number, L a loss in nats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from checks.oracles.digits import mp


def entropy(p: Sequence[float]) -> float:
    """H(p) = −Σ_i p_i log p_i.

    >>> entropy([0.5, 0.5, 0.0])
    0.6931471805599453
    """
    return cross_entropy(p, p)


def cross_entropy(p: Sequence[float], q: Sequence[float]) -> float:
    """H(p, q) = −Σ_i p_i log q_i; infinite where q_i = 0 < p_i.

    >>> cross_entropy([0.0, 1.0], [0.5, 0.5]), cross_entropy([0.5, 0.5], [1.0, 0.0])
    (0.6931471805599453, inf)
    """
    pairs = _possible(p, q)
    if _rules_out(pairs):
        return math.inf
    return float(-mp().fsum(n * mp().mpf(a) * _log(b) for (a, b), n in pairs.items()))


def kl_divergence(p: Sequence[float], q: Sequence[float]) -> float:
    """KL(p ‖ q) = Σ_i p_i log(p_i / q_i); infinite where q_i = 0 < p_i.

    >>> kl_divergence([0.0, 1.0], [0.5, 0.5]), kl_divergence([0.5, 0.5], [0.5, 0.5])
    (0.6931471805599453, 0.0)
    """
    pairs = _possible(p, q)
    if _rules_out(pairs):
        return math.inf
    return float(mp().fsum(n * mp().mpf(a) * (_log(a) - _log(b)) for (a, b), n in pairs.items()))


def average_nll(probs: Sequence[float]) -> float:
    """−(1/N) Σ_i log P_i; infinite where one of them is 0.

    >>> average_nll([0.5, 0.125]), math.log(4.0)
    (1.3862943611198906, 1.3862943611198906)
    """
    if 0.0 in probs:
        return math.inf
    return float(-mp().fsum(n * _log(prob) for prob, n in Counter(probs).items()) / len(probs))


def perplexity(loss: float) -> float:
    """exp(L).

    >>> perplexity(1.5), perplexity(math.inf)
    (4.4816890703380645, inf)
    """
    return float(mp().exp(loss))


def geometric_mean_of_inverses(probs: Sequence[float]) -> float:
    """(Π_i 1/P_i)^(1/N), by that product.

    >>> geometric_mean_of_inverses([0.5, 0.125])
    4.0
    """
    product = mp().fprod(probs)
    return float(product ** (mp().mpf(-1) / len(probs)))


def frequencies(observed: Sequence[int], size: int) -> list[float]:
    """The empirical distribution: how often each of the numbers below `size` was observed, over N.

    >>> frequencies([2, 0, 2, 2], 3)
    [0.25, 0.0, 0.75]
    """
    return [observed.count(outcome) / len(observed) for outcome in range(size)]


def _possible(p: Sequence[float], q: Sequence[float]) -> Counter[tuple[float, float]]:
    """The pairs (p_i, q_i) with p_i > 0, and how often each occurs: the others add nothing."""
    return Counter((a, b) for a, b in zip(p, q, strict=True) if a > 0)


def _rules_out(pairs: Counter[tuple[float, float]]) -> bool:
    return any(b == 0 for _, b in pairs)


@lru_cache(4096)
def _log(x: float) -> Any:
    return mp().log(x)
