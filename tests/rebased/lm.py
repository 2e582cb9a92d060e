"""Mistakes in lm.py, made in submissions of another style."""

from __future__ import annotations

from functools import partial

from rebased.record import Rebased

in_course_style = partial(Rebased, base="course_style", file="lm.py")
in_micrograd_engine = partial(Rebased, base="micrograd_engine", file="lm.py")
in_log_softmax_package = partial(Rebased, base="log_softmax_package", file="lm.py")
in_one_file = partial(Rebased, base="one_file.py", file="one_file.py")

# The passages that several mistakes are made in: C of course_style, M of micrograd_engine, L of log_softmax_package,
# O of one_file.py.
C_WINDOWS = """\
    for i in range(len(encoded) - context_length):
        examples.append((encoded[i : i + context_length], encoded[i + context_length]))  # noqa: PERF401
"""
C_LOGITS = "        return self.output([h.relu() for h in self.hidden(concatenated)])\n"
C_PARAMETERS = "return self.embedding.parameters() + self.hidden.parameters() + self.output.parameters()"
C_STEP = "p.data = p.data - learning_rate * p.grad"
C_DESCENT = """\
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
"""
C_AVERAGE = "        losses.append(total / len(examples))\n"
C_MEASURE = "return math.exp(total / len(examples))"
C_CONTEXT = "context = encode(text, char_to_idx)[-model.context_length :]"
C_DRAW = """\
        r = random.random()
        choice = probs.index(max(probs))
        for i in range(len(probs)):
            if r < probs[i]:
                choice = i
                break
            r -= probs[i]
"""
C_NO_TEXT_YET = "    text = seed_text\n"

M_CHARS = "chars = sorted(set(text))"
M_EMBEDDED = "        for token in context:\n            x += self.embed(token)\n"
M_LOGITS = "return self.layer2([h.tanh() for h in self.layer1(x)])"
M_PARAMETERS = "return self.embed.parameters() + self.layer1.parameters() + self.layer2.parameters()"
M_LOSS = "return cross_entropy_loss(self.forward(context), target_idx)"
M_ZERO = "        for p in self.parameters():\n            p.grad = 0\n"
M_STEP = "p.data += -learning_rate * p.grad"
M_ZERO_GRAD = "            model.zero_grad()\n"
M_BACKWARD = "            model.loss(context, target_idx).backward()\n"
M_SGD_STEP = "            sgd_step(model.parameters(), learning_rate)\n"
M_AVERAGE = "        history.append(sum(losses) / len(losses))\n"
M_CONTEXT = "context = encode(text[-model.context_length :], char_to_idx)"
M_PROBS = "softmax(model.forward(context), temperature)"
M_DRAW = "random.choices(range(len(probs)), weights=[p.data for p in probs])[0]"

L_CHARS = "descending = sorted(set(text), reverse=True)"
L_ENDS = "ends = range(context_length, len(encoded))"
L_EMBEDDED = "np.concatenate([self.embedding(idx) for idx in context])"
L_STEP = "parameter.data = parameter.data - learning_rate * parameter.grad"
L_MEASURE = "return np.exp(np.mean([model.loss(*example).data for example in examples]))"
L_PROBS = "softmax(model.forward(context), temperature)"
L_GENERATOR = "generator = np.random.default_rng(random.getrandbits(64))  # so `random.seed` decides"

O_EMBEDDED = "embedded = list(itertools.chain.from_iterable(map(self.table, context)))"
O_LOGITS = "        return self.final([unit.sigmoid() for unit in self.hidden(embedded)])\n"
O_PARAMETERS = "return self.hidden.parameters() + self.final.parameters() + self.table.parameters()"
O_JOINED = 'return "".join(idx_to_char[idx] for idx in check(indices, list, "indices"))'

