"""Mistakes in ngram.py, made in submissions of another style."""

from __future__ import annotations

from functools import partial

from rebased.record import Rebased

in_course_style = partial(Rebased, base="course_style", file="ngram.py")
in_micrograd_engine = partial(Rebased, base="micrograd_engine", file="ngram.py")
in_log_softmax_package = partial(Rebased, base="log_softmax_package", file="ngram.py")
in_one_file = partial(Rebased, base="one_file.py", file="one_file.py")

# The passages that several mistakes are made in: C of course_style, M of micrograd_engine, L of log_softmax_package,
# O of one_file.py.
C_PROBABILITY = "        return self.get_distribution(history).get(next_token, 0)\n"
C_IF_KNOWN = "        if history not in self.counts:\n            return 0\n"
C_UNKNOWN = "        if history not in self.counts:\n            return {}\n"
C_NO_COUNTS = "        self.counts = {}\n\n"
C_SMOOTHED_COUNT = "        count = self.counts.get((history, next_token), 0)\n"
C_SMOOTHED_TOTAL = "        total = self.counts.get(history, 0)\n"
C_SMOOTHED = "return (count + self.alpha) / (total + self.alpha * len(self.vocabulary))"
C_SMOOTHED_DISTRIBUTION = "return {token: self.probability(history, token) for token in self.vocabulary}"
C_SURPRISE = "        losses.append(-math.log(p) if p > 0 else math.inf)\n"
C_MEAN = "return math.fsum(losses) / len(losses)"
C_EXPONENTIAL = "return math.exp(compute_cross_entropy(model, tokens))"

M_COUNT_ALL = "        for history, token in predictions(tokens, self.order):\n"
M_COUNT = "            self.pairs[history, token] += 1\n            self.histories[history] += 1\n"
M_DISTRIBUTION = """\
        probs = {token: self.probability(history, token) for token in self.vocab}
        return {token: prob for token, prob in probs.items() if prob > 0}
"""
M_SMOOTHED = "return (count + self.alpha) / (total + self.alpha * len(self.chain.vocab))"
M_SCORED = "    for history, token in predictions(tokens, model.order):\n"
M_IMPOSSIBLE = '        if prob == 0:\n            return float("inf")\n'
M_MEAN = "return total / (len(tokens) + 1)"
M_EXPONENTIAL = "return math.exp(compute_cross_entropy(model, tokens))"

L_TOKENS = "for token in (*tokens, END):"
L_WINDOW = "        yield tuple(history), following\n"
L_NO_COUNTS = "        self.counts = defaultdict(Counter)\n"
L_COUNT_ALL = "        for history, following in windows(tokens, self.order):\n"
L_COUNT = "            self.counts[history][following] += 1\n"
L_SEEN = "        seen = self.counts.get(history)\n"
L_SEEN_TOKENS = "        seen = self.counts.get(history, {})\n"
L_SMOOTHED_SEEN = "        seen = self.counts.get(history, Counter())\n"
L_DISTRIBUTION = "return Counter({token: self.probability(history, token) for token in seen})"
L_SMOOTHED = "return np.float64((seen[next_token] + self.alpha) / (seen.total() + self.alpha * self.size))"
L_SMOOTHED_DISTRIBUTION = (
    "        return Counter({token: self.probability(history, token) for token in self.vocabulary})\n"
)
L_DISTRIBUTION_APART = """\
        followers = self.counts.get(history, Counter())
        total = followers.total() + self.alpha * self.size
        return Counter({token: (followers[token] + self.alpha) / total for token in self.vocabulary})
"""
L_MEAN = "return -np.mean(np.log(probabilities))"
L_SCORED = "for history, token in windows(tokens, model.order)]"
L_EXPONENTIAL = "    return np.exp(compute_cross_entropy(model, tokens))\n"
L_PROBABILITIES = f"    probabilities = [model.probability(history, token) {L_SCORED}\n"

