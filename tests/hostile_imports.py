"""Hostile strings in every field of every importer's source: what may come of it, and what not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from reader.clean import clean, safe_url
from reader.errors import SourceError
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.model.documents import Document
from tests.hostile import CORPUS, Put, acting, letters, places, planted, shown_words, texts_in

# What stands between these is for a machine: it is replaced when it is not of its form, or resolved.
_MACHINE = re.compile(r"(?i)(^|[._@*-])(id|_id|objectid|short_id|name|href|src|url|uri|class|format)$")
_LONGEST_NAME = 100
# They open and close what a page shows, or stand for another character; words then come and go with them.
_STRUCTURAL = re.compile(r"[<&\n\r]|\]\(")
_WORD = re.compile(r"[^\W_]{3,}")
NUMBER = 7


class Field(NamedTuple):
    """A place in a source where an outsider's text may stand.

    Attributes:
        importer: The name of the importer that reads the source.
        file: The name of the source.
        place: A name for the place.
        put: Gives the source with a text there.
    """

    importer: str
    file: str
    place: str
    put: Put

    def read(self, text: str) -> Document | SourceError:
        """The document with a text there, or why there is none."""
        try:
            return read_source(Source(self.file, self.put(planted(text, NUMBER))), (), self.importer)
        except SourceError as error:
            return error


def fields_of(importer: str, file: str, text: str) -> Iterator[Field]:
    """The fields of a source."""
    for place, put in places(text).items():
        yield Field(importer, file, place, put)


def find_fault(field: Field, name: str, plain: Document | SourceError) -> str:
    """What is wrong with a hostile string in a field; empty when nothing is.

    Args:
        field: The field.
        name: The name of the string.
        plain: What came of a plain text in that field.
    """
    found = field.read(CORPUS[name])
    acts = acting(str(found)) if isinstance(found, SourceError) else _acting(found)
    if acts:
        return f"a terminal acts upon {acts[:3]}"
    is_structural = _STRUCTURAL.search(clean(CORPUS[name])) is not None
    is_name = _MACHINE.search(field.place) is not None
    if isinstance(plain, SourceError) or is_name or is_structural or len(CORPUS[name]) > _LONGEST_NAME:
        return ""
    if isinstance(found, SourceError):
        return f"refused: {found}"
    return _lost(found, plain, name)


def _acting(document: Document) -> list[str]:
    unsafe = [document.url] if document.url and not safe_url(document.url) else []
    return [found for text in texts_in(document) for found in acting(text)] + unsafe


def _lost(found: Document, plain: Document, name: str) -> str:
    """Words that are not shown, of a field that is shown."""
    wanted, text = shown_words(_shown(plain)), _shown(found)
    lost = wanted - shown_words(text)
    if wanted and not lost:
        there = letters(text)
        lost = {word for word in _WORD.findall(clean(CORPUS[name])) if word not in there}
    return f"lost {sorted(lost)}" if lost else ""


def _shown(document: Document) -> str:
    """All that a reader can see of a document, addresses as written and as meant."""
    said = [document.title, document.url or "", *document.authors, *document.tags]
    for entry in document.entries:
        said += [entry.author or "", entry.summary or "", entry.id]
        for passage in entry.passages:
            said += [passage.text, passage.marker, *(span.target for span in passage.spans)]
    text = " ".join([*said, *document.report.left_out.values(), *document.report.warnings])
    return f"{text} {unquote(text)}"
