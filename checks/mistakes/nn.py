"""Mistakes in nn.py: in the embedding, and in the linear layer."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

mistake = partial(Mistake, module="nn")

TABLE = "self.embedding = [[Value(random.gauss(0.0, 1.0)) for _ in range(embed_dim)] for _ in range(vocab_size)]"
LOOKUP = "return list(self.embedding[token_idx])"
WEIGHTS = (
    "self.weights = [[Value(random.uniform(-bound, bound)) for _ in range(in_features)] for _ in range(out_features)]"
)
PARAMETERS = "[weight for row in self.weights for weight in row] + self.biases"
SUM = "sum((weight * x_i for weight, x_i in zip(row, x, strict=True)), bias)"
AFFINE = f"""\
        return [
            {SUM}
            for row, bias in zip(self.weights, self.biases, strict=True)
        ]
"""

IN_EMBEDDING: tuple[Mistake, ...] = (
    mistake(
        id="nn.embedding_detached",
        kind="classic",
        story="The lookup makes new Values with the numbers of the row: the loss is right, and the table never learns.",
        hint="Does backward on a looked-up value reach the table?",
        caught_by="nn.embedding_gradient_adds_up_over_the_uses_of_a_token",
        old=LOOKUP,
        new="return [Value(value.data) for value in self.embedding[token_idx]]",
    ),
    mistake(
        id="nn.embedding_one_hot_product",
        kind="subtle",
        story="The row is computed as a one-hot vector times the table: numbers and gradients are right, but the nodes "
        "are new ones, V times as many as needed.",
        hint="Is emb(t)[0] the same object as embedding[t][0]?",
        caught_by="nn.embedding_gives_the_nodes_of_the_table",
        old=LOOKUP,
        new="return [sum(v * float(t == token_idx) for t, v in enumerate(column)) for column in zip(*self.embedding)]",
    ),
    mistake(
        id="nn.embedding_renews_the_row",
        kind="trap",
        story="Each lookup puts new nodes into the table, so that every use has a gradient of its own: the table keeps "
        "that of the last use only.",
        hint="Look the same token up twice: are the two rows the same nodes?",
        caught_by="nn.embedding_gradient_adds_up_over_the_uses_of_a_token",
        old=LOOKUP,
        new=f"self.embedding[token_idx] = [Value(value.data) for value in self.embedding[token_idx]]\n        {LOOKUP}",
    ),
    mistake(
        id="nn.embedding_reads_a_column",
        kind="classic",
        story="The token picks a column of the table instead of a row.",
        hint="How many numbers should a lookup give?",
        caught_by="nn.embedding_of_a_token_is_its_row",
        old=LOOKUP,
        new="return [row[token_idx] for row in self.embedding]",
    ),
    mistake(
        id="nn.embedding_counts_tokens_from_1",
        kind="corner",
        story="Tokens are taken to be numbered from 1; token 0 gets the last row, without an error.",
        hint="Which row belongs to token 0?",
        caught_by="nn.embedding_of_a_token_is_its_row",
        old=LOOKUP,
        new="return list(self.embedding[token_idx - 1])",
    ),
    mistake(
        id="nn.embedding_sizes_swapped",
        kind="classic",
        story="The table has a row for each dimension, instead of one for each token.",
        hint="How many rows must a table have for 10 tokens?",
        caught_by="nn.embedding_has_the_shape_asked_for",
        old="for _ in range(embed_dim)] for _ in range(vocab_size)]",
        new="for _ in range(vocab_size)] for _ in range(embed_dim)]",
    ),
    mistake(
        id="nn.embedding_rows_shared",
        kind="classic",
        story="One row is made and multiplied by a number: all tokens share the very same list of Values.",
        hint="What does [row] * 3 contain?",
        caught_by="nn.embedding_starts_with_rows_that_differ",
        old=TABLE,
        new="self.embedding = [[Value(random.gauss(0.0, 1.0)) for _ in range(embed_dim)]] * vocab_size",
    ),
    mistake(
        id="nn.embedding_starts_at_zero",
        kind="trap",
        story="The table starts with zeros: all tokens look alike.",
        hint="What tells two tokens apart before anything is learned?",
        caught_by="nn.embedding_starts_with_rows_that_differ",
        old="Value(random.gauss(0.0, 1.0))",
        new="Value(0.0)",
    ),
    mistake(
        id="nn.embedding_seeds_random",
        kind="trap",
        story="The constructor seeds random so that runs repeat. Every layer now starts with the same numbers, and the "
        "caller's own seed is lost.",
        hint="Who calls random.seed, and how often?",
        caught_by="nn.embedding_leaves_the_seed_of_random_alone",
        old=TABLE,
        new=f"random.seed(42)\n        {TABLE}",
    ),
    mistake(
        id="nn.embedding_own_generator",
        kind="subtle",
        story="Each layer has a generator of its own, and all start from the same seed: two layers are copies.",
        hint="Compare the first rows of two layers.",
        caught_by="nn.embedding_layers_start_different",
        old=TABLE,
        new=f"generator = random.Random(42)\n        {TABLE.replace('random.gauss', 'generator.gauss')}",
    ),
    mistake(
        id="nn.embedding_parameters_first_column",
        kind="corner",
        story="The parameters are the first number of each row only.",
        hint="How many parameters has a table of 10 rows with 4 numbers each?",
        caught_by="nn.embedding_parameters_are_all_its_values_once",
        old="[value for row in self.embedding for value in row]",
        new="[row[0] for row in self.embedding]",
    ),
    mistake(
        id="nn.embedding_parameters_are_copies",
        kind="subtle",
        story="The parameters are new Values with the numbers of the table: what learning moves is not the table.",
        hint="Set a parameter's .data, and look into the table.",
        caught_by="nn.embedding_parameters_are_all_its_values_once",
        old="[value for row in self.embedding for value in row]",
        new="[Value(value.data) for row in self.embedding for value in row]",
    ),
)

IN_LINEAR: tuple[Mistake, ...] = (
    mistake(
        id="nn.linear_bias_ignored",
        kind="classic",
        story="The bias exists and is listed, but nobody adds it.",
        hint="What does the layer give for x = 0?",
        caught_by="nn.linear_is_the_affine_map",
        old=SUM,
        new=SUM.replace("bias)", "Value(0.0))"),
    ),
    mistake(
        id="nn.linear_bias_for_each_input",
        kind="classic",
        story="The bias stands inside the sum, and is added once for each input.",
        hint="How often does the bias enter an output?",
        caught_by="nn.linear_is_the_affine_map",
        old=SUM,
        new="sum((weight * x_i + bias for weight, x_i in zip(row, x, strict=True)), Value(0.0))",
    ),
    mistake(
        id="nn.linear_last_input_left_out",
        kind="classic",
        story="The loop over the inputs ends one too early.",
        hint="What does a layer with a single input give?",
        caught_by="nn.linear_is_the_affine_map",
        old=SUM,
        new=SUM.replace("zip(row, x, strict=True)", "zip(row[:-1], x[:-1], strict=True)"),
    ),
    mistake(
        id="nn.linear_squashes",
        kind="subtle",
        story="The layer ends with tanh, as hidden layers do; but it is the linear map that was asked for.",
        hint="Can an output be 320?",
        caught_by="nn.linear_is_the_affine_map",
        old=SUM,
        new=f"{SUM}.tanh()",
    ),
    mistake(
        id="nn.linear_inputs_in_a_dict",
        kind="corner",
        story="Weights are looked up by input node: where the same node stands in x twice, one weight is left.",
        hint="Call the layer with [a, a].",
        caught_by="nn.linear_gradient_of_an_input_is_upstream_times_weights",
        old=SUM,
        new="sum((weight * x_i for x_i, weight in dict(zip(x, row, strict=True)).items()), bias)",
    ),
    mistake(
        id="nn.linear_sizes_swapped",
        kind="classic",
        story="The weights have a row for each input, instead of one for each output.",
        hint="How many rows must the weights have for 3 outputs?",
        caught_by="nn.linear_has_the_shape_asked_for",
        old="for _ in range(in_features)] for _ in range(out_features)]",
        new="for _ in range(out_features)] for _ in range(in_features)]",
    ),
    mistake(
        id="nn.linear_weight_detached",
        kind="subtle",
        story="The number of each weight is used instead of the Value: outputs are right, weights never learn.",
        hint="What is the gradient of a weight after backward?",
        caught_by="nn.linear_gradient_of_a_weight_is_upstream_times_input",
        old=SUM,
        new=SUM.replace("weight * x_i", "weight.data * x_i"),
    ),
    mistake(
        id="nn.linear_bias_detached",
        kind="subtle",
        story="The sum starts from a new Value with the bias's number: outputs are right, biases never learn.",
        hint="What is the gradient of a bias after backward?",
        caught_by="nn.linear_gradient_of_a_bias_is_upstream",
        old=SUM,
        new=SUM.replace("bias)", "Value(bias.data))"),
    ),
    mistake(
        id="nn.linear_input_detached",
        kind="trap",
        story="The number of each input is used instead of the Value: this layer learns, and nothing before it does.",
        hint="What is the gradient of an input after backward?",
        caught_by="nn.linear_gradient_of_an_input_is_upstream_times_weights",
        old=SUM,
        new=SUM.replace("weight * x_i", "weight * x_i.data"),
    ),
    mistake(
        id="nn.linear_biases_collect_outputs",
        kind="subtle",
        story="The products are added into the list of biases: the first call is right, and has changed the layer.",
        hint="Call the layer twice with the same input.",
        caught_by="nn.linear_changes_neither_its_input_nor_itself",
        old=AFFINE,
        new="        for o, row in enumerate(self.weights):\n"
        "            for weight, x_i in zip(row, x, strict=True):\n"
        "                self.biases[o] = self.biases[o] + weight * x_i\n"
        "        return list(self.biases)\n",
    ),
    mistake(
        id="nn.linear_parameters_without_biases",
        kind="classic",
        story="Only the weights are listed, so the biases stay where they started.",
        hint="How many parameters has a layer with 2 inputs and 3 outputs?",
        caught_by="nn.linear_parameters_are_all_its_values_once",
        old=PARAMETERS,
        new="[weight for row in self.weights for weight in row]",
    ),
    mistake(
        id="nn.linear_parameters_biases_twice",
        kind="trap",
        story="The biases are listed once for each output: they make several steps where they should make one.",
        hint="How often does each bias occur in the list?",
        caught_by="nn.linear_parameters_are_all_its_values_once",
        old=PARAMETERS,
        new="[value for row in self.weights for value in row + self.biases]",
    ),
    mistake(
        id="nn.linear_starts_constant",
        kind="trap",
        story="All weights start at 1 / fan-in. All outputs are then equal, receive equal gradients, and stay equal.",
        hint="What tells two hidden units apart before anything is learned?",
        caught_by="nn.linear_starts_with_rows_that_differ",
        old="Value(random.uniform(-bound, bound))",
        new="Value(bound * bound)",
    ),
    mistake(
        id="nn.linear_rows_shared",
        kind="classic",
        story="One row is made and multiplied by a number: all outputs share the very same weights.",
        hint="What does [row] * 3 contain?",
        caught_by="nn.linear_starts_with_rows_that_differ",
        old=WEIGHTS,
        new="self.weights = [[Value(random.uniform(-bound, bound)) for _ in range(in_features)]] * out_features",
    ),
    mistake(
        id="nn.linear_seeds_random",
        kind="trap",
        story="The constructor seeds random with the layer's sizes so that runs repeat.",
        hint="Who calls random.seed, and how often?",
        caught_by="nn.linear_leaves_the_seed_of_random_alone",
        old=WEIGHTS,
        new=f"random.seed(in_features * out_features)\n        {WEIGHTS}",
    ),
    mistake(
        id="nn.linear_own_generator",
        kind="subtle",
        story="Each layer has a generator of its own, and all start from the same seed: two layers are copies.",
        hint="Compare the first rows of two layers.",
        caught_by="nn.linear_layers_start_different",
        old=WEIGHTS,
        new=f"generator = random.Random(0)\n        {WEIGHTS.replace('random.uniform', 'generator.uniform')}",
    ),
)

MISTAKES: tuple[Mistake, ...] = (*IN_EMBEDDING, *IN_LINEAR)
