"""Helpers that refuse: each gives back what it was given, if that is what was promised."""

import math

MAX_LOGIT, MAX_CLASSES = 1e4, 200
SLACK = 1e-9  # how far from 1 probabilities may add up


def number(thing, name):
    if isinstance(thing, bool) or not isinstance(thing, (int, float)):
        raise TypeError(f"{name} should be an int or a float, not a {type(thing).__name__}")
    if math.isnan(thing):
        raise ValueError(f"{name} is not a number")
    return thing


def whole(thing, name, least):
    if isinstance(thing, bool) or not isinstance(thing, int):
        raise TypeError(f"{name} should be an int, not a {type(thing).__name__}")
    if thing < least:
        raise ValueError(f"{name} should be at least {least}, not {thing}")
    return thing


def index(thing, name, size):
    if whole(thing, name, least=-(10**9)) not in range(size):
        raise IndexError(f"{name} should be one of 0..{size - 1}, not {thing}")
    return thing


def string(thing, name):
    if not isinstance(thing, str):
        raise TypeError(f"{name} should be a str, not a {type(thing).__name__}")
    return thing


def sequence(thing, name):
    if not isinstance(thing, (list, tuple)):
        raise TypeError(f"{name} should be a list, not a {type(thing).__name__}")
    return thing


def equally_long(one, other, name):
    if len(one) != len(other):
        raise ValueError(f"{name} have different lengths: {len(one)} and {len(other)}")


def plain_logits(numbers):
    for z in sequence(numbers, "logits"):
        if not abs(number(z, "a logit")) <= MAX_LOGIT:
            raise ValueError(f"a logit of {z} is beyond {MAX_LOGIT}")
    if not 1 <= len(numbers) <= MAX_CLASSES:
        raise ValueError(f"{len(numbers)} logits, where 1 to {MAX_CLASSES} are allowed")
    return numbers


def probability(thing):
    if not (number(thing, "a probability") == 0 or 1e-300 <= thing <= 1 + SLACK):
        raise ValueError(f"{thing} is no probability")
    return thing


def probabilities(things, name):
    for thing in sequence(things, name):
        probability(thing)
    if not abs(math.fsum(things) - 1) <= SLACK:
        raise ValueError(f"{name} adds up to {math.fsum(things)}")
    return things
