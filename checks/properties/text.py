"""Texts as a language model sees them: vocabulary, encoding, windows. A vocabulary is shown as one string, in order."""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles import text as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import texts as draws

claim = partial(prop, source="3.5, The Complete Language Model")
EXERCISE = "hello"
LONG = ([(7 * i + i * i // 5) % 11 for i in range(3000)], 8)


@claim(
    of="lm.build_vocab",
    given=draws.texts(),
    examples=[EXERCISE],
    points=2,
    hint="Every character once, in the order of sorted(), numbers from 0.",
)
def vocabulary_numbers_the_sorted_characters(sub: StandIn, text: str) -> None:
    """char_to_idx maps the distinct characters of the text, sorted, to 0, 1, 2, ..."""
    want = {char: idx for idx, char in enumerate(true.vocabulary(text))}
    expect.equal("char_to_idx", dict(sub.build_vocab(text).char_to_idx), want)


@claim(
    of="lm.build_vocab",
    given=draws.texts(),
    examples=[EXERCISE],
    after=["text.vocabulary_numbers_the_sorted_characters"],
    hint="The second map answers for an index: which character was given that number?",
)
def vocabulary_maps_are_inverse(sub: StandIn, text: str) -> None:
    """idx_to_char is the inverse of char_to_idx: it maps each index to the character that has it."""
    answer = sub.build_vocab(text)
    expect.equal("idx_to_char", dict(answer.idx_to_char), {idx: char for char, idx in answer.char_to_idx})


@claim(
    of="lm.build_vocab",
    given=draws.texts(),
    examples=[EXERCISE],
    after=["text.vocabulary_numbers_the_sorted_characters"],
    hint="A character counts once, however often it occurs.",
)
def vocabulary_size_counts_distinct_characters(sub: StandIn, text: str) -> None:
    """vocab_size is the number of distinct characters of the text."""
    expect.equal("vocab_size", sub.build_vocab(text).vocab_size, len(true.vocabulary(text)))


@claim(
    of="lm.encode",
    given=draws.texts_with_vocabulary(),
    hint="Each character of the text, in order, through the map that was given.",
)
def encoding_gives_the_index_of_each_character(sub: StandIn, text: str, vocabulary: str) -> None:
    """encode(text, char_to_idx) is the index of each character in turn, by the map that was given."""
    answer = sub.encode(text, vocabulary)
    expect.equal("encode(text, char_to_idx)", answer.indices, [vocabulary.index(char) for char in text])
    expect.unchanged("char_to_idx", answer.char_to_idx_after, [(char, i) for i, char in enumerate(vocabulary)])


@claim(
    of="lm.decode",
    given=draws.texts_with_vocabulary(),
    hint="Each index, in order, through the map that was given; one string comes back.",
)
def decoding_gives_the_character_of_each_index(sub: StandIn, text: str, vocabulary: str) -> None:
    """decode(indices, idx_to_char) is the text made of the character of each index in turn."""
    indices = [vocabulary.index(char) for char in text]
    answer = sub.decode(indices, vocabulary)
    expect.equal("decode(indices, idx_to_char)", answer.text, text)
    expect.unchanged("indices", answer.indices_after, indices)
    expect.unchanged("idx_to_char", answer.idx_to_char_after, list(enumerate(vocabulary)))


@claim(
    of=["lm.decode", "lm.encode", "lm.build_vocab"],
    given=draws.texts(),
    after=[
        "text.vocabulary_numbers_the_sorted_characters",
        "text.vocabulary_maps_are_inverse",
        "text.encoding_gives_the_index_of_each_character",
        "text.decoding_gives_the_character_of_each_index",
    ],
    hint="Encode and decode one short text on paper, with the vocabulary of that text.",
)
def decoding_inverts_encoding(sub: StandIn, text: str) -> None:
    """decode(encode(text)) is the text, with the vocabulary that build_vocab makes of it."""
    expect.equal("decode(encode(text))", sub.round_trip(text), text)


@claim(
    of="lm.create_examples",
    given=draws.encoded_texts(),
    examples=[([5, 6, 7, 8], 2), ([0, 1], 1), LONG],
    points=2,
    hint="The target is what follows its context, and the last element of the text is a target, too.",
)
def examples_are_all_windows_in_order(sub: StandIn, encoded: list[int], context_length: int) -> None:
    """create_examples gives (x_i ... x_(i+c-1), x_(i+c)) for i = 0, 1, ..., len(encoded) − c − 1."""
    got = sub.create_examples(encoded, context_length).examples
    expect.equal("create_examples(encoded, context_length)", got, true.windows(encoded, context_length))


@claim(
    of="lm.create_examples",
    given=draws.encoded_texts_without_windows(),
    examples=[([], 1), ([3, 1], 2)],
    hint="A window needs context_length elements and one more.",
)
def short_texts_have_no_examples(sub: StandIn, encoded: list[int], context_length: int) -> None:
    """A text of at most context_length elements has no window: the list is empty."""
    expect.equal("create_examples(encoded, context_length)", sub.create_examples(encoded, context_length).examples, [])


@claim(
    of="lm.create_examples",
    given=draws.encoded_texts(),
    after=["text.examples_are_all_windows_in_order"],
    hint="Windows are read from the list; nothing is taken out of it.",
)
def making_examples_changes_nothing(sub: StandIn, encoded: list[int], context_length: int) -> None:
    """The encoded text is after create_examples what it was before."""
    expect.unchanged("encoded", sub.create_examples(encoded, context_length).encoded_after, encoded)
