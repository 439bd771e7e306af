"""The chat of a Zoom meeting as saved: ``00:02:15⇥Name:⇥text``, or ``00:02:15 From Name to Everyone: text``.

A message may run over several lines; each message is a turn with its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.errors import SourceError
from reader.importers.compose import TYPED_LIST, compose
from reader.importers.interview_document import Draft, Findings, make_interview, warn_of_order
from reader.importers.interview_header import InterviewHeader
from reader.importers.lines import is_blank, split_lines, trim
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind
from reader.model.timestamps import read_timestamp

NAME = "zoom-chat"
_MESSAGE = re.compile(
    r"(?P<time>\d\d:\d\d:\d\d) +(?:From +(?P<sender>\S.{0,98}?) +to +(?P<to>\S.{0,98}?)"
    r"|(?:From +)?(?P<name>[^\s:][^:]{0,98}?)) ?:(?: +(?P<said>.*)|\s*)"
)
_ALL = re.compile(r"everyone|all panelists(?: and attendees)?|hosts and panelists", re.IGNORECASE)
_SIGN_LINES = 60
_LEAST = 2


@dataclass(slots=True)
class _Message:
    """A message, or what stands above the first.

    Attributes:
        start: Index of its first line.
        sender: Who wrote it.
        sent_at: When, in seconds from the meeting's beginning.
        lines: Its text.
        control: The words of the program in its first line.
    """

    start: int = 0
    sender: str | None = None
    sent_at: float | None = None
    lines: list[str] = field(default_factory=list)
    control: str = ""


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like a chat of Zoom; None when it does not."""
    lines = [line for line in text.split("\n", _SIGN_LINES)[:_SIGN_LINES] if not is_blank(line)]
    messages = [line for line in lines if _MESSAGE.fullmatch(line)]
    is_chat = len(messages) >= _LEAST and messages[0] is lines[0] and 2 * len(messages) >= len(lines)
    return f"{len(messages)} of its first lines are 'TIME NAME: text'" if is_chat else None


def read_zoom_chat(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read the chat of a Zoom meeting.

    Args:
        source: Its text.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition, a turn for each message.

    Raises:
        SourceError: It has no message.
    """
    lines = split_lines(source.text)
    messages = _read(lines)
    if len(messages) < 2:
        reason = "it has no line 'TIME NAME: text'"
        raise SourceError(source.name, reason, "save the chat of the meeting again")
    stops = [*(message.start for message in messages[1:]), len(lines)]
    drafts = [
        Draft(
            EntryKind.TURN if number else EntryKind.POST, compose(message.lines, TYPED_LIST),
            "\n".join(message.lines), None, message.sender, message.sent_at,
            [trim(lines, message.start, stop)],
        )
        for number, (message, stop) in enumerate(zip(messages, stops, strict=True))
    ]  # fmt: skip
    warnings = list(warn_of_order(draft.starts_at for draft in drafts))
    controls = sorted({message.control for message in messages} - {""})
    left_out = {"controls": "\n".join(controls)} if controls else {}
    findings = Findings(NAME, source.text, lines, left_out=left_out, warnings=warnings)
    return make_interview(source, InterviewHeader(), drafts, findings, known)


def _read(lines: Sequence[str]) -> list[_Message]:
    messages = [_Message()]
    for at, line in enumerate(lines):
        match = _MESSAGE.fullmatch(line)
        if not match:
            messages[-1].lines.append(line)
            continue
        sender = " ".join((match["sender"] or match["name"]).split())
        message = _Message(at, sender, read_timestamp(match["time"]))
        if match["sender"]:
            is_to_all = _ALL.fullmatch(match["to"])
            message.control = f"From … to {match['to']}" if is_to_all else "From"
            message.lines += [] if is_to_all else [f"(to {match['to']})"]
        message.lines += [match["said"].strip()] if match["said"] else []
        messages.append(message)
    return messages
