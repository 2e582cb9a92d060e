"""Mistakes in lm.py, first part: vocabularies, encoded texts and windows."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The longer passages of the reference that mistakes are made in.
WINDOWS = "return [(encoded[i : i + context_length], encoded[i + context_length]) for i in starts]"

mistake = partial(Mistake, module="lm")

MISTAKES: tuple[Mistake, ...] = (
    mistake(
        id="lm.vocabulary_unsorted",
        kind="classic",
        story="Characters are numbered as they first occur: the numbers change with the text.",
        hint="Which character gets 0 in `ba`?",
        caught_by="text.vocabulary_numbers_the_sorted_characters",
        old="chars = sorted(set(text))",
        new="chars = list(dict.fromkeys(text))",
    ),
    mistake(
        id="lm.vocabulary_maps_disagree",
        kind="subtle",
        story="The map back counts from 1, the map there from 0.",
        hint="Look a character up in one map, and its index in the other.",
        caught_by="text.vocabulary_maps_are_inverse",
        old="dict(enumerate(chars))",
        new="dict(enumerate(chars, start=1))",
    ),
    mistake(
        id="lm.vocabulary_size_is_text_length",
        kind="classic",
        story="vocab_size counts every character of the text, repeated ones too.",
        hint="How many characters does one need to write `banana`?",
        caught_by="text.vocabulary_size_counts_distinct_characters",
        old=", len(chars)",
        new=", len(text)",
    ),
    mistake(
        id="lm.vocabulary_without_blanks",
        kind="corner",
        story="Blanks are stripped from the text first: a text that begins or ends with one cannot be encoded.",
        hint="Is a space a character?",
        caught_by="text.decoding_inverts_encoding",
        old="chars = sorted(set(text))",
        new="chars = sorted(set(text.strip()))",
    ),
    mistake(
        id="lm.encode_makes_its_own_vocabulary",
        kind="trap",
        story="The text is encoded with the sorted characters, not with the map that was given; mostly these agree.",
        hint="Encode with a map in which b comes before a.",
        caught_by="text.encoding_gives_the_index_of_each_character",
        old="return [char_to_idx[char] for char in text]",
        new="return [sorted(char_to_idx).index(char) for char in text]",
    ),
    mistake(
        id="lm.decode_joins_with_blanks",
        kind="classic",
        story="The characters are joined with blanks between them, as words would be.",
        hint="How long is the decoded text?",
        caught_by="text.decoding_gives_the_character_of_each_index",
        old='return "".join(',
        new='return " ".join(',
    ),
    mistake(
        id="lm.examples_last_missing",
        kind="classic",
        story="The range ends one too early: the last character is never a target.",
        hint="How many windows has a text of 3 characters with a context of 2?",
        caught_by="text.examples_are_all_windows_in_order",
        old="range(len(encoded) - context_length)",
        new="range(len(encoded) - context_length - 1)",
    ),
    mistake(
        id="lm.examples_target_in_context",
        kind="trap",
        story="The target is the last character of the context: the model learns to repeat, with a wonderful loss.",
        hint="Is the target to be seen in the context?",
        caught_by="text.examples_are_all_windows_in_order",
        old="encoded[i + context_length])",
        new="encoded[i + context_length - 1])",
    ),
    mistake(
        id="lm.examples_do_not_overlap",
        kind="subtle",
        story="Windows begin where the last one ended, so most characters are never targets.",
        hint="Where does the second window begin?",
        caught_by="text.examples_are_all_windows_in_order",
        old="range(len(encoded) - context_length)",
        new="range(0, len(encoded) - context_length, context_length)",
    ),
    mistake(
        id="lm.examples_of_short_texts_fail",
        kind="corner",
        story="At least one window is made of every text, and a text that is too short raises IndexError.",
        hint="What should come back for an empty text?",
        caught_by="text.short_texts_have_no_examples",
        old="range(len(encoded) - context_length)",
        new="range(max(1, len(encoded) - context_length))",
    ),
    mistake(
        id="lm.examples_consume_the_text",
        kind="subtle",
        story="The window stays where it is and the text moves: its first element is taken out of the caller's list.",
        hint="Print the encoded text before and after.",
        caught_by="text.making_examples_changes_nothing",
        old=WINDOWS,
        new="return [(encoded[:context_length], encoded[context_length], encoded.pop(0))[:2] for _ in starts]",
    ),
    mistake(
        id="lm.vocabulary_from_one",
        kind="classic",
        story="Both maps count from 1, to keep 0 for padding: the last index is vocab_size, which no model has.",
        hint="Which index has the first character of the sorted ones?",
        caught_by="text.vocabulary_numbers_the_sorted_characters",
        old="{char: idx for idx, char in enumerate(chars)}, dict(enumerate(chars))",
        new="{char: idx for idx, char in enumerate(chars, start=1)}, dict(enumerate(chars, start=1))",
    ),
    mistake(
        id="lm.vocabulary_lowered",
        kind="corner",
        story="The text is lowered before its characters are gathered: capital letters cannot be encoded.",
        hint="Are 'Z' and 'z' the same character?",
        caught_by="text.vocabulary_numbers_the_sorted_characters",
        old="chars = sorted(set(text))",
        new="chars = sorted(set(text.lower()))",
    ),
    mistake(
        id="lm.vocabulary_size_is_the_last_index",
        kind="classic",
        story="vocab_size is the largest index, one less than the number of characters.",
        hint="How many numbers are there from 0 to 3?",
        caught_by="text.vocabulary_size_counts_distinct_characters",
        old=", len(chars)",
        new=", len(chars) - 1",
    ),
    mistake(
        id="lm.decode_strips",
        kind="corner",
        story="Blanks and line breaks around the decoded text are taken off.",
        hint="Is a space a character?",
        caught_by="text.decoding_gives_the_character_of_each_index",
        old='return "".join(idx_to_char[idx] for idx in indices)',
        new='return "".join(idx_to_char[idx] for idx in indices).strip()',
    ),
    mistake(
        id="lm.decode_empties_the_list",
        kind="subtle",
        story="Index after index is taken out of the caller's list.",
        hint="Print the indices before and after.",
        caught_by="text.decoding_gives_the_character_of_each_index",
        old='return "".join(idx_to_char[idx] for idx in indices)',
        new='return "".join(idx_to_char[indices.pop(0)] for _ in range(len(indices)))',
    ),
    mistake(
        id="lm.examples_share_one_context",
        kind="classic",
        story="One list slides along the text and is put into every example: in the end all contexts are the last one.",
        hint="How many lists are there in your list of examples?",
        caught_by="text.examples_are_all_windows_in_order",
        old=WINDOWS,
        new="context, examples = list(encoded[:context_length]), []\n"
        "    for i in starts:\n"
        "        examples.append((context, encoded[i + context_length]))\n"
        "        context.append(encoded[i + context_length])\n"
        "        context.pop(0)\n"
        "    return examples",
    ),
    mistake(
        id="lm.examples_reverse_contexts",
        kind="trap",
        story="The context is read backwards from its target: a model learns from that as well.",
        hint="Which character of the context comes first?",
        caught_by="text.examples_are_all_windows_in_order",
        old=WINDOWS,
        new=WINDOWS.replace("[(encoded[i : i + context_length],", "[(encoded[i : i + context_length][::-1],"),
    ),
    mistake(
        id="lm.examples_by_recursion",
        kind="trap",
        story="The first window, and then the windows of the rest: a thousand characters are too deep for Python.",
        hint="How many calls are open at the last window of a long text?",
        caught_by="text.examples_are_all_windows_in_order",
        old=WINDOWS,
        new="rest = create_examples(encoded[1:], context_length) if starts else []\n"
        "    return [(encoded[:context_length], encoded[context_length]), *rest] if starts else []",
    ),
)
