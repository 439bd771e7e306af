"""What became of the entries of a document between two states of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from reader.model.documents import Document, DocumentKind, Entry, EntryKind, Flag
from reader.model.fingerprint import normalise
from reader.model.texts import EntryText
from reader.model.thread import arrange

# Shorter texts, such as "Thanks!", do not tell which entry this is.
_TELLING = 12
# Words of two texts that are still compared word by word.
_COMPARED = 1500
_PIECES = re.compile(r"\S+|\s+")
_WORDS = re.compile(r"\S+\s*")


class Changes(NamedTuple):
    """Which entries differ between a former and a present state; ids in reading order.

    Attributes:
        new: Ids in the present state of entries the former one has not.
        edited: Ids, in both states, of entries whose words are others.
        deleted: Ids in the former state of entries that are gone, or of which the site now says so.
        moved: For entries that go by another id, the former id and the present one.
    """

    new: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    moved: Mapping[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.new or self.edited or self.deleted)


class Difference(NamedTuple):
    """Words that became others.

    Attributes:
        was: The former words; empty where words were put in.
        now: The present ones; empty where words were taken out.
    """

    was: str
    now: str


def find_changes(former: Sequence[Entry], present: Sequence[Entry]) -> Changes:
    """Compare two states of a document.

    Entries are matched by id, and those that are left by author and words: where a source gives its
    entries no ids, they are numbered, and one more at the beginning renumbers all. Spaces, capitals
    and punctuation do not count.

    Args:
        former: The entries as they were.
        present: The entries as they are.
    """
    was, now = ({entry.id: entry for entry in entries} for entries in (former, present))
    same = {id for id in was.keys() & now.keys() if _is_same(was[id], now[id])}
    moved = _match(_without(former, same), _without(present, same))
    left = _without(former, same | moved.keys())
    come = _without(present, same | set(moved.values()))
    gone, arrived = ({entry.id for entry in entries} for entries in (left, come))
    deleted = [one.id for one in left if not _is_deleted(one)
               and (one.id not in arrived or _is_deleted(now[one.id]))]  # fmt: skip
    edited = [one.id for one in come if one.id in gone and not _is_deleted(one)]
    return Changes(
        tuple(one.id for one in come if one.id not in gone), tuple(edited), tuple(deleted), moved
    )  # fmt: skip


def _is_same(was: Entry, now: Entry) -> bool:
    return _is_deleted(was) == _is_deleted(now) and _words(was) == _words(now)


def _without(entries: Sequence[Entry], ids: Collection[str]) -> list[Entry]:
    return [entry for entry in entries if entry.id not in ids]


def _words(entry: Entry) -> str:
    return normalise("".join(passage.text for passage in entry.passages))


def _is_deleted(entry: Entry) -> bool:
    return Flag.DELETED in entry.flags


def _match(former: Iterable[Entry], present: Iterable[Entry]) -> dict[str, str]:
    """The ids of entries of the same author and words, each once, in order."""
    left: dict[tuple[str | None, str], list[str]] = {}
    for entry in former:
        left.setdefault((entry.author, _words(entry)), []).append(entry.id)
    moved = {}
    for entry in present:
        ids = left.get((entry.author, words := _words(entry)))
        if ids and len(words) >= _TELLING:
            moved[ids.pop(0)] = entry.id
    return moved


def keep_places(former: Document, present: Document, changes: Changes) -> Document:
    """The present state with an empty entry, marked as deleted, for each comment that is gone.

    What answered it, and would stand at the top without it, stays below it.

    Args:
        former: The document as it was.
        present: The document as it is.
        changes: What became of its entries.
    """
    here = {entry.id for entry in present.entries}
    gone = [one for one in former.entries if one.id not in here and one.id not in changes.moved]
    stubs = [_stub(entry) for entry in gone if entry.kind is EntryKind.COMMENT]
    if present.kind is not DocumentKind.THREAD or not stubs:
        return present
    above = {entry.id: entry.parent for entry in former.entries}
    places = {stub.id for stub in stubs}
    orphans = {id for id in present.report.orphans if above.get(id) in places}
    entries = [replace(one, parent=above[one.id]) if one.id in orphans else one for one in present.entries]
    report = replace(
        present.report, orphans=tuple(id for id in present.report.orphans if id not in orphans),
        found={**present.report.found, "deleted since": len(stubs)},
    )  # fmt: skip
    return replace(present, entries=arrange([*entries, *stubs]).entries, report=report)


def _stub(entry: Entry) -> Entry:
    flags = frozenset({Flag.DELETED})
    return Entry(entry.id, EntryKind.COMMENT, entry.parent, posted_at=entry.posted_at, flags=flags)


def mark_words(was: Entry, now: Entry) -> list[tuple[str, str]]:
    """The words of two states of an entry in one text: runs with what became of each.

    Args:
        was: The former state.
        now: The present one.

    Returns:
        Runs of text, each with ``was`` (set in ``[-`` and ``-]``), ``now`` (in ``{+`` and ``+}``) or
        nothing for its role; nothing at all when the texts are too long to compare.
    """
    before, after = (_WORDS.findall(EntryText(entry).text) for entry in (was, now))
    if len(before) > _COMPARED or len(after) > _COMPARED:
        return []
    runs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("".join(after[first:last]), ""))
            continue
        gone, come = "".join(before[start:stop]), "".join(after[first:last])
        runs += [(f"[-{gone.rstrip()}-]{_gap(gone)}", "was")] * bool(gone)
        runs += [(f"{{+{come.rstrip()}+}}{_gap(come)}", "now")] * bool(come)
    return runs


def _gap(text: str) -> str:
    """The space at the end of a text; at least one, so that marks stand apart."""
    return text[len(text.rstrip()) :] or " "


def compare_words(was: Entry, now: Entry) -> list[Difference]:
    """The words in which two states of an entry differ, in order; none when they are too long to say."""
    before, after = (_PIECES.findall(EntryText(entry).text) for entry in (was, now))
    if len(before) > 2 * _COMPARED or len(after) > 2 * _COMPARED:
        return []
    return list(_differences(before, after))


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield Difference("".join(before[start:stop]).strip(), "".join(after[first:last]).strip())
