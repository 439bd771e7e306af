"""Lenses: which entries of a document to read alone, around the one a reader is at. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.model.columns import Columns
from reader.model.documents import EntryKind
from reader.ui.movement import answered
from reader.ui.page import Narrowed


def chain(columns: Columns, entry: int) -> Narrowed:
    """What an entry answers, up to the root, and nothing else.

    Args:
        columns: The document's entries.
        entry: The entry's index.
    """
    lineage = [entry, *columns.thread.ancestors(entry)]
    if columns.kind(entry) is EntryKind.TURN:
        question = answered(columns.thread, columns, entry)
        lineage += [] if question is None else [question]
    return _narrowed("the chain to here", columns, lineage, keeps_post=entry == 0)


def between(columns: Columns, entry: int) -> Narrowed | None:
    """Everything that passed between the author of an entry and whom it answers, or who answers it.

    Returns:
        None when the author is not known, or exchanged nothing with anyone.
    """
    pair = partners(columns, entry)
    if pair is None:
        return None
    said = [at for both in _exchanged(columns, pair) for at in both]
    if not said:
        return None
    one, other = (columns.names[author] for author in pair)
    return _narrowed(f"between {one} and {other}", columns, said, keeps_post=entry == 0)


def by_author(columns: Columns, entry: int) -> Narrowed | None:
    """What the author of an entry wrote, with what they answered.

    Returns:
        None when the author is not known.
    """
    author = columns.authors[entry]
    if author < 0:
        return None
    own = [at for at, its in enumerate(columns.authors) if its == author]
    parents = (answered(columns.thread, columns, at) for at in own)
    said = [*own, *(at for at in parents if at is not None)]
    return _narrowed(f"{columns.names[author]} and what they answered", columns, said, keeps_post=entry == 0)


def partners(columns: Columns, entry: int) -> tuple[int, int] | None:
    """The author of an entry, and the nearest other one: above it, else the first who answers.

    Returns:
        Indexes of both names; None when there are no two.
    """
    author = columns.authors[entry]
    near = [*_lineage(columns, entry), *columns.thread.replies(entry)]
    other = next((its for its in (columns.authors[at] for at in near) if its >= 0 and its != author), None)
    return None if author < 0 or other is None else (author, other)


def last_word(columns: Columns, entry: int) -> int | None:
    """The other person's last word in the exchange an entry belongs to.

    An exchange is what two people answered one another without a break, whoever else is there.

    Returns:
        The index of an entry; None when there is no exchange, or no word of the other in it.
    """
    pair = partners(columns, entry)
    if pair is None:
        return None
    roots: dict[int, int] = {}
    for reply, parent in _exchanged(columns, pair):
        roots.setdefault(parent, parent)
        roots[reply] = roots[parent]
    here = roots.get(entry)
    words = [at for at, root in roots.items() if root == here and columns.authors[at] == pair[1]]
    return max(words, key=lambda at: (columns.times[at], at), default=None) if here is not None else None


def _lineage(columns: Columns, entry: int) -> Iterator[int]:
    at = answered(columns.thread, columns, entry)
    while at is not None:
        yield at
        at = answered(columns.thread, columns, at)


def _exchanged(columns: Columns, pair: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Each entry of two people that answers the other, with what it answers, in reading order.

    Where one of them goes on in an answer to their own entry, that is part of it.
    """
    said = set[int]()
    for at, author in enumerate(columns.authors):
        parent = answered(columns.thread, columns, at) if author in pair else None
        if parent is None or columns.authors[parent] not in pair:
            continue
        if columns.authors[parent] != author or parent in said:
            said |= {at, parent}
            yield at, parent


def _narrowed(name: str, columns: Columns, said: Iterable[int], *, keeps_post: bool) -> Narrowed:
    """Some entries in full, what they answer as stubs; the post as well, unless it was asked from there."""
    full = set(said)
    above = {at for entry in full for at in columns.thread.ancestors(entry)} - full
    if columns.kind(0) is EntryKind.POST and not keeps_post:
        full.discard(0)
        above.add(0)
    return Narrowed(name, frozenset(full), frozenset(above))
