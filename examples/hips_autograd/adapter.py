"""HIPS autograd differentiates a loss that is written with its NumPy; the gradient is the library's, not a formula."""

import autograd.numpy as np
from autograd import elementwise_grad, grad


def log_sum_exp(logits):
    largest = np.max(logits, axis=-1)
    return largest + np.log(np.sum(np.exp(logits - largest[..., None]), axis=-1))


def losses(logits, targets):
    return log_sum_exp(logits) - logits[np.arange(len(targets)), targets]


def cross_entropy(logits, targets):
    return float(np.mean(losses(logits, targets)))


def cross_entropy_grad(logits, targets):
    return grad(lambda z: np.mean(losses(z, targets)))(logits)


def softmax(logits):
    return elementwise_grad(log_sum_exp)(logits)


def log_softmax(logits):
    return logits - log_sum_exp(logits)[:, None]


def gradient_of_one(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError(target_idx)
    return cross_entropy_grad(np.array([logits]), np.array([target_idx]))[0]
