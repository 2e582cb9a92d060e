"""One frozen class for each operation: what it gives for the numbers of its operands, and its slopes there."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Operation(ABC):
    @abstractmethod
    def result(self, *numbers):
        raise NotImplementedError

    @abstractmethod
    def slopes(self, result, *numbers):
        raise NotImplementedError


class Leaf(Operation):
    def result(self):
        raise TypeError("a leaf has the number that it was given")

    def slopes(self, result):
        return ()


class Add(Operation):
    def result(self, a, b):
        return a + b

    def slopes(self, result, a, b):
        return 1.0, 1.0


class Subtract(Operation):
    def result(self, a, b):
        return a - b

    def slopes(self, result, a, b):
        return 1.0, -1.0


class Multiply(Operation):
    def result(self, a, b):
        return a * b

    def slopes(self, result, a, b):
        return b, a


class Divide(Operation):
    def result(self, a, b):
        return a / b

    def slopes(self, result, a, b):
        return 1 / b, -result / b


@dataclass(frozen=True)
class Scale(Operation):
    factor: float

    def result(self, a):
        return a * self.factor

    def slopes(self, result, a):
        return (self.factor,)


@dataclass(frozen=True)
class Power(Operation):
    exponent: float

    def result(self, a):
        return math.pow(a, self.exponent)

    def slopes(self, result, a):
        return (self.exponent * math.pow(a, self.exponent - 1) if self.exponent else 0.0,)


class Exp(Operation):
    def result(self, a):
        return math.exp(a)

    def slopes(self, result, a):
        return (result,)


class Log(Operation):
    def result(self, a):
        if a <= 0:
            raise ValueError(f"the logarithm of {a}")
        return math.log(a)

    def slopes(self, result, a):
        return (1 / a,)


class Tanh(Operation):
    def result(self, a):
        return math.tanh(a)

    def slopes(self, result, a):
        return ((1 + result) * (1 - result),)


class Relu(Operation):
    def result(self, a):
        return max(a, 0.0)

    def slopes(self, result, a):
        return (math.copysign(0.5, a) + 0.5,)  # 1 at 0.0, and 0 at -0.0


class Sigmoid(Operation):
    def result(self, a):
        return 1 / (1 + math.exp(-a)) if a > -700 else 0.0

    def slopes(self, result, a):
        return (result * (1 - result),)


class LogSumExp(Operation):
    """Of any number of operands: the largest, and what the others add to it."""

    def result(self, *numbers):
        *others, largest = sorted(numbers)
        return largest + math.log1p(math.fsum(math.exp(other - largest) for other in others))

    def slopes(self, result, *numbers):
        return [math.exp(number - result) for number in numbers]
