"""Mistakes in autograd.py, made in submissions of another style."""

from __future__ import annotations

from rebased.record import Rebased

# The passages that several mistakes are made in, or a long one.
ADD_START = "    def __add__(self, other):\n"
ADD_NUMBER = "return Value.node(self.data + other, (self, 1.0))"
OPERAND = 'check(other, Value, "operand").data'
ADD_VALUE = f"return Value.node(self.data + {OPERAND}, (self, 1.0), (other, 1.0))"
SUBTRACT_VALUE = f"return Value.node(self.data - {OPERAND}, (self, 1.0), (other, -1.0))"
SUBTRACT_FROM_NUMBER = 'return Value.node(check(other, NUMBER, "operand") - self.data, (self, -1.0))'
SUBTRACT_NUMBER = "return Value.node(self.data - other, (self, 1.0))"
IF_NUMBER = "        if isinstance(other, NUMBER):\n            "
MULTIPLY_START = "    def __mul__(self, other):\n"
MULTIPLY_NUMBER = "return Value.node(self.data * other, (self, other))"
MULTIPLY_SLOPES = "(self, other.data), (other, self.data))"
DIVIDE_NUMBER = "return Value.node(self.data / other, (self, 1 / other))"
NEGATE = "Value.node(-self.data, (self, -1.0))"
POWER_VALUE = "return Value.node(self.data**exponent, "
POWER_SLOPE = "(self, exponent * self.data ** (exponent - 1)))"
ZEROTH_POWER = """\
        if check(exponent, NUMBER, "exponent") == 0:
            return Value.node(1.0, (self, 0.0))
"""
LOG_ONE_FILE = """\
        if self.data <= 0:
            raise ArithmeticError(f"{self.data} has no logarithm")
        return Value.node(math.log(self.data), (self, 1 / self.data))
"""
HANDING_OUT = "gradients[origin.age] += gradient * slope"

RADD = "return self + other\n"
QUOTIENT = "Value(self.data / other.data, (self, other))"
SLOPE_BY_DIVISOR = "other.grad -= out.grad * out.data / other.data"
POWER = "self._function(self.data**n, slope)"
SLOPE_OF_POWER = "return n * self.data ** (n - 1) if n != 0 else 0.0"
TANH = "y = math.tanh(self.data)"
SLOPE_OF_EXP = "return self._function(y, lambda: y)\n"
SLOPE_OF_RELU = "slope = 1.0 if self.data > 0 else 0.5 if self.data == 0 else 0.0"
SORTING = """\
        order = []
        visited = {self}
        stack = [(self, iter(self.children))]
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                order.append(node)
                stack.pop()
            elif child not in visited:
                visited.add(child)
                stack.append((child, iter(child.children)))
"""
RUNNING = """\
        while order:
            order.pop()._backward()
"""

OF_OPERATOR = "node = cls(operator.result)"
NEW_DATA = "self.data = np.float64(data)"
TO_ORIGINS = "zip(node.source.nodes, node.source.backward(gradients[node]), strict=True)"
COLLECTING = "            node.grad += gradients[node]\n"
BACKWARD = """\
        order, seen = [], set()

        def visit(node):
            seen.add(node)
            if node.source is not None:
                for origin in node.source.nodes:
                    if origin not in seen:
                        visit(origin)
            order.append(node)

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 200_000))
        try:
            visit(self)
        finally:
            sys.setrecursionlimit(limit)
        gradients = dict.fromkeys(order, 0.0)
        gradients[self] = np.float64(1)
        for node in reversed(order):
            if node.source is not None:
                for origin, gradient in zip(node.source.nodes, node.source.backward(gradients[node]), strict=True):
                    gradients[origin] += gradient
            node.grad += gradients[node]
"""


