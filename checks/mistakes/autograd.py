"""Mistakes in autograd.py: in one operation (its value, its slopes, plain numbers), and in the backward pass."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The passages of the reference that several mistakes are made in, or a long one.
WRAP = """\
other = other if isinstance(other, Value) else Value(other)
        """
ADD = "return _node(self.data + other.data, (self, other), (1.0, 1.0))"
SUBTRACT = "return _node(self.data - other.data, (self, other), (1.0, -1.0))"
MULTIPLY = "return _node(self.data * other.data, (self, other), (other.data, self.data))"
QUOTIENT = "quotient = self.data / other.data"
POWER = "return _node(math.pow(self.data, exponent), (self,), (slope,))"
EXP = """\
power = math.exp(self.data)
        return _node(power, (self,), (power,))"""
LOG = "_node(math.log(self.data), (self,), (1.0 / self.data,))"
SETUP = """\
        order: list[Value] = []  # interior nodes, each after those that it was computed from
        adjoints: dict[Value, float] = {}  # ∂(self)/∂(node) of this pass; `.grad` may hold earlier passes too
        marker = Value(0.0)  # on the stack: the parents of the node below it are dealt with
        stack = [self]
"""
TRAVERSAL = """\
        while stack:
            node = stack.pop()
            if node is marker:
                order.append(stack.pop())
            elif node not in adjoints:
                adjoints[node] = 0.0
                if node._parents:
                    stack += (node, marker)
                    stack += node._parents
"""
PASSING_ON = """
        adjoints[self] = 1.0
        for node in reversed(order):
            adjoint = adjoints[node]
            for parent, partial in zip(node._parents, node._partials):  # noqa: B905 - strict= costs 10 %
                adjoints[parent] += adjoint * partial
"""
COLLECTING = """
        for node, adjoint in adjoints.items():
            node.grad += adjoint
        self.grad = 1.0
"""
MAKING = """

def _node(data: float, parents: tuple[Value, ...], partials: tuple[float, ...]) -> Value:
    \"\"\"The result of an operation: `partials[i]` is ∂(node)/∂(parents[i]).\"\"\"
    node = Value.__new__(Value)
"""


def apart(returned: str, otherwise: str) -> str:
    """An operation that treats plain numbers apart: it returns this for them, and does the rest for Values."""
    return f"if not isinstance(other, Value):\n            return {returned}\n        {otherwise}"


mistake = partial(Mistake, module="autograd")

IN_OPERATIONS: tuple[Mistake, ...] = (
    mistake(
        id="autograd.add_forgets_second_parent",
        kind="classic",
        story="The sum records only self as its parent, so the other operand never gets a gradient.",
        hint="How many nodes was the sum computed from?",
        caught_by="autograd.derivative_of_add",
        old=ADD,
        new="return _node(self.data + other.data, (self,), (1.0,))",
    ),
    mistake(
        id="autograd.add_zero_returns_other",
        kind="trap",
        story="A shortcut: 0 + b is b. A leaf that holds 0, such as a fresh bias, is cut off and never learns.",
        hint="Is a Value that holds 0 a constant?",
        caught_by="autograd.derivative_of_add",
        old=ADD,
        new="return other if self.data == 0 else _node(self.data + other.data, (self, other), (1.0, 1.0))",
    ),
    mistake(
        id="autograd.add_in_place",
        kind="subtle",
        story="a + b adds to a itself before it makes the result: the number in a is gone after the call.",
        hint="What is a.data after a + b?",
        caught_by="autograd.value_of_add",
        old=ADD,
        new="self.data += other.data\n        return _node(self.data, (self, other), (1.0, 1.0))",
    ),
    mistake(
        id="autograd.add_wraps_ints_only",
        kind="classic",
        story="Only ints are made Values: a float beside a Value has no .data, and a + 0.5 fails.",
        hint="Which types may a plain number have?",
        caught_by="autograd.value_of_value_plus_number",
        old=WRAP + ADD,
        new=f"other = Value(other) if isinstance(other, int) else other\n        {ADD}",
    ),
    mistake(
        id="autograd.add_number_detached",
        kind="subtle",
        story="a + number has a branch of its own, which makes a fresh leaf with the right number.",
        hint="Is a + 1 connected to a?",
        caught_by="autograd.derivative_of_value_plus_number",
        old=WRAP + ADD,
        new=apart("Value(self.data + other)", ADD),
    ),
    mistake(
        id="autograd.add_extends_sums",
        kind="trap",
        story="So that `sum` makes one node only, a sum takes a further term in place: s + a changes s itself.",
        hint="s = a + b; t = s + c. What is s.data now?",
        caught_by="autograd.values_of_any_graph_are_right",
        old=ADD,
        new=f"""\
