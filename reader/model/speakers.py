"""What a reader calls the speakers of a document, kept over its updates.

A transcript may call one speaker by two names, or by none that says anything. What the reader
chooses is kept apart from the document, by the names of the source: so that it can be laid on the
next state of the document, and taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reader.clean import clean_line
from reader.errors import SourceError
from reader.model.documents import Document, Entry, EntryKind

FORMAT = "threadside.speakers/1"


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """Names by which a reader calls speakers.

    Attributes:
        names: The chosen name by the name in the source; none is chosen twice for one speaker.
    """

    names: Mapping[str, str] = field(default_factory=dict)

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
        return SpeakerNames(_without_idle(names))

    def restore(self, shown: str) -> SpeakerNames:
        """Show again by their names in the source all that are shown by this name."""
        return SpeakerNames({name: chosen for name, chosen in self.names.items() if chosen != shown})

    def apply(self, document: Document) -> Document:
        """A document as its source gives it, with the speakers of its turns as the reader calls them."""
        if not self.names:
            return document
        return replace(document, entries=tuple(map(self._apply, document.entries)))

    def _apply(self, entry: Entry) -> Entry:
        chosen = self.names.get(entry.author or "") if entry.kind is EntryKind.TURN else None
        return replace(entry, author=chosen) if chosen else entry


def _without_idle(names: Mapping[str, str]) -> dict[str, str]:
    return {name: chosen for name, chosen in names.items() if name != chosen}


def write_speakers(speakers: SpeakerNames) -> str:
    """Names as JSON text, to be kept."""
    return json.dumps({"format": FORMAT, "names": dict(speakers.names)}, ensure_ascii=False)


def read_speakers(text: str) -> SpeakerNames:
    """Names from what :func:`write_speakers` gave.

    Raises:
        SourceError: It is not such text.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("speakers' names", "not readable as JSON") from error
    names = raw.get("names") if isinstance(raw, dict) and raw.get("format") == FORMAT else None
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise SourceError("speakers' names", f"they are not in the format {FORMAT!r}")
    cleaned = {clean_line(name): clean_line(chosen) for name, chosen in names.items()}
    return SpeakerNames(_without_idle({name: chosen for name, chosen in cleaned.items() if name and chosen}))
