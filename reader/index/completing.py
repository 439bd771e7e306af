"""What a query may go on with, at the cursor: operators, their values, names and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from reader.index.lexicon import Lexicon
from reader.index.operators import OPERATORS
from reader.index.snapshot import Snapshot
from reader.index.stems import words_of
from reader.index.writing import AUTHOR
from reader.model.folding import fold

_MOST = 12
_NAMES = frozenset({"author", "speaker", "replyto"})
_TOKEN = re.compile(r"(?:(?P<operator>[A-Za-z]+):(?P<quote>\"?)(?P<value>(?(quote)[^\"]*|[^\s()\"]*))|(?P<word>[^\s()\":]+))$")  # fmt: skip  # noqa: E501


class Origin(NamedTuple):
    """Where completions come from.

    Attributes:
        snapshot: The index.
        lexicon: Its words.
        titles: Gives document ids with their titles.
    """

    snapshot: Snapshot
    lexicon: Lexicon
    titles: Callable[[], dict[str, str]]


class Completion(NamedTuple):
    """How a query may go on.

    Attributes:
        start: The first character of the query to replace.
        stop: One past the last.
        text: What to put there.
        help: What it is; may be empty.
    """

    start: int
    stop: int
    text: str
    help: str = ""


def complete(origin: Origin, query: str, at: int) -> list[Completion]:
    """How a query may go on at the cursor, the likeliest first; at most twelve.

    Args:
        origin: Where completions come from.
        query: The query.
        at: The cursor, as a number of characters before it.
    """
    match = _TOKEN.search(query, 0, at)
    if match is None:
        return []
    if match["operator"]:
        found = _values(match["operator"], match["value"], origin)
        start = match.start("operator")
    else:
        found, start = _words(match["word"], origin.lexicon), match.start("word")
        start += len(match["word"]) - len(match["word"].lstrip("-"))
    new = ((text, said) for text, said in found if text != query[start:at])
    return [Completion(start, at, text, said) for text, said in islice(new, _MOST)]


def _words(word: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    word = word.lstrip("-")
    for name, operator in OPERATORS.items():
        if name.startswith(word) and word:
            yield f"{name}:", operator.help
    folded = words_of(word)
    if len(folded) == 1:
        for longer in lexicon.beginning(folded[0], _MOST):
            yield longer, ""


def _values(name: str, value: str, origin: Origin) -> Iterator[tuple[str, str]]:
    if name in _NAMES:
        for author in _authors(origin.snapshot, value):
            quoted = f'"{author}"' if " " in author or not author.isalnum() else author
            yield f"{name}:{quoted}", ""
    elif name == "doc":
        part = fold(value)
        for id, title in origin.titles().items():
            if id.startswith(part) or part in fold(title):
                yield f"{name}:{id}", title
    elif name in OPERATORS:
        for known in OPERATORS[name].values:
            if known.startswith(value.lower()):
                yield f"{name}:{known}", ""


def _authors(snapshot: Snapshot, value: str) -> list[str]:
    """Names with words that begin as the value's words do, those with the most entries first."""
    words, counts = words_of(value), dict[str, int]()
    for segment in snapshot.segments:
        terms = segment.terms.field(AUTHOR)
        for term, count in zip(terms.texts, terms.counts, strict=True):
            folded, _, name = term.partition("\t")
            if all(f" {word}" in f" {folded}" for word in words):
                counts[name] = counts.get(name, 0) + count
    return sorted(counts, key=lambda name: (-counts[name], name))