if len(self._parents) > 1 and set(self._partials) == {{1.0}}:
            self.data += other.data
            self._parents += (other,)
            self._partials += (1.0,)
            return self
        {ADD}""",
    ),
    mistake(
        id="autograd.add_restarts_from_results",
        kind="subtle",
        story="To keep graphs small, a sum whose left operand is itself a result starts from its number: of a long "
        "sum, only the last term stays connected.",
        hint="Differentiate (a + b) + c by each of the three.",
        caught_by="autograd.sum_from_a_value_adds_up_values",
        old=ADD,
        new=ADD.replace("(self, other)", "(Value(self.data) if self._parents else self, other)"),
    ),
    mistake(
        id="autograd.radd_returns_self",
        kind="trap",
        story="Only `sum` was thought to call it, and `sum` starts from 0: so number + a is just a.",
        hint="What is 2 + a?",
        caught_by="autograd.value_of_number_plus_value",
        old="return self + other",
        new="return self",
    ),
    mistake(
        id="autograd.radd_detached",
        kind="subtle",
        story="number + a makes a fresh leaf with the right number: the sum of a list is cut off from its first term.",
        hint="Is the result connected to the Value it came from?",
        caught_by="autograd.derivative_of_number_plus_value",
        old="return self + other",
        new="return Value(other + self.data)",
    ),
    mistake(
        id="autograd.radd_of_zero_copies",
        kind="corner",
        story="`sum` starts from 0, and 0 + a is returned as a copy of a: the first term of every sum is cut off.",
        hint="Is 0 + a connected to a?",
        caught_by="autograd.sum_adds_up_values",
        old="return self + other",
        new="return self + other if other else Value(self.data)",
    ),
    mistake(
        id="autograd.subtract_reversed",
        kind="classic",
        story="a - b gives b - a.",
        hint="What is 5 - 4?",
        caught_by="autograd.value_of_subtract",
        old="self.data - other.data",
        new="other.data - self.data",
    ),
    mistake(
        id="autograd.subtract_slope_sign",
        kind="classic",
        story="Subtraction was copied from addition, slopes and all: the sign of the second one stayed plus.",
        hint="If b grows, what does a - b do?",
        caught_by="autograd.derivative_of_subtract",
        old="(1.0, -1.0)",
        new="(1.0, 1.0)",
    ),
    mistake(
        id="autograd.subtract_number_adds",
        kind="classic",
        story="The branch for plain numbers was copied from addition, sign and all: a - 2 is a + 2.",
        hint="What is a - 2 for a = 5?",
        caught_by="autograd.value_of_value_minus_number",
        old=WRAP + SUBTRACT,
        new=apart("_node(self.data + other, (self,), (1.0,))", SUBTRACT),
    ),
    mistake(
        id="autograd.subtract_number_slope_sign",
        kind="subtle",
        story="The branch for plain numbers gives the minus of the number to the slope of the Value.",
        hint="If a grows, does a - 2 grow?",
        caught_by="autograd.derivative_of_value_minus_number",
        old=WRAP + SUBTRACT,
        new=apart("_node(self.data - other, (self,), (-1.0,))", SUBTRACT),
    ),
    mistake(
        id="autograd.rsub_reversed",
        kind="classic",
        story="5 - a gives a - 5: the reflected method was copied from + and *, where the order does not matter.",
        hint="Python calls a.__rsub__(5) for 5 - a: which of the two comes first?",
        caught_by="autograd.value_of_number_minus_value",
        old="return Value(other) - self",
        new="return self - other",
    ),
    mistake(
        id="autograd.rsub_detached",
        kind="subtle",
        story="number - a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_minus_value",
        old="return Value(other) - self",
        new="return Value(other - self.data)",
    ),
    mistake(
        id="autograd.multiply_slopes_swapped",
        kind="classic",
        story="Each factor's slope is its own number instead of the other factor's.",
        hint="If a grows by a little, by how much does a * b grow?",
        caught_by="autograd.derivative_of_multiply",
        old="(other.data, self.data)",
        new="(self.data, other.data)",
    ),
    mistake(
        id="autograd.multiply_zero_shortcut",
        kind="corner",
        story="A product with 0 is returned as a fresh 0: the factor that is 0 gets no gradient.",
        hint="The product is 0, but does it stay 0 when that factor moves?",
        caught_by="autograd.derivative_of_multiply",
        old=MULTIPLY,
        new="""product = self.data * other.data
        return _node(product, (self, other), (other.data, self.data)) if product else Value(0.0)""",
    ),
    mistake(
        id="autograd.multiply_copied_from_add",
        kind="classic",
        story="Multiplication was copied from addition; the slopes were changed, the plus was not.",
        hint="What is 5 * 4?",
        caught_by="autograd.value_of_multiply",
        old="self.data * other.data",
        new="self.data + other.data",
    ),
    mistake(
        id="autograd.multiply_number_repeats",
        kind="corner",
        story="a * 3 is a + a + a; and a * -3 is a sum of no terms.",
        hint="What is a * -1?",
        caught_by="autograd.value_of_value_times_number",
        old=WRAP + MULTIPLY,
        new=f"""\
