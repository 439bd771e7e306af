"""Which messages are of one thread, and which answers which.

Source: J. Zawinski, "Message threading" (1997): chains of references, messages that are named but
not at hand, and subjects where nothing else joins two threads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

from reader.importers.mail.letters import Letter

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(eq=False)
class Conversation:
    """The messages of one thread.

    Attributes:
        root: The id of the message that begins it, at hand or not.
        letters: Those at hand, in order of time.
        joined: The ids of those that only their subject joins to it.
    """

    root: str
    letters: list[Letter] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)

    @property
    def first(self) -> Letter:
        """The message that begins it, or else the first at hand."""
        return next((letter for letter in self.letters if letter.id == self.root), self.letters[0])

    @property
    def has_root(self) -> bool:
        """Whether the message that begins it is at hand."""
        return self.first.id == self.root


class Kinship:
    """What answers what, messages that are not at hand included.

    Args:
        letters: The messages at hand.

    Attributes:
        parents: The id of what each answers; none for what begins a thread.
        known: The messages at hand by id.
    """

    def __init__(self, letters: Sequence[Letter]) -> None:
        self.known = {letter.id: letter for letter in letters}
        self.parents: dict[str, str] = {}
        chains = [(letter, letter.chain(self.known)) for letter in letters]
        self.parents.update((letter.id, chain[-1]) for letter, chain in chains if chain)
        for _, chain in chains:
            for above, id in pairwise(chain):
                self.parents.setdefault(id, above)
        self._break_loops()
        self._roots: dict[str, str] = {}
        self._farthest: dict[str, str] = {}

    def _break_loops(self) -> None:
        """What would answer itself by way of others begins a thread instead."""
        seen: dict[str, str] = {}
        for start in list(self.parents):
            id: str | None = start
            while id is not None and id not in seen:
                seen[id] = start
                id = self.parents.get(id)
            if id is not None and seen[id] == start:
                self.parents.pop(id, None)

    def root(self, id: str) -> str:
        """The id of what begins the thread of a message."""
        return self._follow(id, self._roots, is_to_known=False)

    def missing(self, id: str) -> str | None:
        """The id of the farthest message that is missing between one and the nearest at hand."""
        above = self.parents.get(id)
        return None if above is None or above in self.known else self._follow(above, self._farthest, True)

    def _follow(self, id: str, found: dict[str, str], is_to_known: bool) -> str:
        """Go up as far as it goes, or only as far as messages are missing; what is found is kept."""
        passed = []
        while id not in found:
            above = self.parents.get(id)
            if above is None or (is_to_known and above in self.known):
                found[id] = id
                break
            passed.append(id)
            id = above
        found.update(dict.fromkeys(passed, found[id]))
        return found[id]

    def count_missing(self) -> Counter[str]:
        """By the farthest of each run of missing messages, how many are missing there."""
        named = {id for pair in self.parents.items() for id in pair if id not in self.known}
        return Counter(self._follow(id, self._farthest, True) for id in named)


def find_conversations(letters: Sequence[Letter], kinship: Kinship) -> list[Conversation]:
    """The threads that messages make, the largest first."""
    found: dict[str, Conversation] = {}
    for letter in sorted(letters, key=_moment):
        root = kinship.root(letter.id)
        found.setdefault(root, Conversation(root)).letters.append(letter)
    joined = _join_by_subject(found.values())
    return sorted(joined, key=lambda conversation: -len(conversation.letters))


def _join_by_subject(conversations: Iterable[Conversation]) -> list[Conversation]:
    """Threads whose first message only says by its subject what it answers, put to what that is."""
    by_topic: dict[str, list[Conversation]] = {}
    for conversation in conversations:
        by_topic.setdefault(conversation.first.topic, []).append(conversation)
    joined: list[Conversation] = []
    for topic, same in by_topic.items():
        joined += _join(same) if topic and len(same) > 1 else same
    return joined


def _join(same: list[Conversation]) -> list[Conversation]:
    begun = [one for one in same if one.has_root and not one.first.is_reply]
    # Several threads of one subject, such as a weekly report: replies are of the latest before them.
    targets = begun or same[:1]
    for one in same:
        if one not in targets:
            before = [target for target in targets if _time(target) <= _time(one)]
            _put(one, before[-1] if before else targets[0])
    for target in targets:
        target.letters.sort(key=_moment)
    return targets


def _time(conversation: Conversation) -> datetime:
    return _moment(conversation.first)


def _moment(letter: Letter) -> datetime:
    return letter.posted_at or _EARLIEST


def _put(one: Conversation, target: Conversation) -> None:
    target.letters += one.letters
    target.joined.add(one.root)
