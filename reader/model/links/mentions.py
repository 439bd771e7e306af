"""Mentions: persons named in a thread, and which comment of theirs is meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from reader.model.documents import Document, DocumentKind, EntryKind
from reader.model.links.nearness import Kinship
from reader.model.links.quotations import fold_name, has_marks
from reader.model.links.values import Link, LinkKind, Target, Verdict
from reader.model.passages import Passage, PassageKind

_CANDIDATES_LIMIT = 400
_HANDLE = re.compile(r"(?<![\w./@])@(?P<name>[^\W_][\w-]{1,40}(?:\.[\w-]{1,20})?)")
_POSSESSIVE = re.compile(
    r"(?P<name>\b[^\W\d_][\w.-]{1,30}(?: [A-Z][\w.-]{1,30}){0,2})['\u2019]s? "
    r"(?:[\w-]{1,20} ){0,2}?(?P<what>comment|reply|answer|response|post)\b"
)


def find_mentions(document: Document, kinship: Kinship) -> Iterator[Link]:
    """Persons named as ``@name`` or as in "Paul's comment", where exactly one entry can be meant.

    That entry is one that the naming entry answers, or one beside it. In a copy that lost its
    links, "Paul's comment here" may have been a link to anywhere, so there it must be the only
    comment of that person in the thread.
    """
    if document.kind is not DocumentKind.THREAD:
        return
    persons = _Persons(document, kinship)
    for at, entry in enumerate(document.entries):
        for index, passage in enumerate(entry.passages):
            for start, stop, name, what in _names(passage):
                found = persons.find(at, name, what)
                if found is not None:
                    target = Target(document.id, document.entries[found].id)
                    yield Link(LinkKind.MENTION, entry.id, index, start, stop, (target,), Verdict.EXACT)


def _names(passage: Passage) -> Iterator[tuple[int, int, str, str]]:
    if passage.kind is PassageKind.CODE:
        return
    if "@" in passage.text:
        for found in _HANDLE.finditer(passage.text):
            yield *found.span(), found["name"], ""
    if "'" in passage.text or "\u2019" in passage.text:
        for found in _POSSESSIVE.finditer(passage.text):
            yield *found.span(), found["name"], found["what"]


class _Persons:
    """Who wrote which entries, by every name they go by."""

    def __init__(self, document: Document, kinship: Kinship) -> None:
        self._entries = document.entries
        self._kinship = kinship
        self._is_copy = not has_marks(document)
        self._by_parent: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._by_author: defaultdict[str, list[int]] = defaultdict(list)
        self._authors: defaultdict[str, set[str]] = defaultdict(set)
        for at, entry in enumerate(document.entries):
            if entry.author:
                self._add(at, entry.author)

    def _add(self, at: int, author: str) -> None:
        self._by_author[author].append(at)
        self._by_parent[self._kinship.parents[at], author].append(at)
        parts = author.replace("_", " ").split()
        # A first name alone may be anybody's; two letters are nobody's.
        for name in {author, *parts[:1], *parts[-1:]}:
            if len(name) > 2:
                self._authors[fold_name(name)].add(author)

    def find(self, at: int, name: str, what: str) -> int | None:
        """The one entry meant by a name, None when there is none or more than one.

        Args:
            at: The entry that names the person.
            name: The name as written.
            what: What of theirs is named, such as ``comment``; empty for the person.
        """
        authors = self._known(name)
        if len(authors) != 1:
            return None
        author = next(iter(authors))
        found = [one for one in self._candidates(at, author) if one != at and self._is(one, what)]
        if self._is_copy and what and len(self._comments(author, at, what)) != 1:
            return None
        return found[0] if len(found) == 1 else None

    def _known(self, name: str) -> set[str]:
        """The authors of a name; of several words before a possessive only the last may belong to it."""
        words = name.split()
        for start in range(len(words)):
            authors = self._authors.get(fold_name("".join(words[start:])))
            if authors:
                return authors
        return set()

    def _candidates(self, at: int, author: str) -> list[int]:
        above = [one for one in self._kinship.ancestors(at) if self._entries[one].author == author]
        post = self._kinship.post
        if post >= 0 and post not in above and self._entries[post].author == author:
            above.append(post)
        beside = self._by_parent.get((self._kinship.parents[at], author), [])
        return list(dict.fromkeys([*above, *beside[:_CANDIDATES_LIMIT]]))

    def _comments(self, author: str, at: int, what: str) -> list[int]:
        mine = self._by_author[author][:_CANDIDATES_LIMIT]
        return [one for one in mine if one != at and self._is(one, what)]

    def _is(self, one: int, what: str) -> bool:
        is_post = self._entries[one].kind is EntryKind.POST
        return not what or is_post == (what == "post")