if isinstance(other, int):
            return sum([self] * other, Value(0.0))
        {WRAP}{MULTIPLY}""",
    ),
    mistake(
        id="autograd.multiply_number_slope_1",
        kind="subtle",
        story="The branch for plain numbers has the slope of addition: the factor is missing on the way back.",
        hint="If a grows by a little, by how much does 3 * a grow?",
        caught_by="autograd.derivative_of_value_times_number",
        old=WRAP + MULTIPLY,
        new=apart("_node(self.data * other, (self,), (1.0,))", MULTIPLY),
    ),
    mistake(
        id="autograd.rmul_adds",
        kind="classic",
        story="__rmul__ was copied from __radd__, and only its name was changed: 2 * a is a + 2.",
        hint="What is 3 * a for a = 5?",
        caught_by="autograd.value_of_number_times_value",
        old="return self * other",
        new="return self.__add__(other)",
    ),
    mistake(
        id="autograd.rmul_detached",
        kind="subtle",
        story="number * a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_times_value",
        old="return self * other",
        new="return Value(self.data * other)",
    ),
    mistake(
        id="autograd.divide_floors",
        kind="corner",
        story="`//` instead of `/`: quotients are rounded down to whole numbers.",
        hint="What is 5 divided by 4?",
        caught_by="autograd.value_of_divide",
        old="quotient = self.data / other.data",
        new="quotient = self.data // other.data",
    ),
    mistake(
        id="autograd.divide_slope_not_squared",
        kind="classic",
        story="The slope by the divisor lacks one division: -a / b.",
        hint="Write a / b as a times b to the power -1, and differentiate that.",
        caught_by="autograd.derivative_of_divide",
        old="(1.0 / other.data, -quotient / other.data)",
        new="(1.0 / other.data, -quotient)",
    ),
    mistake(
        id="autograd.divide_slope_sign",
        kind="classic",
        story="The slope by the divisor has lost its minus.",
        hint="If the divisor grows, what does the quotient do?",
        caught_by="autograd.derivative_of_divide",
        old="-quotient / other.data)",
        new="quotient / other.data)",
    ),
    mistake(
        id="autograd.divide_with_epsilon",
        kind="trap",
        story="A small number is added to the divisor, against division by zero: all quotients are a little off.",
        hint="What is 1 / 0.001, to nine digits?",
        caught_by="autograd.value_of_divide",
        old=QUOTIENT,
        new=QUOTIENT.replace("other.data", "(other.data + 1e-8)"),
    ),
    mistake(
        id="autograd.divide_number_floors",
        kind="corner",
        story="a / number is a times 1 // number, and 1 // 2 is 0.",
        hint="What is half of 5?",
        caught_by="autograd.value_of_value_over_number",
        old=WRAP + QUOTIENT,
        new=apart("self * (1 // other)", QUOTIENT),
    ),
    mistake(
        id="autograd.divide_number_slope_of_product",
        kind="subtle",
        story="The branch for plain numbers was copied from multiplication: its slope is b instead of 1 / b.",
        hint="If a grows by a little, by how much does a / 2 grow?",
        caught_by="autograd.derivative_of_value_over_number",
        old=WRAP + QUOTIENT,
        new=apart("_node(self.data / other, (self,), (float(other),))", QUOTIENT),
    ),
    mistake(
        id="autograd.rtruediv_reversed",
        kind="classic",
        story="1 / a gives a / 1.",
        hint="Python calls a.__rtruediv__(1) for 1 / a: which of the two is divided?",
        caught_by="autograd.value_of_number_over_value",
        old="return Value(other) / self",
        new="return self / other",
    ),
    mistake(
        id="autograd.rtruediv_detached",
        kind="subtle",
        story="number / a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_over_value",
        old="return Value(other) / self",
        new="return Value(other / self.data)",
    ),
    mistake(
        id="autograd.power_exponent_not_reduced",
        kind="classic",
        story="The slope is n times a to the n, not to the n - 1.",
        hint="Differentiate a squared: which power of a remains?",
        caught_by="autograd.derivative_of_power",
        old="math.pow(self.data, exponent - 1)",
        new="math.pow(self.data, exponent)",
    ),
    mistake(
        id="autograd.power_factor_missing",
        kind="classic",
        story="The slope lacks the factor n.",
        hint="Differentiate a squared at a = 1: is it 1?",
        caught_by="autograd.derivative_of_power",
        old="slope = exponent * math.pow",
        new="slope = math.pow",
    ),
    mistake(
        id="autograd.power_whole_exponents_only",
        kind="corner",
        story="The exponent is cut to a whole number, so a ** 0.5 is 1.",
        hint="What is 4 to the power 0.5?",
        caught_by="autograd.value_of_fractional_power",
        old=POWER,
        new="return _node(math.pow(self.data, int(exponent)), (self,), (slope,))",
    ),
    mistake(
        id="autograd.power_of_absolute_value",
        kind="subtle",
        story="The base goes through abs, against errors with fractional exponents: (-2) ** 3 turns positive.",
        hint="What is -2 to the power 3?",
        caught_by="autograd.value_of_power",
        old=POWER,
        new="return _node(math.pow(abs(self.data), exponent), (self,), (slope,))",
    ),
    mistake(
        id="autograd.power_negative_exponent_slope",
        kind="corner",
        story="The slope takes the exponent without its sign; that shows only for a ** -1 and its like.",
        hint="Which way does 1 / a go when a grows?",
        caught_by="autograd.derivative_of_negative_power",
        old="slope = exponent * math.pow",
        new="slope = abs(exponent) * math.pow",
    ),
    mistake(
        id="autograd.power_repeats_multiplication",
        kind="corner",
        story="The power is a product of n times a: for a negative n, a product of nothing.",
        hint="What is 2 to the power -1?",
        caught_by="autograd.value_of_negative_power",
        old=POWER,
        new=POWER.replace("math.pow(self.data, exponent)", "math.prod([self.data] * int(exponent))"),
    ),
    mistake(
        id="autograd.power_slope_whole_exponents_only",
        kind="corner",
        story="In the slope, the exponent less 1 is cut to a whole number: the square root is as steep as a is high.",
        hint="How steep is the square root at 4?",
        caught_by="autograd.derivative_of_fractional_power",
        old="math.pow(self.data, exponent - 1)",
        new="math.pow(self.data, int(exponent - 1))",
    ),
    mistake(
        id="autograd.power_slope_divides_by_base",
        kind="corner",
        story="The slope is n times the result over a, which fails at a = 0.",
        hint="How steep is a squared at a = 0?",
        caught_by="autograd.derivative_of_power",
        old="math.pow(self.data, exponent - 1)",
        new="math.pow(self.data, exponent) / self.data",
    ),
    mistake(
        id="autograd.power_always_squares",
        kind="trap",
        story="Only squares were needed so far, so the power is a * a whatever the exponent.",
        hint="What is 2 to the power 3?",
        caught_by="autograd.value_of_power",
        old=POWER,
        new="return _node(self.data * self.data, (self,), (2.0 * self.data,))",
    ),
    mistake(
        id="autograd.power_zero_not_a_constant",
        kind="corner",
        story="a ** 0 is not treated apart: at a = 0 its slope asks for 0 to the power -1.",
        hint="a ** 0 is 1 wherever a is. What is the slope of a constant?",
        caught_by="autograd.zeroth_power_of_zero_has_slope_0",
        old=" if exponent else 0.0",
        new="",
    ),
    mistake(
        id="autograd.negate_detached",
        kind="subtle",
        story="-a is a fresh leaf with the right number: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_negate",
        old="return _node(-self.data, (self,), (-1.0,))",
        new="return Value(-self.data)",
    ),
    mistake(
        id="autograd.negate_makes_negative",
        kind="corner",
        story="The minus makes a number negative, instead of turning its sign: -a is -3 for a = -3 too.",
        hint="What is -(-3)?",
        caught_by="autograd.value_of_negate",
        old="_node(-self.data,",
        new="_node(-abs(self.data),",
    ),
    mistake(
        id="autograd.exp_slope_is_input",
        kind="classic",
        story="The slope of exp is taken to be a instead of exp(a).",
        hint="Which function is its own derivative?",
        caught_by="autograd.derivative_of_exp",
        old="return _node(power, (self,), (power,))",
        new="return _node(power, (self,), (self.data,))",
    ),
    mistake(
        id="autograd.exp_clamped",
        kind="trap",
        story="Against overflow, the argument of exp is cut at 50: everything above gives the same number.",
        hint="What is exp(60)? Overflow begins at 710.",
        caught_by="autograd.value_of_exp",
        old="power = math.exp(self.data)",
        new="power = math.exp(min(self.data, 50.0))",
    ),
    mistake(
        id="autograd.exp_of_rounded_base",
        kind="trap",
        story="e is typed in, with five decimals.",
        hint="How many digits of e are there in math.exp?",
        caught_by="autograd.value_of_exp",
        old="power = math.exp(self.data)",
        new="power = 2.71828**self.data",
    ),
    mistake(
        id="autograd.exp_slope_by_differences",
        kind="trap",
        story="The slope is measured, with a step of a millionth, instead of known.",
        hint="How many digits does a finite difference get right?",
        caught_by="autograd.derivative_of_exp",
        old=EXP,
        new=EXP.replace("(power,))", "((math.exp(self.data + 1e-6) - power) / 1e-6,))"),
    ),
    mistake(
        id="autograd.log_with_epsilon",
        kind="trap",
        story="A small number is added inside, against log(0): all logarithms are off, and log(0) is finite.",
        hint="Is log(a) still the logarithm of a, for small a?",
        caught_by="autograd.value_of_log",
        old="math.log(self.data)",
        new="math.log(self.data + 1e-10)",
    ),
    mistake(
        id="autograd.log_of_absolute_value",
        kind="trap",
        story="The argument goes through abs, so negative numbers have a logarithm.",
        hint="Is there a number x with exp(x) = -1?",
        caught_by="autograd.log_of_what_is_not_positive_is_never_finite",
        old="math.log(self.data)",
        new="math.log(abs(self.data))",
    ),
    mistake(
        id="autograd.log_clamped",
        kind="trap",
        story="What is below 1e-10 is raised to it, so that 0 and negative numbers have a logarithm.",
        hint="What should the logarithm of 0 tell the caller?",
        caught_by="autograd.log_of_what_is_not_positive_is_never_finite",
        old=LOG,
        new=LOG.replace("self.data", "max(self.data, 1e-10)"),
    ),
    mistake(
        id="autograd.log_base_10",
        kind="classic",
        story="The logarithm is to the base 10.",
        hint="What should log(e) be?",
        caught_by="autograd.value_of_log",
        old="math.log(self.data)",
        new="math.log10(self.data)",
    ),
    mistake(
        id="autograd.log_slope_of_logarithm",
        kind="classic",
        story="The slope is 1 / log(a) instead of 1 / a.",
        hint="How steep is the logarithm at 2?",
        caught_by="autograd.derivative_of_log",
        old="(1.0 / self.data,)",
        new="(1.0 / (math.log(self.data) or 1.0),)",
    ),
    mistake(
        id="autograd.tanh_slope_of_input",
        kind="classic",
        story="The slope squares the input a instead of the result tanh(a).",
        hint="Can the slope of tanh be negative?",
        caught_by="autograd.derivative_of_tanh",
        old="1.0 - tanh * tanh",
        new="1.0 - self.data * self.data",
    ),
    mistake(
        id="autograd.tanh_slope_not_squared",
        kind="classic",
        story="The slope is 1 - tanh(a), without the square.",
        hint="How steep is tanh where it is near -1?",
        caught_by="autograd.derivative_of_tanh",
        old="1.0 - tanh * tanh",
        new="1.0 - tanh",
    ),
    mistake(
        id="autograd.tanh_by_series",
        kind="trap",
        story="tanh is the beginning of its power series: good near 0, and far beyond 1 further out.",
        hint="What is tanh(3)?",
        caught_by="autograd.value_of_tanh",
        old="tanh = math.tanh(self.data)",
        new="tanh = self.data - self.data**3 / 3 + 2 * self.data**5 / 15",
    ),
    mistake(
        id="autograd.tanh_of_half",
        kind="classic",
        story="The 2 is missing in (exp(2a) - 1) / (exp(2a) + 1): the result is tanh(a / 2).",
        hint="How steep is tanh at 0?",
        caught_by="autograd.value_of_tanh",
        old="tanh = math.tanh(self.data)",
        new="tanh = (math.exp(self.data) - 1.0) / (math.exp(self.data) + 1.0)",
    ),
    mistake(
        id="autograd.tanh_cached",
        kind="corner",
        story="tanh is cached for speed: when training moves a.data, a.tanh() still is the node of the old number.",
        hint="a.data may change between passes: is a remembered result still right then?",
        caught_by="backward.a_new_graph_starts_from_the_data_it_finds",
        old="    def tanh(self) -> Value:",
        new="    from functools import cache\n\n    @cache\n    def tanh(self) -> Value:",
    ),
    mistake(
        id="autograd.tanh_overflows",
        kind="corner",
        story="tanh is computed as (exp(2a) - 1) / (exp(2a) + 1), which overflows from a = 355 on.",
        hint="Try it at a = 1000.",
        caught_by="autograd.tanh_is_right_far_from_zero",
        old="tanh = math.tanh(self.data)",
        new="tanh = (math.exp(2.0 * self.data) - 1.0) / (math.exp(2.0 * self.data) + 1.0)",
    ),
    mistake(
        id="autograd.relu_slope_always_1",
        kind="classic",
        story="The gradient passes through relu unchanged, for negative inputs too.",
        hint="If a = -3 moves a little, does relu(a) move?",
        caught_by="autograd.derivative_of_relu",
        old="(1.0 if self.data > 0 else 0.0,)",
        new="(1.0,)",
    ),
    mistake(
        id="autograd.relu_slope_is_result",
        kind="subtle",
        story="The slope is the result: as with exp, but relu is not its own derivative.",
        hint="How steep is relu at 5?",
        caught_by="autograd.derivative_of_relu",
        old="(1.0 if self.data > 0 else 0.0,)",
        new="(max(self.data, 0.0),)",
    ),
    mistake(
        id="autograd.relu_divides_by_zero",
        kind="corner",
        story="The slope is computed as relu(a) / a, which fails at exactly 0, where many fresh networks start.",
        hint="Try it at a = 0.",
        caught_by="autograd.relu_at_zero_has_a_slope_between_0_and_1",
        old="(1.0 if self.data > 0 else 0.0,)",
        new="(max(self.data, 0.0) / self.data,)",
    ),
    mistake(
        id="autograd.relu_leaks",
        kind="subtle",
        story="A leaky relu: negative inputs come out as a hundredth of themselves.",
        hint="What is relu(-3)?",
        caught_by="autograd.value_of_relu",
        old="_node(max(self.data, 0.0),",
        new="_node(max(self.data, 0.01 * self.data),",
    ),
    mistake(
        id="autograd.sigmoid_overflows",
        kind="corner",
        story="The exponential is taken of -a whatever its sign: below a = -709 it overflows.",
        hint="Try it at a = -1000.",
        caught_by="autograd.sigmoid_is_right_far_from_zero",
        old="_node(larger if self.data >= 0 else smaller,",
        new="_node(1.0 / (1.0 + math.exp(-self.data)),",
    ),
    mistake(
        id="autograd.sigmoid_slope_squared",
        kind="classic",
        story="The slope is the result squared instead of s (1 - s).",
        hint="How steep is the sigmoid where it is nearly 1?",
        caught_by="autograd.derivative_of_sigmoid",
        old="(larger * smaller,)",
        new="((larger if self.data >= 0 else smaller) ** 2,)",
    ),
    mistake(
        id="autograd.sigmoid_falls",
        kind="classic",
        story="The minus in 1 / (1 + exp(-a)) is missing: it falls from 1 to 0.",
        hint="Is the sigmoid of 5 near 0 or near 1?",
        caught_by="autograd.value_of_sigmoid",
        old="larger if self.data >= 0 else smaller",
        new="smaller if self.data >= 0 else larger",
    ),
    mistake(
        id="autograd.sigmoid_slope_of_input",
        kind="classic",
        story="s (1 - s) is computed with the input a in the place of the result s.",
        hint="Can the slope of the sigmoid be negative?",
        caught_by="autograd.derivative_of_sigmoid",
        old="(larger * smaller,)",
        new="(self.data * (1.0 - self.data),)",
    ),
)

IN_BACKWARD: tuple[Mistake, ...] = (
    mistake(
        id="autograd.overwrites_gradients",
        kind="classic",
        story="`=` instead of `+=`: where a node is used twice, only the last contribution counts.",
        hint="Differentiate a + a by hand.",
        caught_by="backward.a_second_use_adds_to_the_gradient",
        old="adjoints[parent] += adjoint * partial",
        new="adjoints[parent] = adjoint * partial",
    ),
    mistake(
        id="autograd.slopes_in_a_dict",
        kind="corner",
        story="The slopes are looked up by operand: where both operands are the same node, one of two slopes is left.",
        hint="Differentiate a * a by hand. How many entries has a dict with the key a twice?",
        caught_by="backward.one_node_may_be_both_operands",
        old="zip(node._parents, node._partials):  # noqa: B905 - strict= costs 10 %",
        new="dict(zip(node._parents, node._partials)).items():",
    ),
    mistake(
        id="autograd.second_pass_overwrites",
        kind="subtle",
        story="Within one pass gradients add up, but the pass replaces what an earlier one left in `.grad`.",
        hint="Two losses share a parameter: what is in its .grad after both backward passes?",
        caught_by="backward.leaves_add_up_the_gradients_of_two_graphs",
        old="node.grad += adjoint",
        new="node.grad = adjoint",
    ),
    mistake(
        id="autograd.sums_kept_aside",
        kind="trap",
        story="The sums over all passes are kept aside and copied to .grad: setting .grad back to 0 resets nothing.",
        hint="Set .grad to 0 between two passes. What does the second one find?",
        caught_by="backward.a_pass_adds_to_the_gradient_it_finds",
        old=COLLECTING,
        new="""
        for node, adjoint in adjoints.items():
            _sums[node] = _sums.get(node, 0.0) + adjoint
            node.grad = _sums[node]
        self.grad = 1.0


