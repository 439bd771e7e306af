"""A reader's query, as text, to a query tree.

    query  = all { "OR" all }
    all    = one { ["AND"] one }
    one    = { "NOT" | "-" } ( "(" query ")" | term )
    term   = word | word"*" | word"~" ["2"] | '"'phrase'"' ["~" number] | operator":"value

Operators stand in :mod:`reader.index.operators`. AND, OR and NOT are upper case; any quotation marks
serve. A word with other characters inside, such as ``GPT-4``, is a phrase.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.index.operators import is_operator, read_operator
from reader.index.query import And, Fuzzy, Node, Not, Or, Phrase, Prefix, QueryError, Word
from reader.index.stems import words_of

_LONGEST = 2_000
_MOST_TERMS = 100
_DEEPEST = 30
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb\u201f'
_TOKEN = re.compile(
    rf"(?P<open>\()|(?P<close>\))|(?P<not>-(?=[^\s)-]))"
    rf"|(?:(?P<operator>[A-Za-z]+):)?(?P<quoted>[{_QUOTES}](?P<inside>[^{_QUOTES}]*)(?P<end>[{_QUOTES}]?))"
    rf"(?:~(?P<slack>\d*))?"
    rf"|(?P<bare>[^\s(){_QUOTES}]+)"
)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    stop: int
    match: re.Match[str]


def parse(query: str, as_you_type: bool = False) -> Node | None:
    """Read a query.

    Args:
        query: What the reader wrote.
        as_you_type: The last word may go on, and a phrase may lack its end.

    Returns:
        The tree; None when there is nothing to look for.

    Raises:
        QueryError: It cannot be followed.
    """
    if len(query) > _LONGEST:
        raise QueryError(f"the query is longer than {_LONGEST:,} characters", _LONGEST)
    return _Parser(query, as_you_type).parse()


class _Parser:
    def __init__(self, query: str, as_you_type: bool) -> None:
        self._query = query
        self._as_you_type = as_you_type
        self._tokens = [_token(match) for match in _TOKEN.finditer(query)]
        self._at = 0
        self._depth = 0
        self._terms = 0

    def parse(self) -> Node | None:
        if not self._tokens:
            return None
        found = self._either()
        if self._peek() is not None:
            raise QueryError("there is no ( for this )", self._tokens[self._at].start)
        return found

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is_next(self, *kinds: str) -> bool:
        token = self._peek()
        return token is not None and token.kind in kinds

    def _either(self) -> Node | None:
        parts = [self._all()]
        while self._is_next("OR"):
            joint = self._tokens[self._at]
            self._at += 1
            parts.append(self._all(joint))
        return _join(Or, parts)

    def _all(self, joint: _Token | None = None) -> Node | None:
        self._need(joint)
        parts = [self._one()]
        while self._peek() is not None and not self._is_next("OR", "close"):
            if self._is_next("AND"):
                joint = self._tokens[self._at]
                self._at += 1
                self._need(joint)
            parts.append(self._one())
        return _join(And, parts)

    def _need(self, joint: _Token | None) -> None:
        """What comes next must be something to look for."""
        token = self._peek()
        if joint is not None and (token is None or token.kind in ("AND", "OR", "close")):
            raise QueryError(f"after {joint.text} something to look for is missing", joint.start)
        if token is not None and token.kind in ("AND", "OR"):
            raise QueryError(f"before {token.text} something to look for is missing", token.start)

    def _one(self) -> Node | None:
        first, count = self._at, 0
        while self._is_next("NOT", "not"):
            self._at += 1
            count += 1
            self._need(self._tokens[self._at - 1])
        found = self._group() if self._is_next("open", "close") else self._term()
        if found is None or count % 2 == 0:
            return found
        return Not(self._tokens[first].start, found.stop, found)

    def _group(self) -> Node | None:
        opening = self._tokens[self._at]
        self._at += 1
        if opening.kind == "close":
            raise QueryError("there is no ( for this )", opening.start)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(f"parentheses stand in one another more than {_DEEPEST} deep", opening.start)
        if self._is_next("close"):
            raise QueryError("there is nothing between ( and )", opening.start)
        found = self._either() if self._peek() else None
        if not self._is_next("close") and not self._as_you_type:
            raise QueryError("there is no ) for this (", opening.start)
        self._at += 1
        self._depth -= 1
        return found

    def _term(self) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        self._terms += 1
        if self._terms > _MOST_TERMS:
            raise QueryError(f"the query has more than {_MOST_TERMS} words", token.start)
        is_open = self._as_you_type and token.stop == len(self._query)
        if token.kind == "quoted":
            return self._quoted(token, is_open and not token.match["end"])
        return _bare(token, is_open)

    def _quoted(self, token: _Token, is_open: bool) -> Node | None:
        match = token.match
        if not match["end"] and not is_open:
            raise QueryError("the quotation mark is not closed", match.start("quoted"))
        if match["operator"]:
            return read_operator(match["operator"], match["inside"], token.start, token.stop, is_open)
        words = tuple(words_of(match["inside"]))
        slack = match["slack"]
        if slack == "":
            raise QueryError("after ~ the number of words that may stand between is missing", token.stop - 1)
        if not words:
            return None
        distance = None if slack is None or len(words) == 1 else min(int(slack[:4]), 1000)
        return Phrase(token.start, token.stop, words, distance, is_open)


def _token(match: re.Match[str]) -> _Token:
    text, kind = match[0], match.lastgroup or ""
    if match["quoted"]:
        kind = "quoted"
    elif text in ("AND", "OR", "NOT"):
        kind = text
    return _Token(kind, text, match.start(), match.end(), match)


def _join(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    found = tuple(part for part in parts if part is not None)
    if len(found) < 2:
        return found[0] if found else None
    return kind(found[0].start, found[-1].stop, found)


def _bare(token: _Token, is_open: bool) -> Node | None:
    name, colon, value = token.text.partition(":")
    if colon and is_operator(name, value, token.start):
        return read_operator(name, value, token.start, token.stop, is_open)
    text, start, stop = token.text, token.start, token.stop
    if "*" in text:
        return _beginning(text, start, stop)
    if "~" in text:
        return _nearly(text, start, stop)
    words = tuple(words_of(text))
    if len(words) > 1:
        return Phrase(start, stop, words, None, is_open)
    if not words:
        return None
    word = Word(start, stop, words[0])
    return Or(start, stop, (word, Prefix(start, stop, words[0]))) if is_open else word


def _beginning(text: str, start: int, stop: int) -> Node:
    at = text.index("*")
    words = tuple(words_of(text[:at]))
    if text[at:].strip("*"):
        raise QueryError("* stands for the end of a word and must come last", start + at)
    if not words:
        raise QueryError("before * the beginning of a word is missing", start + at)
    return Prefix(start, stop, words[0]) if len(words) == 1 else Phrase(start, stop, words, None, True)


def _nearly(text: str, start: int, stop: int) -> Node:
    at = text.index("~")
    words, said = words_of(text[:at]), text[at + 1 :]
    if said not in ("", "1", "2"):
        raise QueryError("~ comes last, alone or with 1 or 2: how many letters may differ", start + at)
    if len(words) != 1:
        raise QueryError("before ~ one word is needed", start + at)
    return Fuzzy(start, stop, words[0], int(said or 1))
