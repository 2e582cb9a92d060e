"""A function is a class; a call of it is an object that keeps what its backward pass will need."""

import math


class Function:
    """`forward` takes the numbers of the inputs, `backward` the gradient of the output; both may use `self`."""

    generation = 1

    def __init__(self, *inputs):
        self.inputs = inputs
        self.generation = 1 + max(value.generation for value in inputs)

    def run(self):
        return self.forward(*(value.data for value in self.inputs))

    def __repr__(self):
        return f"{type(self).__name__.lower()} of generation {self.generation}"


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, gradient):
        return gradient, gradient


class Multiply(Function):
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, gradient):
        return gradient * self.b, gradient * self.a


class Affine(Function):
    """scale * a + shift, for constants: so are -a, a - 2, 2 - a, 3 * a and a / 3."""

    def __init__(self, a, scale=1, shift=0):
        super().__init__(a)
        self.scale, self.shift = scale, shift

    def forward(self, a):
        return self.scale * a + self.shift

    def backward(self, gradient):
        return (gradient * self.scale,)


class Power(Function):
    def __init__(self, a, exponent):
        super().__init__(a)
        self.exponent = exponent

    def forward(self, a):
        self.a = a
        return math.pow(a, self.exponent)

    def backward(self, gradient):
        if self.exponent == 0:
            return (0.0,)
        return (gradient * self.exponent * math.pow(self.a, self.exponent - 1),)


class Exp(Function):
    def forward(self, a):
        self.result = math.exp(a)
        return self.result

    def backward(self, gradient):
        return (gradient * self.result,)


class Log(Function):
    def forward(self, a):
        self.a = a
        return math.log(a)

    def backward(self, gradient):
        return (gradient / self.a,)


class Tanh(Function):
    """(1 - e) / (1 + e) with e = exp(-2 |a|), and the sign of a."""

    def forward(self, a):
        self.e = math.exp(-2 * abs(a))
        return math.copysign((1 - self.e) / (1 + self.e), a)

    def backward(self, gradient):
        return (gradient * 4 * self.e / (1 + self.e) ** 2,)


class Sigmoid(Function):
    def forward(self, a):
        self.e = math.exp(-abs(a))
        return (1 if a >= 0 else self.e) / (1 + self.e)

    def backward(self, gradient):
        return (gradient * self.e / (1 + self.e) ** 2,)


class Relu(Function):
    def forward(self, a):
        self.is_open = a > 0
        return a * self.is_open

    def backward(self, gradient):
        return (gradient * self.is_open,)


class Dot(Function):
    """Products of neighbours, added up: of w and x in w, x, w, x, ... and a bias at the end."""

    def forward(self, *numbers):
        self.numbers = numbers
        return sum((w * x for w, x in zip(numbers[:-1:2], numbers[1::2], strict=True)), numbers[-1])

    def backward(self, gradient):
        for w, x in zip(self.numbers[:-1:2], self.numbers[1::2], strict=True):
            yield gradient * x
            yield gradient * w
        yield gradient
