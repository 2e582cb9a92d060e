"""The assignment contract as data: the files and names of a submission, and how exact their results must be."""

from __future__ import annotations

from types import MappingProxyType

CONTRACT_VERSION = 1

TOLERANCE = 1e-9
"""Results are asked for to within this times max(1, |true value|); gradients to within this times the sum of the
absolute contributions that make them up (or times 1). Source: contract, "Shape of a submission"."""

MAX_LOGIT = 1e4
"""The largest |z| at which loss.py must be accurate and finite."""

_VALUE_METHODS = (
    *("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__rtruediv__"),
    *("__neg__", "__pow__", "exp", "log", "tanh", "relu", "sigmoid", "backward"),
)

NAMES = MappingProxyType(
    {
        "autograd": ("Value", *(f"Value.{method}" for method in _VALUE_METHODS)),
        "ngram": ("MarkovChain", "SmoothedMarkovChain", "compute_cross_entropy", "compute_perplexity"),
        "loss": (
            "log_sum_exp",
            "softmax",
            "cross_entropy_loss",
            "batch_cross_entropy",
            "cross_entropy_grad",
            "entropy",
            "cross_entropy",
            "kl_divergence",
            "average_nll",
            "perplexity",
        ),
        "nn": ("Embedding", "Linear"),
        "lm": (
            "build_vocab",
            "encode",
            "decode",
            "create_examples",
            "CharacterLM",
            *(
                f"CharacterLM.{method}"
                for method in ("forward", "predict_probs", "loss", "parameters", "zero_grad", "num_parameters")
            ),
            "sgd_step",
            "train",
            "compute_perplexity",
            "generate",
        ),
        "vectorized": ("log_sum_exp", "softmax", "log_softmax", "cross_entropy", "cross_entropy_grad"),
    }
)
"""Every file of the contract, in the order of the course, with the names that it holds."""

ONE_FILE_MODULES = tuple(module for module in NAMES if module != "vectorized")
"""The files whose names a one-file submission may hold; vectorized.py uses the same names for other things."""
