"""einsum and where in place of sums and indices; one table of functions of the shifted logits."""

import numpy as np


def parts(logits):
    """Shifts, exponentials, and their sums, all of them as columns."""
    shift = logits.max(axis=1)[:, None]
    exps = np.exp(logits - shift)
    return shift, exps, np.einsum("bv->b", exps)[:, None]


TABLE = {
    "log_sum_exp": lambda z, shift, exps, total: (np.log(total) + shift).reshape(-1),
    "softmax": lambda z, shift, exps, total: exps / total,
    "log_softmax": lambda z, shift, exps, total: z - shift - np.log(total),
}


def on_logits(function):
    return lambda logits: function(logits, *parts(logits))


globals().update({name: on_logits(function) for name, function in TABLE.items()})


def chosen(logits, targets):
    return np.arange(logits.shape[1]) == targets[:, None]


def cross_entropy(logits, targets):
    return np.average(-TABLE["log_softmax"](logits, *parts(logits))[chosen(logits, targets)]).item()


def cross_entropy_grad(logits, targets):
    probs = TABLE["softmax"](logits, *parts(logits))
    return np.where(chosen(logits, targets), probs - 1, probs) / len(probs)
