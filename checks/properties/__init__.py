"""Every property, one module for each topic. Importing this registers them all, in the order of the course."""

# isort: off
from checks.properties import autograd
from checks.properties import backward
from checks.properties import ngram_state
from checks.properties import ngram
from checks.properties import smoothing
from checks.properties import ngram_cross_entropy
from checks.properties import log_sum_exp
from checks.properties import softmax
from checks.properties import temperature
from checks.properties import cross_entropy
from checks.properties import cross_entropy_gradient
from checks.properties import batch
from checks.properties import entropies
from checks.properties import scoring_rules
from checks.properties import perplexity
from checks.properties import nn
from checks.properties import text
from checks.properties import lm
from checks.properties import lm_parameters
from checks.properties import training
from checks.properties import generation
from checks.properties import vectorized

__all__ = [
    "autograd",
    "backward",
    "batch",
    "cross_entropy",
    "cross_entropy_gradient",
    "entropies",
    "generation",
    "lm",
    "lm_parameters",
    "log_sum_exp",
    "ngram",
    "ngram_cross_entropy",
    "ngram_state",
    "nn",
    "perplexity",
    "scoring_rules",
    "smoothing",
    "softmax",
    "temperature",
    "text",
    "training",
    "vectorized",
]
