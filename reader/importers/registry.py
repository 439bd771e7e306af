"""The importers by name, and which of them a text is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.clean import clean
from reader.errors import SourceError
from reader.importers import digest, forum_copy, forum_page, interchange, interview_text
from reader.importers.lines import is_blank
from reader.importers.source import Source
from reader.model.documents import Document

_SHAPES = (
    (re.compile(r"\s*<[!?a-z][^<>\n]{0,500}>", re.IGNORECASE), "HTML or XML"),
    (re.compile(r"(?:.*\n){0,20}\d\d:[\d:.,]+ --> "), "subtitles"),
)
_JSON = re.compile(r"\s*[{\[]")
_WAY_OUT = "open the page in a browser, copy it from its title to its last comment, and save that as text"


@dataclass(frozen=True, slots=True)
class Importer:
    """Turns sources of one format into documents.

    Attributes:
        name: What a reader calls it by.
        title: What it reads, in words.
        sign: What it recognises a text by, in words.
        recognise: Why a cleaned text is of this format, or None.
        read: Reads a source, given the documents already known.
    """

    name: str
    title: str
    sign: str
    recognise: Callable[[str], str | None]
    read: Callable[[Source, Sequence[Document]], Document]


IMPORTERS: tuple[Importer, ...] = (
    Importer(
        interchange.NAME, "Threadside's own JSON", "key 'format' with 'threadside.document/…'",
        interchange.find_sign, interchange.read_interchange,
    ),
    Importer(
        digest.NAME, "a digest", "line 'format: threadside.digest/…'",
        digest.find_sign, digest.read_digest,
    ),
    Importer(
        forum_copy.NAME, "a forum page copied as text", "line 'N comments, sorted by …'",
        forum_page.find_sign, forum_copy.read_forum_copy,
    ),
    Importer(
        interview_text.NAME, "an interview posted as text", "speaker's label 'Name:' that recurs",
        interview_text.find_sign, interview_text.read_interview_text,
    ),
)  # fmt: skip


def detect(source: Source) -> Importer:
    """The importer for a source, by what its text looks like.

    Raises:
        SourceError: It looks like none of the formats read.
    """
    text = clean(source.text)
    shape = next((name for pattern, name in _SHAPES if pattern.match(text)), None)
    for importer in IMPORTERS if shape is None else ():
        if importer.recognise(text):
            return importer
    neither = ", not ".join(f"{importer.title} (no {importer.sign})" for importer in IMPORTERS[::-1])
    looks = shape or ("JSON" if _JSON.match(text) else _describe(text))
    raise SourceError(source.name, f"it looks like {looks}: not {neither}", _WAY_OUT)


def _describe(text: str) -> str:
    lines = sum(not is_blank(line) for line in text.split("\n"))
    return f"plain text of {lines} {'line' if lines == 1 else 'lines'}"


def read_source(source: Source, known: Sequence[Document] = (), importer: str | None = None) -> Document:
    """Turn a source into a document.

    Args:
        source: Text from outside.
        known: Documents whose entries carry fingerprints: a copy of one of them keeps its ids.
        importer: The name of the importer to use; by default the text decides.

    Raises:
        SourceError: The text is of no known format, or not as its format asks.
    """
    if is_blank(source.text):
        raise SourceError(source.name, "it is empty", "give it a file that holds text")
    if importer is None:
        return detect(source).read(source, known)
    chosen = next((each for each in IMPORTERS if each.name == importer), None)
    if chosen is None:
        names = ", ".join(each.name for each in IMPORTERS)
        raise SourceError(importer, "no importer has this name", f"choose one of {names}")
    return chosen.read(source, known)
