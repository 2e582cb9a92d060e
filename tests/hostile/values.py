"""Attacks by what is returned: objects that lie about their type, their number or their length, and numbers that no
comparison is written for.
"""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

ATTACKS = [
    Attack(f"values.{name}", story, entropy=body, statuses=statuses(*allowed))
    for name, story, body, allowed in [
        (
            "equal_to_everything",
            "An object that is equal to all, close to all and never unequal.",
            "class Yes:\n"
            "    def __eq__(self, other): return True\n"
            "    def __ne__(self, other): return False\n"
            "    __le__ = __ge__ = __lt__ = __gt__ = __eq__\n"
            "    __sub__ = __rsub__ = __abs__ = lambda self, *a: self\n"
            "    __hash__ = None\n"
            "return Yes()",
            (FAILED,),
        ),
        (
            "a_float_that_lies",
            "A float by class, whose comparisons and differences always suit.",
            "class Lie(float):\n"
            "    def __eq__(self, other): return True\n"
            "    def __sub__(self, other): return 0.0\n"
            "    __rsub__ = __sub__\n"
            "    def __abs__(self): return 0.0\n"
            "    def __float__(self): return self\n"
            "    __hash__ = float.__hash__\n"
            "return Lie(0.25)",
            (FAILED,),
        ),
        (
            "a_class_that_lies",
            "Says by __class__ that it is a float.",
            "class Lie:\n"
            "    __class__ = property(lambda self: float)\n"
            "    def __eq__(self, other): return True\n"
            "    def __float__(self): return 0.25\n"
            "return Lie()",
            (FAILED, RAISED),
        ),
        (
            "a_registered_number",
            "Registers itself as a real number, and gives another value each time it is asked.",
            "import itertools, numbers\n"
            "class Lie:\n"
            "    values = itertools.count(0.0, 0.125)\n"
            "    def __float__(self): return next(self.values)\n"
            "numbers.Real.register(Lie)\n"
            "return Lie()",
            (FAILED,),
        ),
        (
            "numpys_scalar",
            "A NumPy scalar and a 0-d array that answer ufuncs with True.",
            "import numpy\n"
            "class Lie(numpy.ndarray):\n"
            "    def __array_ufunc__(self, *a, **k): return True\n"
            "    def item(self): return Lie(())\n"
            "return numpy.zeros(()).view(Lie)",
            (FAILED,),
        ),
        ("nan", "NaN: `not abs(got - want) > tolerance` is true.", "return float('nan')", (FAILED,)),
        ("infinity", "Infinity: inf - inf is NaN, and an oracle may overflow.", "return float('inf')", (FAILED,)),
        ("ten_to_the_400", "An integer that no float holds.", "return 10**400", (FAILED,)),
        (
            "ten_to_the_million",
            "An integer so long that writing it as text takes minutes.",
            "return 10**10**6",
            (FAILED, RAISED, TIMED_OUT),
        ),
        (
            "a_huge_fraction",
            "A fraction whose numerator and denominator are huge, and a signalling Decimal.",
            "import decimal, fractions\n"
            "return fractions.Fraction(10**5000, 3) if len(p) > 2 else decimal.Decimal('sNaN')",
            (FAILED, RAISED),
        ),
        ("a_complex_number", "A complex number, whose order is undefined.", "return 0.25 + 0j", (FAILED,)),
        ("true", "True, which is 1 where numbers are compared.", "return True", (FAILED,)),
        ("text", "The right number as text.", "return '0.6931471805599453'", (FAILED,)),
        ("bytes", "Bytes that a decoder may take for a frame.", "return b'\\x93\\xa8answered'", (FAILED,)),
        ("a_generator", "A generator, whose code would run in the judge.", "return (x for x in [0.25])", (FAILED,)),
        ("a_function", "A function to be called later.", "return lambda *a: True", (FAILED,)),
        ("a_list_of_itself", "A list that holds itself.", "x = []\nx.append(x)\nreturn x", (FAILED,)),
        (
            "a_deep_list",
            "Lists in lists, too deep for any recursion.",
            "x = []\nfor _ in range(10**5): x = [x]\nreturn x",
            (FAILED, CRASHED),
        ),
        (
            "an_item_that_is_never_plain",
            "An object whose `item()` gives another such object, for ever.",
            "class Lie:\n    ndim = 0\n    def item(self): return Lie()\nreturn Lie()",
            (FAILED, RAISED),
        ),
        (
            "a_float_that_exits",
            "Raises SystemExit where it is turned into a float.",
            "import numbers\n"
            "class Lie:\n    def __float__(self): raise SystemExit(0)\n"
            "numbers.Real.register(Lie)\nreturn Lie()",
            (RAISED,),
        ),
        (
            "a_float_that_hangs",
            "Loops where it is turned into a float.",
            "import numbers\n"
            "class Lie:\n"
            "    def __float__(self):\n        while True: pass\n"
            "numbers.Real.register(Lie)\nreturn Lie()",
            (TIMED_OUT,),
        ),
        (
            "changes_what_it_was_given",
            "Makes the distribution one of which its constant answer is right.",
            "p[:] = [1.0]\nreturn 0.0",
            (FAILED,),
        ),
        (
            "lets_what_it_was_given_grow",
            "Makes the list that is sent back endless.",
            "p.extend([0.25] * 10**6)\nreturn 0.25",
            (FAILED,),
        ),
        (
            "replaces_the_callers_list",
            "Puts an object with an endless length into the caller's own variables.",
            "import sys\n"
            "class Endless(list):\n"
            "    def __len__(self): return 10**18\n"
            "    def __getitem__(self, i): return 0.25\n"
            "given = sys._getframe(1).f_locals.get('given')\n"
            "if given: given[0] = Endless()\n"
            "return 0.25",
            (FAILED,),
        ),
        (
            "a_length_that_lies",
            "A list whose length is negative, or not a number, when it is read back.",
            "import sys\n"
            "class Lie(list):\n"
            "    def __len__(self): raise SystemExit\n"
            "given = sys._getframe(1).f_locals.get('given')\n"
            "if given: given[0] = Lie()\n"
            "return 0.25",
            (RAISED,),
        ),
        (
            "computes_from_its_callers",
            "Looks for the expected answer in the frames and objects of whoever calls it.",
            "import gc, sys\n"
            "frame = sys._getframe(1)\n"
            "while frame:\n"
            "    for name in ('want', 'expected', 'true', 'oracle'):\n"
            "        if isinstance(frame.f_locals.get(name), float): return frame.f_locals[name]\n"
            "    frame = frame.f_back\n"
            "for thing in gc.get_objects():\n"
            "    if getattr(thing, '__module__', '') == 'checks.oracles.information' and callable(thing):\n"
            "        return thing(p)\n"
            "return 0.25",
            (FAILED,),
        ),
    ]
]