_sums: dict[Value, float] = {}
""",
    ),
    mistake(
        id="autograd.drops_upstream",
        kind="classic",
        story="Each node hands on its own slope, without the gradient that came to it from above.",
        hint="Differentiate 3 * tanh(a): where does the 3 appear?",
        caught_by="autograd.derivative_of_multiply",
        old="adjoints[parent] += adjoint * partial",
        new="adjoints[parent] += partial",
    ),
    mistake(
        id="autograd.leaves_first",
        kind="classic",
        story="The nodes are visited from the leaves to the output: they pass on gradients that have not come yet.",
        hint="At which node does a backward pass begin?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="for node in reversed(order):",
        new="for node in order:",
    ),
    mistake(
        id="autograd.preorder",
        kind="subtle",
        story="Nodes are listed when they are first met, on whichever path: some pass their gradient on too early.",
        hint="A node is used by a near and by a far result: may it pass on what it has after hearing from one?",
        caught_by="backward.a_node_waits_for_all_of_its_uses",
        old="                    stack += (node, marker)\n",
        new="                    order.insert(0, node)\n",
    ),
    mistake(
        id="autograd.breadth_first",
        kind="trap",
        story="Nodes are visited level by level from the output: wrong where paths of unequal length meet.",
        hint="Is every user of a node on a level above it that has been visited?",
        caught_by="backward.a_node_waits_for_all_of_its_uses",
        old=TRAVERSAL,
        new="""\
        while stack:
            node = stack.pop(0)
            if node not in adjoints:
                adjoints[node] = 0.0
                order.insert(0, node)
                stack += node._parents