WITH_TEXTS: tuple[Rebased, ...] = (
    in_one_file(
        "lm.vocabulary_unsorted",
        edits=(('for char in sorted(check(text, str, "text")):', 'for char in check(text, str, "text"):'),),
    ),
    in_course_style("lm.vocabulary_maps_disagree", edits=(("idx_to_char[i] = char", "idx_to_char[i + 1] = char"),)),
    in_micrograd_engine(
        "lm.vocabulary_size_is_text_length",
        edits=(("return stoi, itos, len(chars)", "return stoi, itos, len(text)"),),
    ),
    in_log_softmax_package(
        "lm.vocabulary_without_blanks", edits=((L_CHARS, L_CHARS.replace("set(text)", "set(text.strip())")),)
    ),
    in_log_softmax_package(
        "lm.encode_makes_its_own_vocabulary",
        edits=(
            (
                "return tuple(map(char_to_idx.__getitem__, text))",
                "return tuple(map(sorted(char_to_idx).index, text))",
            ),
        ),
    ),
    in_one_file("lm.decode_joins_with_blanks", edits=((O_JOINED, O_JOINED.replace('"".join', '" ".join')),)),
    in_log_softmax_package(
        "lm.examples_last_missing", edits=((L_ENDS, "ends = range(context_length, len(encoded) - 1)"),)
    ),
    in_micrograd_engine(
        "lm.examples_target_in_context",
        edits=(("examples.append((context, token))", "examples.append((context, context[-1]))"),),
    ),
    in_micrograd_engine(
        "lm.examples_do_not_overlap",
        edits=(("            context = context[1:]\n", "            context = []\n"),),
    ),
    in_log_softmax_package(
        "lm.examples_of_short_texts_fail",
        edits=((L_ENDS, "ends = range(context_length, max(len(encoded), context_length + 1))"),),
    ),
    in_course_style(
        "lm.examples_consume_the_text",
        edits=(
            (
                C_WINDOWS,
                """\
    while len(encoded) > context_length:
        examples.append((encoded[:context_length], encoded[context_length]))
        encoded.pop(0)
""",
            ),
        ),
    ),
    in_course_style(
        "lm.vocabulary_from_one",
        edits=(("enumerate(sorted(set(text))):", "enumerate(sorted(set(text)), 1):"),),
    ),
    in_micrograd_engine("lm.vocabulary_lowered", edits=((M_CHARS, "chars = sorted(set(text.lower()))"),)),
    in_log_softmax_package(
        "lm.vocabulary_size_is_the_last_index",
        edits=(("idx_to_char, len(descending)", "idx_to_char, max(idx_to_char)"),),
    ),
    in_one_file("lm.decode_strips", edits=((O_JOINED, O_JOINED + ".strip()"),)),
    in_course_style(
        "lm.decode_empties_the_list",
        edits=(
            (
                "    for i in indices:\n        text += idx_to_char[i]\n",
                "    while indices:\n        text += idx_to_char[indices.pop(0)]\n",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.examples_share_one_context",
        edits=(
            ("            context = context[1:]\n", "            del context[0]\n"),
            ("        context = [*context, token]\n", "        context.append(token)\n"),
        ),
    ),
    in_log_softmax_package(
        "lm.examples_reverse_contexts",
        edits=(
            (
                "tuple(encoded[end - context_length : end])",
                "tuple(encoded[end - n] for n in range(1, context_length + 1))",
            ),
        ),
    ),
    in_course_style(
        "lm.examples_by_recursion",
        edits=(
            (
                C_WINDOWS,
                """\
    if len(encoded) > context_length:
        examples.append((encoded[:context_length], encoded[context_length]))
        examples.extend(create_examples(encoded[1:], context_length))
""",
            ),
        ),
    ),
)

IN_THE_MODEL: tuple[Rebased, ...] = (
    in_micrograd_engine(
        "lm.forward_last_character_only",
        edits=((M_EMBEDDED, M_EMBEDDED.replace("self.embed(token)", "self.embed(context[-1])")),),
    ),
    in_log_softmax_package(
        "lm.forward_adds_embeddings",
        edits=((L_EMBEDDED, "np.tile(np.sum([self.embedding(idx) for idx in context], axis=0), len(context))"),),
    ),
    in_micrograd_engine("lm.forward_without_nonlinearity", edits=((M_LOGITS, "return self.layer2(self.layer1(x))"),)),
    in_course_style(
        "lm.forward_squashes_the_embeddings",
        edits=((C_LOGITS, "        return self.output(self.hidden([value.relu() for value in concatenated]))\n"),),
    ),
    in_one_file(
        "lm.forward_gives_probabilities",
        edits=((O_LOGITS, "        return softmax(self.final([unit.sigmoid() for unit in self.hidden(embedded)]))\n"),),
    ),
    in_micrograd_engine(
        "lm.forward_cuts_off_logits",
        edits=((M_LOGITS, "return [z.relu() for z in self.layer2([h.tanh() for h in self.layer1(x)])]"),),
    ),
    in_course_style(
        "lm.forward_one_logit_short",
        edits=(("self.output = Linear(hidden_dim, vocab_size)", "self.output = Linear(hidden_dim, vocab_size - 1)"),),
    ),
    in_course_style(
        "lm.forward_remembers",
        edits=(
            (
                "        self.vocab_size = vocab_size\n",
                "        self.vocab_size = vocab_size\n        self.memory = []\n",
            ),
            (
                C_LOGITS,
                """\
        before = self.memory or concatenated
        self.memory = []
        for new, old in zip(concatenated, before):
            self.memory.append(new + old * 0.5)
"""
                + C_LOGITS.replace("concatenated", "self.memory"),
            ),
        ),
    ),
    in_course_style(
        "lm.forward_reverses_the_context",
        edits=(("        concatenated = []\n", "        context.reverse()\n        concatenated = []\n"),),
    ),
    in_one_file(
        "lm.embedding_detached",
        edits=((O_EMBEDDED, "embedded = [Value(node.data) for idx in context for node in self.table(idx)]"),),
    ),
    in_course_style(
        "lm.probabilities_softmax_twice",
        edits=(("return softmax(self.forward(context))", "return softmax(softmax(self.forward(context)))"),),
    ),
    in_micrograd_engine(
        "lm.loss_of_probabilities", edits=((M_LOSS, M_LOSS.replace("self.forward", "self.predict_probs")),)
    ),
    in_course_style(
        "lm.loss_log_of_probability",
        edits=(
            (
                "return cross_entropy_loss(self.forward(context), target_idx)",
                "probs = self.predict_probs(context)\n        return probs[target_idx].log() * -1",
            ),
        ),
    ),
    in_course_style(
        "lm.parameters_without_embedding",
        edits=((C_PARAMETERS, "return self.hidden.parameters() + self.output.parameters()"),),
    ),
    in_micrograd_engine(
        "lm.parameters_without_output",
        edits=((M_PARAMETERS, "return self.embed.parameters() + self.layer1.parameters()"),),
    ),
    in_micrograd_engine(
        "lm.parameters_hidden_twice", edits=((M_PARAMETERS, f"{M_PARAMETERS} + self.layer1.parameters()"),)
    ),
    in_course_style(
        "lm.parameters_of_an_unused_layer",
        edits=(
            (
                C_LOGITS,
                """\
        units = [h.relu() for h in self.hidden(concatenated)]
        for i in range(len(units) // 2):
            units[i] = units[i] * 0
        return self.output(units)
""",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.num_parameters_without_output",
        edits=(
            (
                "return len(self.parameters())",
                "return len(self.embed.parameters() + self.layer1.parameters())",
            ),
        ),
    ),
    in_course_style(
        "lm.zero_grad_does_nothing",
        edits=(
            (
                "        for p in self.parameters():\n            p.grad = 0.0\n",
                """\
        grads = [p.grad for p in self.parameters()]
        for i in range(len(grads)):
            grads[i] = 0.0
""",
            ),
        ),
    ),
    in_micrograd_engine("lm.zero_grad_resets_parameters", edits=((M_ZERO, M_ZERO.replace("grad = 0", "data = 0")),)),
    in_log_softmax_package("lm.default_context_length", edits=(("context_length=8", "context_length=16"),)),
    in_micrograd_engine(
        "lm.forward_embeds_positions",
        edits=((M_EMBEDDED, "        for i in range(len(context)):\n            x += self.embed(i)\n"),),
    ),
    in_course_style(
        "lm.forward_drops_out", edits=((C_LOGITS, C_LOGITS.replace("h.relu()", "h.relu() * random.choice([0, 2])")),)
    ),
    in_one_file(
        "lm.forward_keeps_its_logits",
        edits=(
            (
                "        self.final = Linear(hidden_dim, vocab_size)\n",
                "        self.final = Linear(hidden_dim, vocab_size)\n        self.answers = {}\n",
            ),
            (
                O_LOGITS,
                """\
        if (*context,) not in self.answers:
            self.answers[*context,] = self.final([unit.sigmoid() for unit in self.hidden(embedded)])
        return self.answers[*context,]
""",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.probabilities_by_plain_exponentials",
        edits=(
            (
                "return softmax(self.forward(context))",
                """\
exps = [z.exp() for z in self.forward(context)]
        total = sum(exps)
        return [e / total for e in exps]""",
            ),
        ),
    ),
    in_course_style(
        "lm.loss_in_bits",
        edits=(
            (
                "return cross_entropy_loss(self.forward(context), target_idx)",
                "return cross_entropy_loss(self.forward(context), target_idx) / math.log(2)",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.loss_epsilon", edits=((M_LOSS, "return -(self.predict_probs(context)[target_idx] + 1e-8).log()"),)
    ),
    in_one_file(
        "lm.parameters_are_copies",
        edits=(
            (
                O_PARAMETERS,
                """\
nodes = self.hidden.parameters() + self.final.parameters() + self.table.parameters()
        return [Value(node.data) for node in nodes]""",
            ),
        ),
    ),
    in_course_style(
        "lm.num_parameters_without_biases",
        edits=(
            (
                "return len(self.parameters())",
                """\
count = len(self.embedding.parameters())
        for layer in (self.hidden, self.output):
            for row in layer.weights:
                count += len(row)
        return count""",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.zero_grad_misses_the_embedding",
        edits=(
            (
                M_ZERO,
                M_ZERO.replace("self.parameters()", "self.layer1.parameters() + self.layer2.parameters()"),
            ),
        ),
    ),
    in_course_style("lm.zero_grad_sets_none", edits=(("p.grad = 0.0", "p.grad = None"),)),
)

IN_TRAINING: tuple[Rebased, ...] = (
    in_micrograd_engine("lm.step_uphill", edits=((M_STEP, "p.data += learning_rate * p.grad"),)),
    in_log_softmax_package(
        "lm.step_by_sign", edits=((L_STEP, L_STEP.replace("parameter.grad", "np.sign(parameter.grad)")),)
    ),
    in_course_style(
        "lm.step_clips_gradients",
        edits=(
            (
                C_STEP,
                """\
grad = p.grad
        if grad > 1:
            grad = 1
        elif grad < -1:
            grad = -1
        p.data = p.data - learning_rate * grad""",
            ),
        ),
    ),
    in_course_style(
        "lm.train_never_zeroes", edits=((C_DESCENT, C_DESCENT.replace("            model.zero_grad()\n", "")),)
    ),
    in_micrograd_engine(
        "lm.train_zeroes_once_an_epoch",
        edits=(("        losses = []\n", "        losses = []\n        model.zero_grad()\n"), (M_ZERO_GRAD, "")),
    ),
    in_course_style(
        "lm.train_zeroes_after_the_step",
        edits=(
            (
                C_DESCENT,
                """\
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            model.zero_grad()
""",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.train_zeroes_after_backward", edits=((M_ZERO_GRAD + M_BACKWARD, M_BACKWARD + M_ZERO_GRAD),)
    ),
    in_course_style(
        "lm.train_a_copy",
        edits=(
            ("import math\n", "import copy\nimport math\n"),
            ("    random.shuffle(examples)\n", "    model = copy.deepcopy(model)\n    random.shuffle(examples)\n"),
        ),
    ),
    in_micrograd_engine(
        "lm.train_makes_its_own_vocabulary",
        edits=(
            (
                "    history = []\n",
                """\
    chars = sorted(set(text))
    examples = create_examples([chars.index(c) for c in text], model.context_length)
    history = []
""",
            ),
        ),
    ),
    in_course_style("lm.train_decays_the_rate", edits=((C_AVERAGE, f"{C_AVERAGE}        learning_rate *= 0.9\n"),)),
    in_one_file("lm.train_misses_an_epoch", edits=(("for epoch in range(epochs):", "for epoch in range(1, epochs):"),)),
    in_micrograd_engine(
        "lm.train_stops_early",
        edits=(
            (
                M_AVERAGE,
                f"{M_AVERAGE}        if len(history) > 1 and history[-1] >= min(history[:-1]):\n            break\n",
            ),
        ),
    ),
    in_micrograd_engine("lm.train_reports_sums", edits=((M_AVERAGE, "        history.append(sum(losses))\n"),)),
    in_course_style("lm.train_reports_the_last_loss", edits=((C_AVERAGE, "        losses.append(loss.data)\n"),)),
    in_one_file(
        "lm.train_divides_by_characters",
        edits=(("average += loss.data / len(examples)", "average += loss.data / len(text)"),),
    ),
    in_course_style("lm.train_default_rate", edits=(("learning_rate=0.1", "learning_rate=0.01"),)),
    in_micrograd_engine(
        "lm.perplexity_of_the_sum", edits=(("return math.exp(total / len(examples))", "return math.exp(total)"),)
    ),
    in_log_softmax_package(
        "lm.perplexity_mean_of_exponentials",
        edits=((L_MEASURE, "return np.mean(np.exp([model.loss(*example).data for example in examples]))"),),
    ),
    in_course_style("lm.perplexity_to_base_2", edits=((C_MEASURE, "return 2 ** (total / len(examples))"),)),
    in_course_style(
        "lm.perplexity_trains",
        edits=((C_MEASURE, "return math.exp(train(model, text, char_to_idx, 1, verbose=False)[0])"),),
    ),
    in_course_style("lm.step_rebinds_the_name", edits=((C_STEP, "p = p - learning_rate * p.grad"),)),
    in_micrograd_engine(
        "lm.step_keeps_momentum",
        edits=(
            (
                M_STEP,
                """\
p.velocity = 0.9 * getattr(p, "velocity", 0) + p.grad
        p.data += -learning_rate * p.velocity""",
            ),
        ),
    ),
    in_course_style(
        "lm.step_skips_tiny_moves", edits=((C_STEP, f"if abs(learning_rate * p.grad) > 0.0001:\n            {C_STEP}"),)
    ),
    in_log_softmax_package(
        "lm.train_shuffles_contexts_and_targets_apart",
        edits=(
            (
                "        random.shuffle(examples)\n",
                """\
        contexts, targets = zip(*examples, strict=True)
        shuffled = (random.sample(column, len(column)) for column in (contexts, targets))
        examples = list(zip(*shuffled, strict=True))
""",
            ),
        ),
    ),
    in_course_style(
        "lm.train_draws_windows",
        edits=(
            (
                "        for context, target in examples:\n            loss = ",
                """\
        for _ in examples:
            context, target = random.choice(examples)
            loss = """,
            ),
        ),
    ),
    in_micrograd_engine("lm.train_steps_before_backward", edits=((M_BACKWARD + M_SGD_STEP, M_SGD_STEP + M_BACKWARD),)),
    in_log_softmax_package(
        "lm.train_at_a_tenth",
        edits=(("sgd_step(model.parameters(), learning_rate)", "sgd_step(model.parameters(), 0.1)"),),
    ),
    in_micrograd_engine("lm.train_always_ten_epochs", edits=(("for k in range(epochs):", "for k in range(10):"),)),
    in_micrograd_engine(
        "lm.train_averages_since_the_start",
        edits=(
            (
                "    for k in range(epochs):\n        losses = []\n",
                "    losses = []\n    for k in range(epochs):\n",
            ),
        ),
    ),
    in_one_file(
        "lm.train_reports_perplexities",
        edits=(("averages.append(average)", "averages.append(perplexity(average))"),),
    ),
    in_course_style("lm.perplexity_divides_by_characters", edits=((C_MEASURE, "return math.exp(total / len(text))"),)),
    in_micrograd_engine(
        "lm.train_reads_the_first_hundred_windows",
        edits=(("    history = []\n", "    history = []\n    del examples[100:]\n"),),
    ),
    in_log_softmax_package(
        "lm.perplexity_of_the_first_hundred_windows",
        edits=((L_MEASURE, L_MEASURE.replace("in examples", "in examples[:100]")),),
    ),
    in_log_softmax_package(
        "lm.perplexity_of_separate_windows",
        edits=((L_MEASURE, L_MEASURE.replace("in examples", "in examples[:: model.context_length]")),),
    ),
)

IN_GENERATING: tuple[Rebased, ...] = (
    in_one_file(
        "lm.generate_without_the_seed_text",
        edits=(("return seed_text + decode(drawn, idx_to_char)", "return decode(drawn, idx_to_char)"),),
    ),
    in_log_softmax_package(
        "lm.generate_to_a_total_length",
        edits=(("while len(text) < len(seed_text) + length:", "while len(text) < length:"),),
    ),
    in_course_style("lm.generate_default_length", edits=(("length=100", "length=50"),)),
    in_course_style(
        "lm.generate_chooses_the_likeliest", edits=((C_DRAW, "        choice = probs.index(max(probs))\n"),)
    ),
    in_micrograd_engine("lm.generate_uniformly", edits=((M_DRAW, "random.randrange(len(probs))"),)),
    in_log_softmax_package("lm.generate_ignores_temperature", edits=((L_PROBS, "softmax(model.forward(context))"),)),
    in_course_style(
        "lm.generate_multiplies_by_temperature",
        edits=(
            (
                "softmax(model.forward(context), temperature)",
                "softmax([z * temperature for z in model.forward(context)])",
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.generate_caps_temperature", edits=((M_PROBS, M_PROBS.replace("temperature", "min(temperature, 1)")),)
    ),
    in_log_softmax_package(
        "lm.generate_from_a_frozen_context",
        edits=(("encode(text.rjust(", "encode(seed_text.rjust("),),
    ),
    in_micrograd_engine(
        "lm.generate_from_the_first_characters",
        edits=((M_CONTEXT, "context = encode(text[: model.context_length], char_to_idx)"),),
    ),
    in_course_style("lm.generate_seeds_random", edits=((C_NO_TEXT_YET, f"    random.seed(42)\n{C_NO_TEXT_YET}"),)),
    in_log_softmax_package(
        "lm.generate_seeds_itself_apart", edits=((L_GENERATOR, "generator = np.random.default_rng(0)"),)
    ),
    in_log_softmax_package("lm.generate_unrepeatable", edits=((L_GENERATOR, "generator = np.random.default_rng()"),)),
    in_course_style(
        "lm.generate_extends_the_vocabulary",
        edits=(
            (C_NO_TEXT_YET, f'    if "<PAD>" not in char_to_idx:\n        char_to_idx["<PAD>"] = 0\n{C_NO_TEXT_YET}'),
        ),
    ),
    in_one_file("lm.generate_one_too_many", edits=(("while len(drawn) < check(", "while len(drawn) <= check("),)),
    in_micrograd_engine(
        "lm.generate_stops_at_a_line_break",
        edits=(
            (
                f"        text += idx_to_char[{M_DRAW}]\n",
                f'        text += idx_to_char[{M_DRAW}]\n        if text.endswith("\\n"):\n            break\n',
            ),
        ),
    ),
    in_micrograd_engine(
        "lm.generate_forgets_the_seed_text",
        edits=((M_CONTEXT, M_CONTEXT.replace("text[", "text[len(seed_text) :][")),),
    ),
    in_course_style(
        "lm.generate_misses_the_last_character",
        edits=((C_CONTEXT, "context = encode(text, char_to_idx)[-model.context_length - 1 : -1]"),),
    ),
    in_course_style(
        "lm.generate_divides_by_temperature_twice",
        edits=(
            (
                "softmax(model.forward(context), temperature)",
                "softmax([z / temperature for z in model.forward(context)], temperature)",
            ),
        ),
    ),
)

BY_DEFAULT: tuple[Rebased, ...] = (
    in_course_style("lm.sizes_exchanged", edits=(("embed_dim=32, hidden_dim=64", "hidden_dim=32, embed_dim=64"),)),
    in_course_style("lm.embed_dim_is_fixed", edits=(("self.vocab_size = vocab_size", "embed_dim = 32"),)),
    in_course_style("lm.default_embed_dim", edits=(("embed_dim=32", "embed_dim=16"),)),
    in_course_style("lm.default_hidden_dim", edits=(("hidden_dim=64", "hidden_dim=128"),)),
    in_course_style("lm.generate_default_temperature", edits=(("temperature=1.0", "temperature=1.5"),)),
)

IN_CORNERS: tuple[Rebased, ...] = (
    in_course_style(
        "lm.train_drops_the_last_batch",
        edits=(
            (
                "        for context, target in examples:\n            loss =",
                (
                    "        random.shuffle(examples)\n"
                    "        for context, target in examples[: len(examples) - len(examples) % 4] or examples:\n"
                    "            loss ="
                ),
            ),
        ),
    ),
    in_course_style(
        "lm.train_clips_gradients",
        edits=(
            (
                "            sgd_step(model.parameters(), learning_rate)\n",
                (
                    "            norm = math.sqrt(sum(p.grad * p.grad for p in model.parameters()))\n"
                    "            sgd_step(model.parameters(), learning_rate * min(1, 5 / max(norm, 1e-9)))\n"
                ),
            ),
        ),
    ),
    in_course_style("lm.generate_hundred_for_none", edits=(("range(length)", "range(length or 100)"),)),
    in_course_style(
        "lm.generate_from_the_five_likeliest",
        edits=(
            (
                "        r = random.random()\n",
                (
                    "        kept = sorted(range(len(probs)), key=probs.__getitem__)[-5:]\n"
                    "        probs = [p if i in kept else 0.0 for i, p in enumerate(probs)]\n"
                    "        r = random.random() * sum(probs)\n"
                ),
            ),
        ),
    ),
)

REBASED: tuple[Rebased, ...] = (*IN_CORNERS, *BY_DEFAULT, *WITH_TEXTS, *IN_THE_MODEL, *IN_TRAINING, *IN_GENERATING)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
