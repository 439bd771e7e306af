"""Messages as far as threads are concerned: what they are called, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from reader.importers.mail.headers import ids_of, line_of, make_id, moment_of, name_of

_REPLY = re.compile(r"(?:re|aw|sv|antw|vs|odp)(?:\[\d{1,3}\])?\s*:\s*", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:re|fwd?|wg|aw|sv|antw|vs|odp)(?:\[\d{1,3}\])?\s*:\s*|\[[^\[\]]{1,40}\]\s*", re.IGNORECASE
)
_LIST = re.compile(r"\[[\w .-]{1,40}\]\s*")
# So many ids of References are followed, the first and the nearest.
_FOLLOWED = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of which only the headers were read.

    Attributes:
        id: Its own id, made up where it has none.
        references: The ids of what it answers, the farthest first.
        answered: The id of what it says it answers; empty when it does not say.
        subject: What it is about, as it is written.
        author: Who wrote it; empty when not known.
        posted_at: When, in UTC; None when not known.
        data: The whole message.
    """

    id: str
    references: tuple[str, ...]
    answered: str
    subject: str
    author: str
    posted_at: datetime | None
    data: bytes

    def chain(self, known: Container[str]) -> tuple[str, ...]:
        """The ids of what it answers, the nearest last.

        Args:
            known: The ids of the messages at hand. What is named as answered beside the references
                counts only among these: programs put addresses and dates there too.
        """
        if self.answered in self.references:
            return self.references[: self.references.index(self.answered) + 1]
        is_sure = self.answered and (not self.references or self.answered in known)
        return (self.answered,) if is_sure else self.references

    @property
    def is_reply(self) -> bool:
        """Whether its subject says that it answers something."""
        return bool(_REPLY.match(_LIST.sub("", self.subject, count=1)))

    @property
    def topic(self) -> str:
        """Its subject without what is put before it, to compare with others."""
        return _strip(self.subject).casefold()

    @property
    def title(self) -> str:
        """Its subject without signs of a reply, to show."""
        title = self.subject
        while found := _REPLY.match(title):
            title = title[found.end() :]
        return title


def _strip(subject: str) -> str:
    rest = subject
    while (found := _LEADING.match(rest)) and found.end() < len(rest):
        rest = rest[found.end() :]
    return " ".join(rest.split())


def read_letters(messages: Iterable[bytes]) -> tuple[list[Letter], int]:
    """Read the headers of messages.

    Returns:
        The messages, each id once; and how many were left out because their id came before.
    """
    letters: dict[str, Letter] = {}
    repeated = 0
    for data in messages:
        letter = _read_letter(data)
        repeated += letter.id in letters
        letters.setdefault(letter.id, letter)
    return list(letters.values()), repeated


def _read_letter(data: bytes) -> Letter:
    message = BytesHeaderParser().parsebytes(data)
    id = next(ids_of(message, "Message-ID"), "") or make_id(data)
    references = [named for named in dict.fromkeys(ids_of(message, "References")) if named != id]
    if len(references) > _FOLLOWED:
        references = [references[0], *references[1 - _FOLLOWED :]]
    answered = next(ids_of(message, "In-Reply-To"), "")
    return Letter(
        id, tuple(references), "" if answered == id else answered, line_of(message, "Subject"),
        name_of(message), moment_of(message), data,
    )  # fmt: skip
