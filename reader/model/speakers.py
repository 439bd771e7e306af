"""What a reader calls the speakers of a document, kept over its updates.

A transcript may call one speaker by two names, or by none that says anything. What the reader
chooses is kept apart from the document, by the names of the source: so that it can be laid on the
next state of the document, and taken back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reader.clean import clean_line
from reader.errors import SourceError
from reader.model.columns import Columns
from reader.model.documents import Document, Entry, EntryKind

FORMAT = "threadside.speakers/1"


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """Names by which a reader calls speakers.

    Attributes:
        names: The chosen name by the name in the source; none is chosen twice for one speaker.
        given: The name in the source by entry id, for the turns of the document these names are laid
            on that are called otherwise: so that they can be taken off again.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """What a speaker of the source is called."""
        return self.names.get(name, name)

    def rename(self, shown: str, new: str) -> SpeakerNames:
        """Call by another name whoever is shown by this one; a name in use merges two speakers.

        Args:
            shown: The name as it is shown now.
            new: The name to show; when nothing is left of it once cleaned, nothing changes.
        """
        new = clean_line(new)
        if not new:
            return self
        names = {name: new if chosen == shown else chosen for name, chosen in self.names.items()}
        names.setdefault(shown, new)
        return replace(self, names=_without_idle(names))

    def restore(self, shown: str) -> SpeakerNames:
        """Show again by their names in the source all that are shown by this name."""
        return replace(self, names={name: new for name, new in self.names.items() if new != shown})

    def give_back(self, name: str) -> SpeakerNames:
        """Show one speaker of the source by that name again."""
        return replace(self, names={of: new for of, new in self.names.items() if of != name})

    def apply(self, document: Document) -> Document:
        """A document as its source gives it, with the speakers of its turns as the reader calls them."""
        if not self.names:
            return document
        return replace(document, entries=tuple(map(self._apply, document.entries)))

    def lay_on(self, document: Document) -> SpeakerNames:
        """These names, knowing the turns of a document, as its source gives it, that they change."""
        turns = (entry for entry in document.entries if entry.kind is EntryKind.TURN)
        given = {turn.id: turn.author for turn in turns if turn.author in self.names and turn.author}
        return replace(self, given=given)

    def take_off(self, document: Document) -> Document:
        """The document these names are laid on, as its source gives it."""
        if not self.given:
            return document
        entries = (replace(one, author=self.given.get(one.id, one.author)) for one in document.entries)
        return replace(document, entries=tuple(entries))

    def _apply(self, entry: Entry) -> Entry:
        chosen = self.names.get(entry.author or "") if entry.kind is EntryKind.TURN else None
        return replace(entry, author=chosen) if chosen else entry


class Speaker(NamedTuple):
    """Who speaks in a document.

    Attributes:
        name: What they are called.
        turns: How many turns are theirs.
        in_source: What the source calls them, where that is another name, or several.
    """

    name: str
    turns: int
    in_source: tuple[str, ...]


def find_speakers(columns: Columns, names: SpeakerNames) -> list[Speaker]:
    """The speakers of a document in order of their first turns.

    Args:
        columns: The document's entries.
        names: The names that are laid on it.
    """
    turns = Counter(
        columns.author(at) for at in range(len(columns)) if columns.kind(at) is EntryKind.TURN
    )  # fmt: skip
    renamed = Counter(map(names.shown, names.given.values()))
    return [
        Speaker(name, count, _in_source(name, count > renamed[name], names))
        for name, count in turns.items() if name
    ]  # fmt: skip


def _in_source(shown: str, is_own: bool, names: SpeakerNames) -> tuple[str, ...]:
    called = {name for name in names.given.values() if names.shown(name) == shown}
    return (*([shown] if is_own and called else []), *sorted(called))


def _without_idle(names: Mapping[str, str]) -> dict[str, str]:
    return {name: chosen for name, chosen in names.items() if name != chosen}


def write_speakers(speakers: SpeakerNames) -> str:
    """Names as JSON text, to be kept."""
    written = {"format": FORMAT, "names": dict(speakers.names), "given": dict(speakers.given)}
    return json.dumps(written, ensure_ascii=False)


def read_speakers(text: str) -> SpeakerNames:
    """Names from what :func:`write_speakers` gave.

    Raises:
        SourceError: It is not such text.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("speakers' names", "not readable as JSON") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise SourceError("speakers' names", f"they are not in the format {FORMAT!r}")
    return SpeakerNames(_without_idle(_read(raw.get("names"))), _read(raw.get("given", {})))


def _read(names: object) -> dict[str, str]:
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise SourceError("speakers' names", f"they are not in the format {FORMAT!r}")
    cleaned = {clean_line(name): clean_line(chosen) for name, chosen in names.items()}
    return {name: chosen for name, chosen in cleaned.items() if name and chosen}
