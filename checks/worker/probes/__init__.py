"""Every question that can be put to a submission: fixed functions that call student code and return plain data.

A probe takes the loaded submission and plain arguments, and returns a plain value of the type it declares. It
judges nothing. Where an input must stay as it was, it returns the input as it is afterwards.
"""

from . import autograd, canary, control, generation, lm, loss, ngram, nn, own, training, vectorized
from .register import PROBES

__all__ = [  # all but `canary`, which is a question about the worker itself
    "PROBES",
    "autograd",
    "canary",
    "control",
    "generation",
    "lm",
    "loss",
    "ngram",
    "nn",
    "own",
    "training",
    "vectorized",
]
