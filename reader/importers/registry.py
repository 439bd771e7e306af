"""The importers by name, and which of them a text is for.

A new importer is one module and one line of IMPORTERS. What a text looks like at first sight, its
shape, decides which importers are asked; of these the first in the tuple that recognises it reads
it. JSON is parsed once, for all who ask and for the one who reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from reader.clean import clean, clean_line
from reader.errors import SourceError
from reader.importers import (
    digest,
    discourse,
    forum_api,
    forum_copy,
    forum_markdown,
    forum_page,
    hacker_news,
    interchange,
    interview_markdown,
    interview_text,
    lobsters,
    mail,
    markdown_article,
    mastodon,
    podcast_html,
    reddit,
    srt,
    timed_text,
    transcript_json,
    webvtt,
    zoom_chat,
)
from reader.importers.adopting import adopt
from reader.importers.json_text import JsonText, looks_like_json, read_json
from reader.importers.lines import is_blank
from reader.importers.saved import article, forum, greater_wrong, interview_page, old_forum
from reader.importers.saved import hacker_news as hacker_news_page
from reader.importers.saved import lobsters as lobsters_page
from reader.importers.source import Source
from reader.model.documents import Document, Edition

_HTML = re.compile(r"\s*<[!?a-z][^<>\n]{0,500}>", re.IGNORECASE)
_FIRST_SIGHT = 20_000
_LISTED = 8


class Shape(StrEnum):
    """What a text looks like before anyone reads it; the value names it to the reader."""

    JSON = "JSON"
    HTML = "HTML or XML"
    SUBTITLES = "subtitles"
    TEXT = "plain text"


_COPY = "open the page in a browser, copy it from its title to its last comment, and save that as text"
_WAYS_OUT = {
    Shape.JSON: f"save a whole answer of one of these sites, or {_COPY}",
    Shape.HTML: _COPY, Shape.SUBTITLES: _COPY, Shape.TEXT: _COPY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Importer:
    """Turns sources of one format into documents.

    Attributes:
        name: What a reader calls it by.
        title: What it reads, in words.
        sign: What it recognises a text by, in words.
        recognise: Why a cleaned text is of this format, or None.
        read: Reads a source, given the documents already known.
        shape: The shape of its texts.
        is_of_bytes: Whether it decodes the bytes of a source itself.
    """

    name: str
    title: str
    sign: str
    recognise: Callable[[str], str | None]
    read: Callable[[Source, Sequence[Document]], Document]
    shape: Shape = Shape.TEXT
    is_of_bytes: bool = False


@dataclass(frozen=True, slots=True)
class JsonImporter:
    """Turns JSON of one kind into documents.

    Attributes:
        name: What a reader calls it by.
        title: What it reads, in words.
        sign: What it recognises JSON by, in words.
        recognise: Why JSON is of this kind, or None.
        read: Reads it.
    """

    name: str
    title: str
    sign: str
    recognise: Callable[[JsonText], str | None]
    read: Callable[[JsonText], Document]

    @property
    def shape(self) -> Shape:
        """The shape of its texts."""
        return Shape.JSON


AnyImporter = Importer | JsonImporter

IMPORTERS: tuple[AnyImporter, ...] = (
    Importer(
        interchange.NAME, "Threadside's own JSON", "key 'format' with 'threadside.document/…'",
        interchange.find_sign, interchange.read_interchange, Shape.JSON,
    ),
    Importer(
        digest.NAME, "a digest", "line 'format: threadside.digest/…'",
        digest.find_sign, digest.read_digest,
    ),
    Importer(
        mail.NAME, mail.TITLE, mail.SIGN, mail.find_sign, mail.read_mail, is_of_bytes=True,
    ),
    Importer(
        forum_copy.NAME, "a forum page copied as text", "line 'N comments, sorted by …'",
        forum_page.find_sign, forum_copy.read_forum_copy,
    ),
    Importer(
        forum_markdown.NAME, "LessWrong's Markdown for programs", "line 'Post URL (Markdown): …'",
        forum_markdown.find_sign, forum_markdown.read_forum_markdown,
    ),
    Importer(
        zoom_chat.NAME, "a chat saved from Zoom", "line 'TIME NAME: text'",
        zoom_chat.find_sign, zoom_chat.read_zoom_chat,
    ),
    Importer(
        interview_markdown.NAME, "an interview in Markdown", "label '**Name:**' that recurs",
        interview_markdown.find_sign, interview_markdown.read_interview_markdown,
    ),
    Importer(
        interview_text.NAME, "an interview posted as text", "speaker's label 'Name:' that recurs",
        interview_text.find_sign, interview_text.read_interview_text,
    ),
    Importer(
        timed_text.NAME, "a transcript without names", "lines that begin with a time",
        timed_text.find_sign, timed_text.read_timed_text,
    ),
    Importer(
        markdown_article.NAME, "an article in Markdown", "heading, front matter or link in Markdown",
        markdown_article.find_sign, markdown_article.read_markdown_article,
    ),
    Importer(
        webvtt.NAME, "subtitles in WebVTT", "line 'WEBVTT'",
        webvtt.find_sign, webvtt.read_webvtt, Shape.SUBTITLES,
    ),
    Importer(
        srt.NAME, "subtitles in SRT", "line 'TIME --> TIME'",
        srt.find_sign, srt.read_srt, Shape.SUBTITLES,
    ),
    Importer(forum.NAME, forum.TITLE, forum.SIGN, forum.find_sign, forum.read_forum, Shape.HTML),
    Importer(
        greater_wrong.NAME, greater_wrong.TITLE, greater_wrong.SIGN,
        greater_wrong.find_sign, greater_wrong.read_greater_wrong, Shape.HTML,
    ),
    Importer(
        old_forum.NAME, old_forum.TITLE, old_forum.SIGN,
        old_forum.find_sign, old_forum.read_old_forum, Shape.HTML,
    ),
    Importer(
        hacker_news_page.NAME, hacker_news_page.TITLE, hacker_news_page.SIGN,
        hacker_news_page.find_sign, hacker_news_page.read_hacker_news_page, Shape.HTML,
    ),
    Importer(
        lobsters_page.NAME, lobsters_page.TITLE, lobsters_page.SIGN,
        lobsters_page.find_sign, lobsters_page.read_lobsters_page, Shape.HTML,
    ),
    Importer(
        podcast_html.NAME, "a podcast's transcript in HTML", "'<cite>' followed by '<time>'",
        podcast_html.find_sign, podcast_html.read_podcast_html, Shape.HTML,
    ),
    Importer(
        interview_page.NAME, interview_page.TITLE, interview_page.SIGN,
        interview_page.find_sign, interview_page.read_interview_page, Shape.HTML,
    ),
    Importer(article.NAME, article.TITLE, article.SIGN, article.find_sign, article.read_article, Shape.HTML),
    JsonImporter(
        transcript_json.NAME, "a transcript in JSON", "'segments' with 'body' or 'text'",
        transcript_json.find_sign, transcript_json.read_transcript_json,
    ),
    JsonImporter(
        hacker_news.NAME, "a thread of Hacker News",
        "'children' with 'created_at_i', 'type' with 'by', or 'hits'",
        hacker_news.find_sign, hacker_news.read_hacker_news,
    ),
    JsonImporter(
        reddit.NAME, "a thread of Reddit", "'kind' with 'Listing'",
        reddit.find_sign, reddit.read_reddit,
    ),
    JsonImporter(
        discourse.NAME, "a topic of Discourse", "'post_stream' with 'posts'",
        discourse.find_sign, discourse.read_discourse,
    ),
    JsonImporter(
        lobsters.NAME, "a thread of Lobsters", "'short_id' with 'comments'",
        lobsters.find_sign, lobsters.read_lobsters,
    ),
    JsonImporter(
        mastodon.NAME, "a thread of Mastodon", "'ancestors' with 'descendants'",
        mastodon.find_sign, mastodon.read_mastodon,
    ),
    JsonImporter(
        forum_api.NAME, "an answer of LessWrong or a forum like it", "'result' or 'results' with '_id'",
        forum_api.find_sign, forum_api.read_forum_api,
    ),
)  # fmt: skip


class Detected(NamedTuple):
    """The importer for a source.

    Attributes:
        importer: Which one.
        reason: Why, as a sentence about the text.
        json: The source read as JSON, where the importer wants it so.
    """

    importer: AnyImporter
    reason: str
    json: JsonText | None = None


def find_shape(text: str) -> Shape:
    """What a cleaned text looks like at first sight."""
    if _HTML.match(text):
        return Shape.HTML
    if webvtt.find_sign(text) or srt.find_sign(text):
        return Shape.SUBTITLES
    return Shape.JSON if looks_like_json(text) else Shape.TEXT


def detect(source: Source) -> AnyImporter:
    """The importer for a source, by what its text looks like; see :func:`explain`."""
    return explain(source).importer


def explain(source: Source) -> Detected:
    """The importer for a source, and why.

    Raises:
        SourceError: It looks like none of the formats read.
    """
    shape = find_shape(clean(source.text[:_FIRST_SIGHT]))
    # In JSON what is unsafe stands in its texts, which are cleaned one by one.
    text = source.text if shape is Shape.JSON else clean(source.text)
    asked = [importer for importer in IMPORTERS if importer.shape is shape]
    for importer in asked:
        if isinstance(importer, Importer) and (reason := importer.recognise(text)):
            return Detected(importer, reason)
    if shape is not Shape.JSON:
        raise _unknown(source, shape, _describe(shape, text), asked)
    json = read_json(source)
    for importer in asked:
        if isinstance(importer, JsonImporter) and (reason := importer.recognise(json)):
            return Detected(importer, reason, json)
    raise _unknown(source, shape, f"JSON, {_describe_json(json)}", asked)


def _unknown(source: Source, shape: Shape, looks: str, asked: Sequence[AnyImporter]) -> SourceError:
    neither = ", ".join(f"not {importer.title} (no {importer.sign})" for importer in asked[::-1])
    reason = f"it looks like {looks}: {neither or 'no importer reads that'}"
    return SourceError(source.name, reason, _WAYS_OUT[shape])


def _describe(shape: Shape, text: str) -> str:
    if shape is not Shape.TEXT:
        return shape.value
    lines = sum(not is_blank(line) for line in text.split("\n"))
    return f"plain text of {lines} {'line' if lines == 1 else 'lines'}"


def _describe_json(json: JsonText) -> str:
    first = next(json.objects(), None)
    if first is None:
        return "no object among its values"
    keys = ", ".join(repr(clean_line(key)[:40]) for key in list(first)[:_LISTED])
    more = " and more" if len(first) > _LISTED else ""
    return f"an object with {keys}{more}" if keys else "an empty object"


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
    chosen, _, json = explain(source) if importer is None else Detected(find_importer(importer), "asked for")
    if isinstance(chosen, JsonImporter):
        return _warned(adopt(chosen.read(json or read_json(source)), known), source)
    document = chosen.read(source, known)
    if document.edition is Edition.FULL and all(document.id != each.id for each in known):
        document = adopt(document, known)
    return document if chosen.is_of_bytes else _warned(document, source)


def _warned(document: Document, source: Source) -> Document:
    """A document whose report says what decoding its source had to say.

    Raises:
        SourceError: One of several threads was asked for.
    """
    if source.wanted:
        raise SourceError(source.name, "it is one document, not several threads", "leave out --thread")
    if not source.warnings:
        return document
    report = document.report
    return replace(document, report=replace(report, warnings=(*source.warnings, *report.warnings)))


def find_importer(name: str) -> AnyImporter:
    """The importer of a name.

    Raises:
        SourceError: None has it.
    """
    chosen = next((each for each in IMPORTERS if each.name == name), None)
    if chosen is None:
        names = ", ".join(each.name for each in IMPORTERS)
        raise SourceError(name, "no importer has this name", f"choose one of {names}")
    return chosen