def one_file(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in one_file.py."""
    return Rebased(identifier, "one_file.py", "one_file.py", edits)


def course(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in course_style."""
    return Rebased(identifier, "course_style", "autograd.py", edits)


def micrograd(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in micrograd_engine."""
    return Rebased(identifier, "micrograd_engine", "autograd.py", edits)


def package(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in log_softmax_package."""
    return Rebased(identifier, "log_softmax_package", "autograd.py", edits)


def operators(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in one of log_softmax_package's operators."""
    return Rebased(identifier, "log_softmax_package", "operators.py", edits)


IN_OPERATIONS = (
    one_file("autograd.add_forgets_second_parent", (ADD_VALUE, ADD_VALUE.replace(", (other, 1.0)", ""))),
    one_file(
        "autograd.add_zero_returns_other",
        (
            ADD_START,
            ADD_START
            + "        if self.data == 0:\n            return other if isinstance(other, Value) else Value(other)\n",
        ),
    ),
    one_file(
        "autograd.add_in_place",
        (ADD_NUMBER, "self._data += other\n            return Value.node(self._data, (self, 1.0))"),
        (
            ADD_VALUE,
            f"""\
self._data += {OPERAND}
        return Value.node(self._data, (self, 1.0), (other, 1.0))""",
        ),
    ),
    one_file(
        "autograd.add_wraps_ints_only",
        (IF_NUMBER + ADD_NUMBER, IF_NUMBER.replace("NUMBER", "int") + ADD_NUMBER),
    ),
    one_file("autograd.add_number_detached", (ADD_NUMBER, "return Value(self.data + other)")),
    one_file(
        "autograd.add_extends_sums",
        (
            ADD_START,
            f"""\
{ADD_START}\
        if len(self.inputs) > 1 and all(slope == 1.0 for _, slope in self.inputs):
            term = other if isinstance(other, Value) else Value(other)
            self._data += term.data
            self.inputs += ((term, 1.0),)
            return self
""",
        ),
    ),
    one_file(
        "autograd.add_restarts_from_results",
        (ADD_START, f"{ADD_START}        if self.inputs:\n            self = Value(self.data)\n"),
    ),
    course("autograd.radd_returns_self", (RADD, "return self\n")),
    course("autograd.radd_detached", (RADD, "return Value(self.data + other)\n")),
    course("autograd.radd_of_zero_copies", (RADD, "return Value(self.data) if other == 0 else self + other\n")),
    one_file(
        "autograd.subtract_reversed",
        (SUBTRACT_NUMBER, "return Value.node(other - self.data, (self, 1.0))"),
        (SUBTRACT_VALUE, SUBTRACT_VALUE.replace(f"self.data - {OPERAND}", f"{OPERAND} - self.data")),
        (SUBTRACT_FROM_NUMBER, "return Value(other) - self"),
    ),
    one_file(
        "autograd.subtract_slope_sign",
        (SUBTRACT_VALUE, SUBTRACT_VALUE.replace("-1.0", "1.0")),
        (SUBTRACT_FROM_NUMBER, "return Value(other) - self"),
    ),
    one_file("autograd.subtract_number_adds", (SUBTRACT_NUMBER, SUBTRACT_NUMBER.replace("-", "+"))),
    one_file("autograd.subtract_number_slope_sign", (SUBTRACT_NUMBER, SUBTRACT_NUMBER.replace("1.0", "-1.0"))),
    course("autograd.rsub_reversed", ("return -self + other", "return self - other")),
    package("autograd.rsub_detached", ("return (-self) + other", "return Value(other - self.data)")),
    one_file(
        "autograd.multiply_slopes_swapped",
        (MULTIPLY_NUMBER, MULTIPLY_NUMBER.replace("(self, other)", "(self, self.data)")),
        (MULTIPLY_SLOPES, "(self, self.data), (other, other.data))"),
    ),
    one_file(
        "autograd.multiply_zero_shortcut",
        (
            MULTIPLY_START,
            MULTIPLY_START
            + "        if not self.data * (other if isinstance(other, NUMBER) else other.data):\n"
            + "            return Value(0.0)\n",
        ),
    ),
    one_file(
        "autograd.multiply_copied_from_add",
        (MULTIPLY_NUMBER, MULTIPLY_NUMBER.replace("*", "+")),
        ("Value.node(self.data * check(", "Value.node(self.data + check("),
    ),
    one_file(
        "autograd.multiply_number_repeats",
        (
            IF_NUMBER + MULTIPLY_NUMBER,
            "        if isinstance(other, int):\n            return sum([self] * other, Value(0.0))\n"
            + IF_NUMBER
            + MULTIPLY_NUMBER,
        ),
    ),
    one_file(
        "autograd.multiply_number_slope_1",
        (MULTIPLY_NUMBER, MULTIPLY_NUMBER.replace("(self, other)", "(self, 1.0)")),
    ),
    one_file("autograd.rmul_adds", ("__rmul__ = __mul__", "__rmul__ = __add__")),
    course("autograd.rmul_detached", ("return self * other", "return Value(self.data * other)")),
    course("autograd.divide_floors", (QUOTIENT, QUOTIENT.replace("/", "//"))),
    course("autograd.divide_with_epsilon", (QUOTIENT, QUOTIENT.replace("other.data", "(other.data + 1e-8)"))),
    one_file("autograd.divide_number_floors", (DIVIDE_NUMBER, "return self * (1 // other)")),
    one_file(
        "autograd.divide_number_slope_of_product",
        (DIVIDE_NUMBER, DIVIDE_NUMBER.replace("(self, 1 / other)", "(self, other)")),
    ),
    course("autograd.divide_slope_not_squared", (SLOPE_BY_DIVISOR, "other.grad -= out.grad * out.data")),
    course("autograd.divide_slope_sign", (SLOPE_BY_DIVISOR, SLOPE_BY_DIVISOR.replace("-=", "+="))),
    package("autograd.rtruediv_reversed", ("return self**-1 * other", "return self / other")),
    one_file(
        "autograd.rtruediv_detached", ("return Value.node(ratio, (self, -ratio / self.data))", "return Value(ratio)")
    ),
    course("autograd.power_exponent_not_reduced", (SLOPE_OF_POWER, SLOPE_OF_POWER.replace(" ** (n - 1)", "**n"))),
    course("autograd.power_factor_missing", (SLOPE_OF_POWER, SLOPE_OF_POWER.replace("n * ", ""))),
    course("autograd.power_whole_exponents_only", (POWER, "self._function(self.data ** int(n), slope)")),
    course("autograd.power_of_absolute_value", (POWER, "self._function(abs(self.data) ** n, slope)")),
    course("autograd.power_negative_exponent_slope", (SLOPE_OF_POWER, SLOPE_OF_POWER.replace("n * ", "abs(n) * "))),
    one_file(
        "autograd.power_repeats_multiplication",
        (
            POWER_VALUE,
            """\
power = 1.0
        for _ in range(int(exponent)):
            power *= self.data
        return Value.node(power, """,
        ),
    ),
    course("autograd.power_slope_whole_exponents_only", (SLOPE_OF_POWER, SLOPE_OF_POWER.replace("(n -", "int(n -"))),
    one_file(
        "autograd.power_slope_divides_by_base",
        (POWER_SLOPE, "(self, exponent * self.data**exponent / self.data))"),
    ),
    course(
        "autograd.power_always_squares",
        (
            f"        def slope():\n            {SLOPE_OF_POWER}\n\n        return {POWER}",
            "        return self._function(self.data * self.data, lambda: 2 * self.data)",
        ),
    ),
    one_file("autograd.power_zero_not_a_constant", (ZEROTH_POWER, '        check(exponent, NUMBER, "exponent")\n')),
    one_file("autograd.negate_detached", (NEGATE, "Value(-self.data)")),
    one_file("autograd.negate_makes_negative", (NEGATE, NEGATE.replace("-self.data", "-abs(self.data)"))),
    course("autograd.exp_slope_is_input", (SLOPE_OF_EXP, "return self._function(y, lambda: self.data)\n")),
    operators("autograd.exp_clamped", ("return np.exp(a)", "return np.exp(np.minimum(a, 50))")),
    operators("autograd.exp_of_rounded_base", ("return np.exp(a)", "return 2.71828**a")),
    course(
        "autograd.exp_slope_by_differences",
        (SLOPE_OF_EXP, "return self._function(y, lambda: (math.exp(self.data + 1e-6) - y) / 1e-6)\n"),
    ),
    one_file(
        "autograd.log_with_epsilon",
        (LOG_ONE_FILE, "        return Value.node(math.log(self.data + 1e-10), (self, 1 / self.data))\n"),
    ),
    course(
        "autograd.log_of_absolute_value",
        ("math.log(self.data) if self.data > 0 else math.nan", "math.log(abs(self.data))"),
    ),
    operators(
        "autograd.log_clamped",
        ("return np.log(a)", "return np.log(np.maximum(a, 1e-10))"),
        ("return [gradient / self.numbers[0]]", "return [gradient / np.maximum(self.numbers[0], 1e-10)]"),
    ),
    operators("autograd.log_base_10", ("return np.log(a)", "return np.log10(a)")),
    course("autograd.log_slope_of_logarithm", ("lambda: 1 / self.data", "lambda: 1 / (y or 1)")),
    micrograd("autograd.tanh_slope_of_input", ("lambda _, y: 1 - y * y", "lambda x, _: 1 - x * x")),
    micrograd("autograd.tanh_slope_not_squared", ("lambda _, y: 1 - y * y", "lambda _, y: 1 - y")),
    course("autograd.tanh_by_series", (TANH, "y = self.data - self.data**3 / 3 + 2 * self.data**5 / 15")),
    course("autograd.tanh_of_half", (TANH, "y = (math.exp(self.data) - 1) / (math.exp(self.data) + 1)")),
    one_file(
        "autograd.tanh_cached",
        (
            "        bent = math.tanh(self.data)\n        return Value.node(bent, (self, (1 - bent) * (1 + bent)))\n",
            """\
        if not hasattr(self, "bent"):
            bent = math.tanh(self.data)
            self.bent = Value.node(bent, (self, (1 - bent) * (1 + bent)))
        return self.bent
""",
        ),
    ),
    course("autograd.tanh_overflows", (TANH, "y = (math.exp(2 * self.data) - 1) / (math.exp(2 * self.data) + 1)")),
    one_file("autograd.relu_slope_always_1", ("Value.node(0.0, (self, 0.0))", "Value.node(0.0, (self, 1.0))")),
    operators(
        "autograd.relu_slope_is_result",
        ("return [np.where(self.numbers[0] >= 0, gradient, 0.0)]", "return [gradient * self.result]"),
    ),
    course("autograd.relu_divides_by_zero", (SLOPE_OF_RELU, "slope = max(0, self.data) / self.data")),
    course("autograd.relu_leaks", ("max(0, self.data)", "max(0.01 * self.data, self.data)")),
    micrograd(
        "autograd.sigmoid_overflows",
        (
            "return math.exp(-math.log1p(math.exp(-x))) if x > -700 else math.exp(x) if x > -745 else 0.0",
            "return 1 / (1 + math.exp(-x))",
        ),
    ),
    course(
        "autograd.sigmoid_falls",
        (
            "1 / (1 + e) if self.data > 0 else e / (1 + e)",
            "1 / (1 + e) if self.data < 0 else e / (1 + e)",
        ),
    ),
    course("autograd.sigmoid_slope_squared", ("lambda: y * (1 - y)", "lambda: y * y")),
    micrograd("autograd.sigmoid_slope_of_input", ("lambda _, y: y * (1 - y)", "lambda x, _: x * (1 - x)")),
)

IN_BACKWARD = (
    package("autograd.overwrites_gradients", ("gradients[origin] += gradient", "gradients[origin] = gradient")),
    package("autograd.slopes_in_a_dict", (TO_ORIGINS, f"dict({TO_ORIGINS}).items()")),
    course(
        "autograd.second_pass_overwrites",
        (
            "        self.grad = 1.0\n",
            "        for node in order:\n            node.grad = 0.0\n        self.grad = 1.0\n",
        ),
    ),
    package(
        "autograd.sums_kept_aside",
        (
            COLLECTING,
            """\
            node.total = getattr(node, "total", 0.0) + gradients[node]
            node.grad = node.total
""",
        ),
    ),
    one_file("autograd.drops_upstream", (HANDING_OUT, HANDING_OUT.replace("gradient * slope", "slope"))),
    course("autograd.leaves_first", ("order.pop()", "order.pop(0)")),
    course(
        "autograd.preorder",
        ("order = []", "order = [self]"),
        ("                order.append(node)\n", ""),
        ("visited.add(child)\n", "visited.add(child)\n                order.append(child)\n"),
        ("order.pop()", "order.pop(0)"),
    ),
    course(
        "autograd.breadth_first",
        (
            SORTING,
            """\
        order = []
        queue = [self]
        while queue:
            node = queue.pop(0)
            if node not in order:
                order.append(node)
                queue.extend(node.children)
""",
        ),
        (RUNNING, "        for node in order:\n            node._backward()\n"),
    ),
    package(
        "autograd.walks_every_path",
        (
            BACKWARD,
            """\
        def visit(node, gradient):
            node.grad += gradient
            if node.source is not None:
                for origin, share in zip(node.source.nodes, node.source.backward(gradient), strict=True):
                    visit(origin, share)

        visit(self, np.float64(1))
""",
        ),
    ),
    package(
        "autograd.equal_by_value",
        (
            "    def backward(self):\n",
            """\
    def __eq__(self, other):
        return isinstance(other, Value) and self.data == other.data

    def __hash__(self):
        return hash(self.data)

    def backward(self):
""",
        ),
    ),
    package(
        "autograd.leaves_only",
        (COLLECTING, "            else:\n                node.grad += gradients[node]\n"),
    ),
    one_file(
        "autograd.starts_at_the_newest_node",
        (
            "        gradients = {self.age: 1.0}\n",
            """\
        if self.inputs:
            self = TAPE[max(age for age, node in TAPE.items() if node.inputs)]
        gradients = {self.age: 1.0}
""",
        ),
    ),
    course(
        "autograd.stops_at_gradient_0",
        (
            RUNNING,
            """\
        while order:
            node = order.pop()
            if node.children and node.grad == 0:
                break
            node._backward()
""",
        ),
    ),
    package("autograd.rounds_gradients", (COLLECTING, "            node.grad += round(gradients[node], 6)\n")),
    course("autograd.output_without_gradient", (RUNNING, f"{RUNNING}        self.grad = 0.0\n")),
    package("autograd.seeds_with_data", ("gradients[self] = np.float64(1)", "gradients[self] = self.data")),
    one_file(
        "autograd.clips_gradients",
        ("            node.grad += gradient\n", "            node.grad += max(-1.0, min(1.0, gradient))\n"),
    ),
    package(
        "autograd.backward_learns",
        (COLLECTING, f"{COLLECTING}            node.data -= 0.01 * gradients[node]\n"),
    ),
    package(
        "autograd.results_start_with_gradient_1",
        ("        node.source = operator\n", "        node.source = operator\n        node.grad = np.float64(1)\n"),
    ),
    package(
        "autograd.rounds_data",
        (NEW_DATA, "self.data = np.float64(round(data, 6))"),
        (OF_OPERATOR, "node = cls(0.0)\n        node.data = operator.result"),
    ),
    package(
        "autograd.single_precision",
        (NEW_DATA, "self.data = np.float64(np.float32(data))"),
        (OF_OPERATOR, "node = cls(0.0)\n        node.data = operator.result"),
    ),
    course(
        "autograd.recursive",
        (
            SORTING,
            """\
        order = []
        visited = set()

        def build(node):
            if node not in visited:
                visited.add(node)
                for child in node.children:
                    build(child)
                order.append(node)

        build(self)
""",
        ),
    ),
    course("autograd.gives_up_after_256_nodes", ("while stack:", "while stack and len(visited) < 256:")),
)

REBASED: tuple[Rebased, ...] = (*IN_OPERATIONS, *IN_BACKWARD)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