""",
    ),
    mistake(
        id="autograd.walks_every_path",
        kind="trap",
        story="Each node hands every contribution on at once, by recursion: right, but every path is walked.",
        hint="How many paths lead through 60 times x = x + x?",
        caught_by="backward.shared_nodes_are_visited_once",
        old=TRAVERSAL + PASSING_ON,
        new="""\
        def pass_on(node: Value, gradient: float) -> None:
            adjoints[node] = adjoints.get(node, 0.0) + gradient
            for parent, partial in zip(node._parents, node._partials):
                pass_on(parent, gradient * partial)

        pass_on(self, 1.0)
""",
    ),
    mistake(
        id="autograd.equal_by_value",
        kind="trap",
        story="Values with equal data were made equal, with a hash to match: a backward pass takes them for one node.",
        hint="Are two weights the same weight when both are 0.5?",
        caught_by="backward.equal_data_are_different_nodes",
        old="    def backward(self) -> None:",
        new="""\
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    def backward(self) -> None:""",
    ),
    mistake(
        id="autograd.leaves_only",
        kind="subtle",
        story="Gradients are kept at leaves only; results of operations end with 0.",
        hint="What is .grad of a hidden unit after the backward pass?",
        caught_by="backward.inner_nodes_keep_their_gradients",
        old="            node.grad += adjoint\n",
        new="            if not node._parents:\n                node.grad += adjoint\n",
    ),
    mistake(
        id="autograd.starts_at_the_newest_node",
        kind="trap",
        story="The pass starts at the last node that was made, which mostly is the one that backward is called on.",
        hint="Make one more node after f, and call f.backward().",
        caught_by="backward.nodes_out_of_reach_keep_gradient_0",
        old=SETUP + TRAVERSAL + PASSING_ON + COLLECTING + MAKING,
        new=f"        self = _newest[-1] if self._parents else self\n{SETUP}{TRAVERSAL}{PASSING_ON}{COLLECTING}\n\n"
        f"_newest: list[Value] = []\n{MAKING}    _newest[:] = [node]\n",
    ),
    mistake(
        id="autograd.stops_at_gradient_0",
        kind="corner",
        story="To save time, the pass ends at the first node whose gradient is 0; other nodes are still waiting.",
        hint="One relu is off, the next one is on: does the second one's gradient come through?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="            adjoint = adjoints[node]\n",
        new="            adjoint = adjoints[node]\n            if not adjoint:\n                break\n",
    ),
    mistake(
        id="autograd.rounds_gradients",
        kind="trap",
        story="Gradients are rounded to six digits, for nicer printing.",
        hint="What is left of 1 / 7?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="node.grad += adjoint",
        new="node.grad += round(adjoint, 6)",
    ),
    mistake(
        id="autograd.output_without_gradient",
        kind="corner",
        story="The output's gradient is set back to 0 once it has been handed on.",
        hint="How does f grow with f itself?",
        caught_by="backward.gradient_of_the_output_is_1",
        old="            node.grad += adjoint\n        self.grad = 1.0",
        new="            node.grad += adjoint\n        self.grad = 0.0",
    ),
    mistake(
        id="autograd.seeds_with_data",
        kind="subtle",
        story="The pass starts with the output's value in place of its derivative by itself.",
        hint="How does f grow with f itself?",
        caught_by="autograd.derivative_of_multiply",
        old="adjoints[self] = 1.0",
        new="adjoints[self] = self.data",
    ),
    mistake(
        id="autograd.clips_gradients",
        kind="trap",
        story="Gradients are cut to [-1, 1], as training sometimes does it; but then they are no longer derivatives.",
        hint="What is the derivative of 5 * a?",
        caught_by="autograd.derivative_of_multiply",
        old="node.grad += adjoint",
        new="node.grad += max(-1.0, min(1.0, adjoint))",
    ),
    mistake(
        id="autograd.backward_learns",
        kind="trap",
        story="The backward pass takes a step of gradient descent too.",
        hint="What is .data for, and who changes it?",
        caught_by="backward.backward_changes_no_data",
        old="            node.grad += adjoint\n",
        new="            node.grad += adjoint\n            node.data -= 0.01 * adjoint\n",
    ),
    mistake(
        id="autograd.results_start_with_gradient_1",
        kind="corner",
        story="Results are made with gradient 1, so that the output has it already; but the others have it too.",
        hint="What is .grad before any backward pass?",
        caught_by="backward.gradients_are_0_before_a_backward_pass",
        old="node.grad = 0.0",
        new="node.grad = 1.0",
    ),
    mistake(
        id="autograd.rounds_data",
        kind="trap",
        story="Data are rounded to six digits, for nicer printing.",
        hint="What is left of 1 / 7?",
        caught_by="autograd.a_new_value_holds_its_number",
        old="self.data = float(data)",
        new="self.data = round(float(data), 6)",
    ),
    mistake(
        id="autograd.single_precision",
        kind="trap",
        story="Data are kept as float32, as in most networks: seven digits instead of sixteen.",
        hint="How many digits of 1 / 7 does a float32 hold?",
        caught_by="autograd.a_new_value_holds_its_number",
        old="self.data = float(data)",
        new="import numpy as np\n\n        self.data = float(np.float32(data))",
    ),
    mistake(
        id="autograd.recursive",
        kind="corner",
        story="The order of the nodes is found by a function that calls itself: fine until a graph is 1000 deep.",
        hint="A loop with a list of its own has no such limit.",
        caught_by="backward.a_chain_of_50_000_nodes_works",
        old=TRAVERSAL,
        new="""\
        def visit(node: Value) -> None:
            if node not in adjoints:
                adjoints[node] = 0.0
                for parent in node._parents:
                    visit(parent)
                order.append(node)

        visit(self)
""",
    ),
    mistake(
        id="autograd.gives_up_after_256_nodes",
        kind="corner",
        story="The pass gives up after 256 nodes, a guard against endless loops.",
        hint="How many nodes has the graph of one training example?",
        caught_by="backward.a_chain_of_400_nodes_works",
        old="        while stack:\n",
        new="        while stack and len(adjoints) < 256:\n",
    ),
)

MISTAKES: tuple[Mistake, ...] = (*IN_OPERATIONS, *IN_BACKWARD)
