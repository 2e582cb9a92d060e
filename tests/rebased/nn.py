"""Mistakes in nn.py, made in submissions of another style."""

from __future__ import annotations

from rebased.record import Rebased

TABLE_OF_ARRAYS = "generator.normal(size=(vocab_size, embed_dim))"
WEIGHTS_OF_ARRAYS = "generator.normal(size=(out_features, in_features))"
ROW_OF_ARRAY = "tuple(self.embedding[token_idx])"
PARAMETERS_OF_ARRAYS = "(*self.biases, *self.weights.flat)"

TABLE = "        self.embedding = []\n"
ADDING_ROWS = """\
        for _ in range(vocab_size):
            self.embedding.append(random_row(embed_dim, 0.1))
"""
LOOKUP = "        return self.embedding[token_idx]\n"
SCALE = "        scale = math.sqrt("
START = "            total = self.biases[o]\n"
PRODUCT = "x[i] * self.weights[o][i]"
NEURON = "sum((wi * xi for wi, xi in zip(self.w, x, strict=True)), self.b)"


def one_file(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in one_file.py."""
    return Rebased(identifier, "one_file.py", "one_file.py", edits)


def course(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in course_style."""
    return Rebased(identifier, "course_style", "nn.py", edits)


def micrograd(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in micrograd_engine."""
    return Rebased(identifier, "micrograd_engine", "nn.py", edits)


def package(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in log_softmax_package."""
    return Rebased(identifier, "log_softmax_package", "nn.py", edits)


IN_EMBEDDING = (
    course("nn.embedding_detached", (LOOKUP, "        return [Value(v.data) for v in self.embedding[token_idx]]\n")),
    package(
        "nn.embedding_one_hot_product",
        (ROW_OF_ARRAY, "tuple(np.eye(len(self.embedding))[token_idx] @ self.embedding)"),
    ),
    course(
        "nn.embedding_renews_the_row",
        (LOOKUP, f"        self.embedding[token_idx] = [Value(v.data) for v in self.embedding[token_idx]]\n{LOOKUP}"),
    ),
    package("nn.embedding_reads_a_column", (ROW_OF_ARRAY, "tuple(self.embedding[:, token_idx])")),
    one_file(
        "nn.embedding_counts_tokens_from_1",
        (
            'self.embedding[check(token_idx, int, "token_idx")]',
            'self.embedding[check(token_idx, int, "token_idx") - 1]',
        ),
    ),
    package(
        "nn.embedding_sizes_swapped",
        (TABLE_OF_ARRAYS, TABLE_OF_ARRAYS.replace("vocab_size, embed_dim", "embed_dim, vocab_size")),
    ),
    course(
        "nn.embedding_rows_shared",
        (
            ADDING_ROWS,
            """\
        row = random_row(embed_dim, 0.1)
        for _ in range(vocab_size):
            self.embedding.append(row)
""",
        ),
    ),
    package("nn.embedding_starts_at_zero", (TABLE_OF_ARRAYS, "np.zeros((vocab_size, embed_dim))")),
    course("nn.embedding_seeds_random", (TABLE, f"        random.seed(42)\n{TABLE}")),
    package(
        "nn.embedding_own_generator",
        (TABLE_OF_ARRAYS, TABLE_OF_ARRAYS.replace("generator", "np.random.default_rng(42)")),
    ),
    package("nn.embedding_parameters_first_column", ("tuple(self.embedding.flat)", "tuple(self.embedding[:, 0])")),
    one_file(
        "nn.embedding_parameters_are_copies",
        (
            "[node for row in self.embedding for node in row]",
            "[Value(node.data) for row in self.embedding for node in row]",
        ),
    ),
)

IN_LINEAR = (
    package("nn.linear_bias_ignored", ("Value.sum([*(row * x), bias])", "Value.sum(row * x)")),
    course(
        "nn.linear_bias_for_each_input",
        (START, "            total = Value(0.0)\n"),
        (PRODUCT, f"{PRODUCT} + self.biases[o]"),
    ),
    course("nn.linear_last_input_left_out", ("for i in range(len(x)):", "for i in range(len(x) - 1):")),
    micrograd("nn.linear_squashes", (NEURON, f"{NEURON}.tanh()")),
    micrograd(
        "nn.linear_inputs_in_a_dict",
        (NEURON, "sum((wi * xi for xi, wi in dict(zip(x, self.w, strict=True)).items()), self.b)"),
    ),
    package(
        "nn.linear_sizes_swapped",
        (WEIGHTS_OF_ARRAYS, WEIGHTS_OF_ARRAYS.replace("out_features, in_features", "in_features, out_features")),
    ),
    course("nn.linear_weight_detached", (PRODUCT, f"{PRODUCT}.data")),
    course("nn.linear_bias_detached", (START, "            total = Value(self.biases[o].data)\n")),
    one_file("nn.linear_input_detached", ("(bias, 1.0), *by_weights, *by_inputs)", "(bias, 1.0), *by_weights)")),
    course(
        "nn.linear_biases_collect_outputs",
        (START, ""),
        (
            f"                total = total + {PRODUCT}\n",
            f"                self.biases[o] = self.biases[o] + {PRODUCT}\n",
        ),
        ("            outputs.append(total)\n", "            outputs.append(self.biases[o])\n"),
    ),
    package("nn.linear_parameters_without_biases", (PARAMETERS_OF_ARRAYS, "tuple(self.weights.flat)")),
    course(
        "nn.linear_parameters_biases_twice",
        ("params = list(self.biases)", "params = []"),
        (
            "        for row in self.weights:\n            params.extend(row)\n",
            "        for row in self.weights:\n            params.extend(row + self.biases)\n",
        ),
    ),
    package(
        "nn.linear_starts_constant",
        (f"{WEIGHTS_OF_ARRAYS} / np.sqrt(in_features)", "np.full((out_features, in_features), 1 / in_features)"),
    ),
    course(
        "nn.linear_rows_shared",
        (
            "[random_row(in_features, scale) for _ in range(out_features)]",
            "[random_row(in_features, scale)] * out_features",
        ),
    ),
    course("nn.linear_seeds_random", (SCALE, f"        random.seed(in_features * out_features)\n{SCALE}")),
    package(
        "nn.linear_own_generator",
        (WEIGHTS_OF_ARRAYS, WEIGHTS_OF_ARRAYS.replace("generator", "np.random.default_rng(0)")),
    ),
)

REBASED: tuple[Rebased, ...] = (*IN_EMBEDDING, *IN_LINEAR)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
