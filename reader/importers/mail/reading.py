"""The importer of mail: a thread out of an mbox, a folder of messages put together as one, or one message."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.parser import BytesHeaderParser

from reader.clean import clean_line, safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, join_blocks, thread
from reader.importers.mail.bodies import read_body
from reader.importers.mail.boxes import split_box
from reader.importers.mail.conversations import Conversation, Kinship, find_conversations
from reader.importers.mail.headers import line_of
from reader.importers.mail.letters import Letter, read_letters
from reader.importers.naming import UNTITLED, document_id
from reader.importers.plain import escape_line
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

NAME, TITLE = "mail", "mail: an mbox, a folder of messages, or one message"
SIGN = "headers 'From:' with 'Date:' or 'Message-ID:'"
_BEGINNING = 100_000
_HEADER = re.compile(r"(?P<name>[!-9;-~]{1,80})[ \t]?:")
_BOX = re.compile(r"From \S[^\n]*")
_KNOWN = frozenset({"date", "message-id", "received", "return-path", "delivered-to", "in-reply-to"})
_LISTED = 12


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like mail; None when it does not."""
    lines = text[:_BEGINNING].lstrip().split("\n")
    names = set[str]()
    for line in lines[1:] if _BOX.fullmatch(lines[0]) else lines:
        header = _HEADER.match(line)
        if header:
            names.add(header["name"].lower())
        elif not names or not line[:1].isspace() or not line.strip():
            break
    known = sorted(names & _KNOWN)
    return f"it begins with headers 'From:' and '{known[0].title()}:'" if "from" in names and known else None


def read_mail(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a thread of mail.

    Args:
        source: Its bytes, or text where these are not at hand. ``wanted`` says which of several
            threads to read.
        known: Not used.

    Raises:
        SourceError: It holds no message, or several threads of which none is asked for.
    """
    gathering = Gathering(NAME, source.name)
    letters, repeated = read_letters(split_box(_bytes_of(source)))
    kinship = Kinship(letters)
    conversation = _choose(source, find_conversations(letters, kinship))
    gathering.counts["repeated messages"] = repeated
    _enter(gathering, conversation, kinship)
    first = conversation.first
    headers = BytesHeaderParser().parsebytes(first.data)
    archived = safe_url(line_of(headers, "Archived-At").strip("<>"))
    document = gathering.finish(thread(
        document_id(first.title, conversation.root, "thread"), first.title or UNTITLED,
        safe_url(source.url) or archived,
        authors=(first.author,) if conversation.has_root else (), posted_at=first.posted_at,
        tags=(clean_line(line_of(headers, "List-Id").partition("<")[0]),),
    ))  # fmt: skip
    return document if first.title else replace(document, inferred=frozenset({"title"}))


def _bytes_of(source: Source) -> bytes:
    is_ascii_based = source.data and b"\x00" not in source.data[:200]
    return source.data if is_ascii_based else source.text.encode("utf-8", "surrogatepass")


def _choose(source: Source, conversations: list[Conversation]) -> Conversation:
    if not conversations:
        raise SourceError(source.name, "it holds no message", "give it a file of mail, such as an mbox")
    wanted = " ".join(source.wanted.casefold().split())
    if not wanted and len(conversations) == 1:
        return conversations[0]
    if wanted.isdecimal() and 0 < int(wanted[:9]) <= len(conversations):
        return conversations[int(wanted[:9]) - 1]
    named = [one for one in conversations if wanted and wanted in one.first.subject.casefold()]
    exact = [one for one in named if wanted in (one.first.title.casefold(), one.first.topic)]
    if len(exact or named) == 1:
        return (exact or named)[0]
    raise _undecided(source, conversations, named)


def _undecided(source: Source, every: list[Conversation], named: list[Conversation]) -> SourceError:
    reason = f"it holds {len(every)} threads"
    if named:
        reason = f"{len(named)} threads in it go by {clean_line(source.wanted)[:60]!r}"
    elif source.wanted:
        reason = f"{reason}, none by the name {clean_line(source.wanted)[:60]!r}"
    way_out = "say which: --thread NUMBER, or --thread with words of its subject"
    return SourceError(source.name, f"{reason}: {_list(every, named or every)}", way_out)


def _list(every: list[Conversation], some: list[Conversation]) -> str:
    numbers = {id(one): number for number, one in enumerate(every, 1)}
    said = (
        f"{numbers[id(one)]} {one.first.title[:60].strip() or UNTITLED} ({len(one.letters)})"
        for one in some[:_LISTED]
    )
    more = len(some) - _LISTED
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def _enter(gathering: Gathering, conversation: Conversation, kinship: Kinship) -> None:
    """Enter the messages of a thread, each below what it answers."""
    post = conversation.first
    is_alone = len(conversation.letters) == 1
    missing = kinship.count_missing()
    if is_alone and not conversation.has_root:
        gathering.warnings.append("what this message answers is not in this copy")
    elif not conversation.has_root:
        _enter_missing_post(gathering, conversation.root, missing[conversation.root])
    places = _Places(gathering, conversation, kinship, missing)
    for letter in conversation.letters:
        is_post = letter is post and (is_alone or conversation.has_root)
        said = "" if is_post or letter.topic == post.topic else f"*Subject: {escape_line(letter.subject)}*"
        body = read_body(letter.data, gathering)
        gathering.enter(
            letter.id, None if is_post else places.find(letter), join_blocks(said, body) if said else body,
            author=letter.author, posted_at=letter.posted_at,
            kind=EntryKind.POST if is_post else EntryKind.COMMENT,
            inferred=frozenset({"parent"} if letter.id in conversation.joined else ()),
        )  # fmt: skip


def _enter_missing_post(gathering: Gathering, id: str, count: int) -> None:
    said = "The message that begins this thread is" if count < 2 else f"The first {count:,} messages are"
    gathering.counts["not in this copy"] += count
    gathering.enter(
        f"missing-{id}", None, f"*{said} not in this copy.*", kind=EntryKind.POST,
        flags=frozenset({Flag.MISSING}),
    )  # fmt: skip


class _Places:
    """Where in a thread each message stands; where messages are missing, a place that says so."""

    def __init__(
        self, gathering: Gathering, conversation: Conversation, kinship: Kinship, missing: Mapping[str, int]
    ) -> None:
        self._gathering = gathering
        self._root = conversation.root
        self._kinship = kinship
        self._missing = missing
        self._stubs: dict[str, str] = {}

    def find(self, letter: Letter) -> str | None:
        """The id of what a message answers; None for the post."""
        farthest = self._kinship.missing(letter.id)
        if farthest is None:
            return self._below(self._kinship.parents.get(letter.id))
        if farthest == self._root:
            return None
        if farthest not in self._stubs:
            above = self._below(self._kinship.parents.get(farthest))
            self._stubs[farthest] = self._gathering.lack(above, self._missing[farthest], farthest)
        return self._stubs[farthest]

    def _below(self, id: str | None) -> str | None:
        return None if id == self._root else id
