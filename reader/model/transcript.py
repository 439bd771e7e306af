"""What a reader asks of an interview: where questions are put, and which turn holds a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reader.model.documents import Entry, EntryKind

# Who ends more than this share of at least so many turns with a question is the one who asks.
_ASKING_SHARE = 0.5
_ASKING_TURNS = 3
_CLOSING = "\"'”’»)]} *_"
_MARKS = ("?", "？", "؟", "⁈", "⁉")


def ends_in_question(entry: Entry) -> bool:
    """Whether the last words of an entry are a question."""
    said = next((passage.text for passage in reversed(entry.passages) if passage.text), "")
    return said.rstrip(_CLOSING).endswith(_MARKS)


def find_questions(entries: Iterable[Entry]) -> list[int]:
    """The turns that ask, by index.

    A turn asks when it ends in a question, or when its speaker mostly asks: of three turns or more,
    more than half end in a question.

    Args:
        entries: All entries of a document in reading order; read once.
    """
    turns = [
        (index, entry.author, ends_in_question(entry))
        for index, entry in enumerate(entries) if entry.kind is EntryKind.TURN
    ]  # fmt: skip
    spoken = Counter(author for _, author, _ in turns if author)
    asked = Counter(author for _, author, is_question in turns if author and is_question)
    askers = {
        author for author, times in spoken.items()
        if times >= _ASKING_TURNS and asked[author] > _ASKING_SHARE * times
    }  # fmt: skip
    return [index for index, author, is_question in turns if is_question or author in askers]


def find_answers(entries: Iterable[Entry]) -> list[int]:
    """The turns that do not ask, by index: what to collapse to read questions only."""
    read = list(entries)
    questions = set(find_questions(read))
    return [
        index for index, entry in enumerate(read)
        if entry.kind is EntryKind.TURN and index not in questions
    ]  # fmt: skip


def find_time(entries: Iterable[Entry], seconds: float) -> int | None:
    """The entry that holds a time of the recording, by index.

    Args:
        entries: All entries of a document in reading order; read once.
        seconds: From the recording's beginning; fractions are left out, as where times are shown.

    Returns:
        The first entry that begins in that second, or else the last to begin before it, or else the
        first of all that has a time; None where none has.
    """
    wanted = int(seconds)
    times = ((entry.starts_at, index) for index, entry in enumerate(entries))
    timed = [(int(time), index) for time, index in times if time is not None]
    if not timed:
        return None
    exact = next((index for start, index in timed if start == wanted), None)
    before = max(((start, index) for start, index in timed if start < wanted), default=min(timed))
    return before[1] if exact is None else exact
