"""PyTorch's own logsumexp, softmax and cross_entropy, between Values that are stacked before and unstacked after."""

import torch
import torch.nn.functional as F  # noqa: N812  # its usual name
from autograd import Value, stack, unstack


def _stacked(logits):
    if not logits:
        raise ValueError("no logits")
    return stack(logits)


def _class_of(target_idx, logits):
    if target_idx not in range(len(logits)):
        raise IndexError(f"{target_idx} is no class")
    return torch.tensor(target_idx)


def log_sum_exp(logits):
    return Value.wrap(torch.logsumexp(_stacked(logits), dim=0))


def softmax(logits, temperature=1.0):
    return unstack(F.softmax(_stacked(logits) / temperature, dim=0))


def cross_entropy_loss(logits, target_idx):
    return Value.wrap(F.cross_entropy(_stacked(logits), _class_of(target_idx, logits)))


def batch_cross_entropy(batch_logits, batch_targets):
    losses = [cross_entropy_loss(z, y).tensor for z, y in zip(batch_logits, batch_targets, strict=True)]
    if not losses:
        raise ValueError("no batch")
    return Value.wrap(torch.stack(losses).mean())


def cross_entropy_grad(logits, target_idx):
    z = torch.tensor(logits, dtype=torch.float64)
    return (F.softmax(z, dim=0) - F.one_hot(_class_of(target_idx, logits), len(logits))).tolist()


def _tensors(*lists):
    return [torch.tensor(numbers, dtype=torch.float64) for numbers in lists]


def entropy(p):
    (p,) = _tensors(p)
    return torch.special.entr(p).sum().item()


def cross_entropy(p, q):
    p, q = _tensors(p, q)
    return -torch.special.xlogy(p, q).sum().item()


def kl_divergence(p, q):
    p, q = _tensors(p, q)
    return (torch.special.xlogy(p, p) - torch.special.xlogy(p, q)).sum().item()


def average_nll(probabilities):
    (p,) = _tensors(probabilities)
    return -p.log().mean().item()


def perplexity(loss):
    return torch.tensor(loss, dtype=torch.float64).exp().item()