O_PADDED = "padded = (*[START] * self.order, *tokens, END)"
O_WINDOWS = "        grams = self.windows(tokens)\n"
O_COUNTS = """\
        self.grams = Counter()  # history and next token together
        self.histories = Counter()
        self.followers = {}  # the distinct ones, in order of appearance
"""
O_COUNT = """\
        self.grams.update(grams)
        self.histories.update(gram[:-1] for gram in grams)
"""
O_NO_TOKENS = "        self.tokens = {END}\n"
O_LEARN_TOKENS = "        self.tokens |= set(tokens)\n"

IN_COUNTING: tuple[Rebased, ...] = (
    in_one_file("ngram.no_end_marker", edits=((O_PADDED, "padded = (*[START] * self.order, *tokens)"),)),
    in_log_softmax_package(
        "ngram.as_many_ends_as_starts", edits=((L_TOKENS, "for token in (*tokens, *[END] * order):"),)
    ),
    in_one_file("ngram.one_start_marker", edits=((O_PADDED, "padded = (START, *tokens, END)"),)),
    in_log_softmax_package(
        "ngram.only_the_last_token_looked_at",
        edits=(
            (L_COUNT, L_COUNT.replace("[history]", "[history[-1]]")),
            (L_SEEN, L_SEEN.replace("history", "history[-1]")),
            (L_SEEN_TOKENS, L_SEEN_TOKENS.replace("history", "history[-1]")),
            (L_SMOOTHED_SEEN, L_SMOOTHED_SEEN.replace("history", "history[-1]")),
        ),
    ),
    in_one_file(
        "ngram.training_starts_anew",
        edits=(
            (
                O_COUNT,
                """\
        self.grams = Counter(grams)
        self.histories = Counter(gram[:-1] for gram in grams)
        self.followers = {}
""",
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.texts_run_into_each_other",
        edits=(
            ("        self.vocab = set()\n", "        self.vocab = set()\n        self.text = []\n"),
            (
                M_COUNT_ALL,
                """\
        self.text = self.text + tokens
        self.pairs.clear()
        self.histories.clear()
        for history, token in predictions(self.text, self.order):
""",
            ),
        ),
    ),
    in_one_file(
        "ngram.empty_text_skipped",
        edits=(
            (
                O_WINDOWS,
                '        if not tokens:\n            print("nothing to count")\n            return\n' + O_WINDOWS,
            ),
        ),
    ),
    in_one_file(
        "ngram.empty_strings_dropped",
        edits=((O_PADDED, "padded = (*[START] * self.order, *(token for token in tokens if token), END)"),),
    ),
    in_one_file(
        "ngram.tokens_lowered", edits=((O_PADDED, "padded = (*[START] * self.order, *map(str.lower, tokens), END)"),)
    ),
    in_micrograd_engine(
        "ngram.histories_joined_by_a_space",
        edits=(
            (M_COUNT, '            history = " ".join(history)\n' + M_COUNT),
            (
                "        if history not in self.histories:\n",
                '        history = " ".join(history)\n        if history not in self.histories:\n',
            ),
            (
                "        count = self.chain.pairs[history, next_token]\n",
                '        history = " ".join(history)\n        count = self.chain.pairs[history, next_token]\n',
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.only_the_first_500_tokens_read", edits=((M_COUNT_ALL, M_COUNT_ALL.replace("tokens", "tokens[:500]")),)
    ),
    in_course_style(
        "ngram.divides_by_distinct_tokens",
        edits=(
            (
                C_PROBABILITY,
                C_IF_KNOWN + "        return self.counts[history].get(next_token, 0) / len(self.counts[history])\n",
            ),
        ),
    ),
    in_course_style(
        "ngram.joint_probability",
        edits=(
            (
                C_PROBABILITY,
                C_IF_KNOWN
                + """\
        total = 0
        for counts in self.counts.values():
            total += sum(counts.values())
        return self.counts[history].get(next_token, 0) / total
""",
            ),
        ),
    ),
    in_one_file(
        "ngram.distribution_of_counts",
        edits=(
            (
                "return {token: self.probability(history, token) for token in tokens}",
                "return {token: self.grams[*history, token] for token in tokens}",
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.distribution_divides_by_the_largest",
        edits=((L_DISTRIBUTION, "return Counter({token: seen[token] / max(seen.values()) for token in seen})"),),
    ),
    in_micrograd_engine(
        "ngram.end_not_in_the_distribution",
        edits=((M_DISTRIBUTION, M_DISTRIBUTION.replace("if prob > 0", 'if prob > 0 and token != "<END>"')),),
    ),
    in_micrograd_engine(
        "ngram.distribution_flattened",
        edits=(
            (
                M_DISTRIBUTION,
                """\
        counts = {token: self.pairs[history, token] for token in self.vocab if self.pairs[history, token]}
        return {token: (count + 1) / (self.histories[history] + len(counts)) for token, count in counts.items()}
""",
            ),
        ),
    ),
    in_course_style(
        "ngram.unseen_history_is_a_key_error",
        edits=((C_UNKNOWN, ""), (C_SMOOTHED_TOTAL, "        total = self.counts[history]\n")),
    ),
    in_one_file(
        "ngram.unseen_history_almost_0",
        edits=(
            (
                "        if history not in self.histories:\n            return 0\n",
                "        if history not in self.histories:\n            return 1e-12\n",
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.unseen_history_uniform",
        edits=(
            (
                M_DISTRIBUTION,
                "        if history not in self.histories:\n"
                "            return {token: 1 / len(self.vocab) for token in self.vocab}\n" + M_DISTRIBUTION,
            ),
        ),
    ),
    in_course_style(
        "ngram.unseen_token_almost_0",
        edits=(
            (
                C_PROBABILITY,
                C_IF_KNOWN + "        return max(self.get_distribution(history).get(next_token, 0), 0.000001)\n",
            ),
        ),
    ),
    in_course_style(
        "ngram.look_up_leaves_an_entry",
        edits=(
            (
                C_PROBABILITY,
                C_IF_KNOWN
                + """\
        if next_token not in self.counts[history]:
            self.counts[history][next_token] = 0
        return self.get_distribution(history)[next_token]
""",
            ),
        ),
    ),
    in_course_style(
        "ngram.markers_added_to_the_callers_list",
        edits=(
            (
                '    return ["<START>"] * order + list(tokens) + ["<END>"]\n',
                '    tokens.append("<END>")\n    return ["<START>"] * order + tokens\n',
            ),
        ),
    ),
    in_one_file(
        "ngram.counts_shared_by_all_models",
        edits=((O_COUNTS, "\n" + O_COUNTS.replace("        self.", "    ")),),
    ),
    in_micrograd_engine("ngram.order_0_accepted", edits=(("if order < 1:", "if order < 0:"),)),
    in_course_style(
        "ngram.order_2_by_default", edits=(("def __init__(self, order=1):", "def __init__(self, order=2):"),)
    ),
    in_one_file(
        "ngram.first_prediction_skipped",
        edits=(("for end in range(self.order, len(padded))]", "for end in range(self.order + 1, len(padded))]"),),
    ),
    in_one_file(
        "ngram.start_follows_the_end", edits=((O_PADDED, "padded = (*[START] * self.order, *tokens, END, START)"),)
    ),
    in_log_softmax_package(
        "ngram.order_counts_the_next_token", edits=(("self.order = order\n", "self.order = order - 1\n"),)
    ),
    in_log_softmax_package(
        "ngram.histories_reversed", edits=((L_WINDOW, "        yield tuple(history[::-1]), following\n"),)
    ),
    in_log_softmax_package(
        "ngram.text_seen_before_skipped",
        edits=(
            (L_NO_COUNTS, L_NO_COUNTS + "        self.texts = set()\n"),
            (
                L_COUNT_ALL,
                "        if tuple(tokens) in self.texts:\n            return\n        self.texts.add(tuple(tokens))\n"
                + L_COUNT_ALL,
            ),
        ),
    ),
    in_log_softmax_package("ngram.tokens_stripped", edits=(("window.append(token)", "window.append(token.strip())"),)),
    in_course_style(
        "ngram.history_with_an_empty_string_unknown",
        edits=(
            (C_UNKNOWN, '        if "" in history or history not in self.counts:\n            return {}\n'),
            (
                C_SMOOTHED_TOTAL,
                C_SMOOTHED_TOTAL + '        if "" in history:\n            count = total = 0\n',
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.counts_in_a_byte",
        edits=(
            (
                L_COUNT,
                "            self.counts[history][following] = (self.counts[history][following] + 1) & 0xFF\n",
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.at_most_100_tokens_after_a_history",
        edits=(
            (
                "    def probability(self, history, next_token):\n" + L_SEEN,
                """\
    def followers(self, history):
        return Counter(dict(self.counts.get(history, Counter()).most_common(100)))

    def probability(self, history, next_token):
        seen = self.followers(history)
""",
            ),
            (L_SEEN_TOKENS, "        seen = self.followers(history)\n"),
            (L_SMOOTHED_SEEN, "        seen = self.followers(history)\n"),
        ),
    ),
    in_course_style(
        "ngram.probability_rounded",
        edits=((C_PROBABILITY, "        return round(self.get_distribution(history).get(next_token, 0), 4)\n"),),
    ),
    in_course_style(
        "ngram.probability_of_whole_numbers",
        edits=(
            (
                C_PROBABILITY,
                C_IF_KNOWN
                + "        return self.counts[history].get(next_token, 0) // sum(self.counts[history].values())\n",
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.distribution_divides_by_all_counts",
        edits=(
            (
                L_DISTRIBUTION,
                """\
total = sum(counts.total() for counts in self.counts.values())
        return Counter({token: seen[token] / total for token in seen})""",
            ),
        ),
    ),
    in_course_style(
        "ngram.unseen_token_is_a_key_error",
        edits=((C_PROBABILITY, C_IF_KNOWN + "        return self.get_distribution(history)[next_token]\n"),),
    ),
    in_course_style(
        "ngram.unseen_history_is_none",
        edits=((C_PROBABILITY, "        if history in self.counts:\n    " + C_PROBABILITY),),
    ),
    in_one_file(
        "ngram.training_empties_the_list",
        edits=(
            (
                O_WINDOWS,
                "        grams = self.windows([tokens.pop(0) for _ in range(len(check(tokens, list, 'tokens')))])\n",
            ),
        ),
    ),
    in_course_style(
        "ngram.totals_remembered",
        edits=(
            (C_NO_COUNTS, "        self.counts = {}\n        self.totals = {}\n\n"),
            (
                C_PROBABILITY,
                C_IF_KNOWN
                + """\
        if history not in self.totals:
            self.totals[history] = sum(self.counts[history].values())
        return self.counts[history].get(next_token, 0) / self.totals[history]
""",
            ),
        ),
    ),
)

IN_SMOOTHING: tuple[Rebased, ...] = (
    in_course_style(
        "ngram.smoothing_alpha_once_below",
        edits=((C_SMOOTHED, "return (count + self.alpha) / (total + self.alpha)"),),
    ),
    in_micrograd_engine(
        "ngram.smoothing_alpha_only_above",
        edits=((M_SMOOTHED, M_SMOOTHED.replace("total +", "total or")),),
    ),
    in_micrograd_engine(
        "ngram.smoothing_alpha_is_always_1",
        edits=((M_SMOOTHED, "return (count + 1) / (total + len(self.chain.vocab))"),),
    ),
    in_log_softmax_package(
        "ngram.smoothing_vocabulary_of_the_history",
        edits=((L_SMOOTHED, L_SMOOTHED.replace("self.size", "(len(seen) or self.size)")),),
    ),
    in_course_style(
        "ngram.smoothing_one_more_for_unknown_tokens",
        edits=((C_SMOOTHED, C_SMOOTHED.replace("len(self.vocabulary)", "(len(self.vocabulary) + 1)")),),
    ),
    in_micrograd_engine(
        "ngram.smoothing_start_in_the_vocabulary",
        edits=(("            self.vocab.add(token)\n", "            self.vocab.update([*history, token])\n"),),
    ),
    in_one_file("ngram.smoothing_end_not_in_the_vocabulary", edits=((O_NO_TOKENS, "        self.tokens = set()\n"),)),
    in_log_softmax_package(
        "ngram.smoothing_support_not_widened",
        edits=(
            (
                L_SMOOTHED_DISTRIBUTION,
                L_SMOOTHED_DISTRIBUTION.replace("self.vocabulary", "self.counts.get(history, ())"),
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.smoothing_unseen_history_is_0",
        edits=(
            (
                L_SMOOTHED_SEEN,
                "        if history not in self.counts:\n            return np.float64(0)\n" + L_SMOOTHED_SEEN,
            ),
            (L_SMOOTHED_DISTRIBUTION, L_DISTRIBUTION_APART),
        ),
    ),
    in_course_style(
        "ngram.smoothing_outsiders_impossible",
        edits=(
            (
                C_SMOOTHED_COUNT,
                "        if next_token not in self.vocabulary:\n            return 0\n" + C_SMOOTHED_COUNT,
            ),
        ),
    ),
    in_one_file(
        "ngram.smoothing_vocabulary_of_the_last_text",
        edits=((O_LEARN_TOKENS, "        self.tokens = {END, *tokens}\n"),),
    ),
    in_one_file(
        "ngram.smoothing_empty_text_skipped",
        edits=(
            (O_NO_TOKENS, "        self.tokens = set()\n"),
            (O_LEARN_TOKENS, "        if tokens:\n            self.tokens |= {END, *tokens}\n"),
        ),
    ),
    in_micrograd_engine(
        "ngram.smoothing_alpha_bounded_below",
        edits=(("self.alpha = alpha", "self.alpha = alpha if alpha > 0.000001 else 0.000001"),),
    ),
    in_course_style(
        "ngram.smoothing_alpha_bounded_above",
        edits=(
            (
                "        self.alpha = alpha\n",
                "        if alpha > 1000:\n            alpha = 1000\n        self.alpha = alpha\n",
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.smoothing_alpha_one_tenth_by_default", edits=(("order=1, alpha=1.0", "order=1, alpha=0.1"),)
    ),
    in_course_style(
        "ngram.smoothing_asking_teaches_the_token",
        edits=(
            (
                C_SMOOTHED_COUNT,
                "        if next_token not in self.vocabulary:\n            self.vocabulary.append(next_token)\n"
                + C_SMOOTHED_COUNT,
            ),
        ),
    ),
    in_one_file(
        "ngram.smoothing_marker_added_to_the_callers_list",
        edits=(
            (O_NO_TOKENS, "        self.tokens = set()\n"),
            (O_LEARN_TOKENS, "        tokens += [END]\n" + O_LEARN_TOKENS),
        ),
    ),
    in_course_style(
        "ngram.smoothing_vocabulary_shared_by_all_models",
        edits=(
            (
                "        self.counts = {}\n        self.vocabulary = []\n",
                "        self.counts = {}\n\n    vocabulary = []\n",
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.smoothing_order_mended",
        edits=(
            (
                "        self.chain = MarkovChain(order)\n        self.order = order\n",
                "        self.order = order if order > 0 else 1\n        self.chain = MarkovChain(self.order)\n",
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.smoothing_counts_every_token",
        edits=((M_SMOOTHED, M_SMOOTHED.replace("len(self.chain.vocab)", "self.chain.histories.total()")),),
    ),
    in_micrograd_engine(
        "ngram.smoothing_as_many_tokens_as_histories",
        edits=((M_SMOOTHED, M_SMOOTHED.replace("vocab", "histories")),),
    ),
    in_log_softmax_package(
        "ngram.smoothing_order_forgotten", edits=(("super().__init__(order)", "super().__init__()"),)
    ),
    in_log_softmax_package(
        "ngram.smoothing_of_the_unseen_only",
        edits=(
            (L_SMOOTHED, L_SMOOTHED.replace("(seen[next_token] + self.alpha)", "(seen[next_token] or self.alpha)")),
            (L_SMOOTHED_DISTRIBUTION, L_DISTRIBUTION_APART),
        ),
    ),
    in_micrograd_engine(
        "ngram.smoothing_distribution_unsmoothed",
        edits=(
            (
                "return {token: self.probability(history, token) for token in self.chain.vocab}",
                "return {token: self.chain.probability(history, token) for token in self.chain.vocab}",
            ),
        ),
    ),
    in_one_file(
        "ngram.smoothing_vocabulary_of_the_first_text",
        edits=(
            (O_NO_TOKENS, "        self.tokens = set()\n"),
            (O_LEARN_TOKENS, "        if not self.tokens:\n            self.tokens |= {END, *tokens}\n"),
        ),
    ),
    in_course_style(
        "ngram.smoothing_adds_alpha_to_the_counts",
        edits=(
            (
                C_SMOOTHED_COUNT + C_SMOOTHED_TOTAL + "        " + C_SMOOTHED,
                """\
        total = self.counts.get(history, 0) + self.alpha * len(self.vocabulary)
        if history not in self.counts:
            return self.alpha / total
        key = (history, next_token)
        self.counts[key] = self.counts.get(key, 0) + self.alpha
        self.counts[history] += self.alpha
        return self.counts[key] / total""",
            ),
            (
                C_SMOOTHED_DISTRIBUTION,
                """\
total = self.counts.get(history, 0) + self.alpha * len(self.vocabulary)
        return {token: (self.counts.get((history, token), 0) + self.alpha) / total for token in self.vocabulary}""",
            ),
        ),
    ),
    in_course_style(
        "ngram.smoothing_alpha_of_all_models",
        edits=(("        self.alpha = alpha\n", "        SmoothedMarkovChain.alpha = alpha\n"),),
    ),
    in_course_style(
        "ngram.smoothing_size_remembered",
        edits=(
            ("        self.vocabulary = []\n", "        self.vocabulary = []\n        self.size = 0\n"),
            (
                C_SMOOTHED,
                "if self.size == 0:\n            self.size = len(self.vocabulary)\n        "
                + C_SMOOTHED.replace("len(self.vocabulary)", "self.size"),
            ),
        ),
    ),
)

IN_SCORING: tuple[Rebased, ...] = (
    in_micrograd_engine(
        "ngram.cross_entropy_divides_by_the_tokens", edits=((M_MEAN, "return total / max(len(tokens), 1)"),)
    ),
    in_course_style("ngram.cross_entropy_not_averaged", edits=((C_MEAN, "return math.fsum(losses)"),)),
    in_log_softmax_package("ngram.cross_entropy_in_bits", edits=((L_MEAN, "return -np.mean(np.log2(probabilities))"),)),
    in_micrograd_engine(
        "ngram.cross_entropy_negative", edits=(("total -= math.log(prob)", "total += math.log(prob)"),)
    ),
    in_micrograd_engine(
        "ngram.cross_entropy_without_the_end",
        edits=(
            (M_SCORED, M_SCORED.replace("model.order)", "model.order)[: len(tokens) or 1]")),
            (M_MEAN, "return total / (len(tokens) or 1)"),
        ),
    ),
    in_course_style(
        "ngram.cross_entropy_skips_the_impossible",
        edits=(
            (C_SURPRISE, "        if p > 0:\n            losses.append(-math.log(p))\n"),
            (C_MEAN, "return math.fsum(losses) / max(1, len(losses))"),
        ),
    ),
    in_log_softmax_package(
        "ngram.cross_entropy_epsilon",
        edits=((L_MEAN, "return -np.mean(np.log(np.add(probabilities, 1e-10)))"),),
    ),
    in_course_style(
        "ngram.cross_entropy_of_nothing_is_0",
        edits=(("    losses = []\n", "    losses = []\n    if len(tokens) == 0:\n        return 0.0\n"),),
    ),
    in_log_softmax_package(
        "ngram.cross_entropy_by_a_product",
        edits=((L_MEAN, "return -np.log(np.prod(probabilities)) / len(probabilities)"),),
    ),
    in_log_softmax_package(
        "ngram.cross_entropy_each_prediction_once",
        edits=((L_SCORED, "for history, token in {*windows(tokens, model.order)}]"),),
    ),
    in_micrograd_engine(
        "ngram.cross_entropy_learns_the_text", edits=((M_SCORED, "    model.train(tokens)\n" + M_SCORED),)
    ),
    in_course_style(
        "ngram.perplexity_base_2", edits=((C_EXPONENTIAL, "return 2 ** compute_cross_entropy(model, tokens)"),)
    ),
    in_log_softmax_package(
        "ngram.perplexity_of_the_sum",
        edits=(
            (
                L_EXPONENTIAL,
                L_PROBABILITIES + '    with np.errstate(divide="ignore"):\n        return 1 / np.prod(probabilities)\n',
            ),
        ),
    ),
    in_course_style(
        "ngram.perplexity_root_of_the_tokens",
        edits=(
            (
                C_EXPONENTIAL,
                """\
total = compute_cross_entropy(model, tokens) * (len(tokens) + 1)
    return math.exp(total / len(tokens)) if tokens else math.exp(total)""",
            ),
        ),
    ),
    in_log_softmax_package(
        "ngram.perplexity_bounded",
        edits=((L_EXPONENTIAL, "    return np.exp(np.minimum(compute_cross_entropy(model, tokens), 700))\n"),),
    ),
    in_log_softmax_package(
        "ngram.perplexity_by_a_product",
        edits=(
            (
                L_EXPONENTIAL,
                L_PROBABILITIES
                + '    with np.errstate(divide="ignore"):\n'
                + "        return np.prod(probabilities) ** (-1 / len(probabilities))\n",
            ),
        ),
    ),
    in_micrograd_engine(
        "ngram.cross_entropy_assumes_order_1", edits=((M_SCORED, M_SCORED.replace("model.order", "1")),)
    ),
    in_course_style(
        "ngram.cross_entropy_divides_by_the_padded_length",
        edits=((C_MEAN, "return math.fsum(losses) / len(padded)"),),
    ),
    in_course_style(
        "ngram.cross_entropy_weighs_by_the_model",
        edits=((C_SURPRISE, C_SURPRISE.replace("-math.log(p)", "-p * math.log(p)")),),
    ),
    in_log_softmax_package(
        "ngram.cross_entropy_log_of_the_mean", edits=((L_MEAN, "return -np.log(np.mean(probabilities))"),)
    ),
    in_micrograd_engine("ngram.cross_entropy_fails_on_the_impossible", edits=((M_IMPOSSIBLE, ""),)),
    in_micrograd_engine(
        "ngram.perplexity_below_1",
        edits=((M_EXPONENTIAL, "return math.exp(-compute_cross_entropy(model, tokens))"),),
    ),
    in_log_softmax_package(
        "ngram.perplexity_mean_of_inverses",
        edits=(
            (
                L_EXPONENTIAL,
                L_PROBABILITIES
                + '    with np.errstate(divide="ignore"):\n        return np.mean(np.reciprocal(probabilities))\n',
            ),
        ),
    ),
)

REBASED: tuple[Rebased, ...] = (*IN_COUNTING, *IN_SMOOTHING, *IN_SCORING)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
