"""Every question that can be put to a submission: fixed functions that call student code and return plain data.

A probe takes the loaded submission and plain arguments, and returns a plain value of the type it declares. It
judges nothing. Where an input must stay as it was, it returns the input as it is afterwards.
"""

from . import autograd, control, generation, lm, loss, ngram, nn, training, vectorized
from .register import PROBES

__all__ = ["PROBES", "autograd", "control", "generation", "lm", "loss", "ngram", "nn", "training", "vectorized"]
