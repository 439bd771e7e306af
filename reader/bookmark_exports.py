"""Bookmarks for other programs, and for people: as a dossier by document, or as data.

Nothing here reads or writes a file. A format is a function from dossiers to text, registered by
name in FORMATS.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from reader.clean import safe_url
from reader.model.anchoring import anchor
from reader.model.annotations import CONTEXT_URL, Bookmark, to_annotation
from reader.model.documents import Document, Entry
from reader.model.place import permalink
from reader.model.selectors import TextQuoteSelector
from reader.model.spoilers import without_spoilers
from reader.model.texts import JOIN, DocumentTexts

_LONGEST_FRAGMENT = 240
_END_WORDS, _AROUND_WORDS, _SURE_WORDS = 5, 3, 6
_MARKS = re.compile(r"([\\`*_\[\]<>#~|!&])")
_LINE_MARKS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_ORG_MARKS = re.compile(r"^(\s*)(#\+|\*|:)", re.MULTILINE)
_COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


@dataclass(frozen=True)
class Excerpt:
    """A bookmark with what a dossier says of it.

    Attributes:
        bookmark: The bookmark.
        link: Where the words stand on the web, with a text fragment, or Threadside's own permalink.
        is_orphan: Whether the words are no longer in the document.
        answered: The entry it answers; None when it answers none, or that was not asked for.
    """

    bookmark: Bookmark
    link: str
    is_orphan: bool = False
    answered: Entry | None = None


@dataclass(frozen=True)
class Dossier:
    """The bookmarks of a document in reading order.

    Attributes:
        title: The document's title, or its address or id when it has none.
        url: Where it stands on the web; None when not known.
        authors: Who wrote it.
        excerpts: Its bookmarks.
    """

    title: str
    url: str | None
    authors: tuple[str, ...] = ()
    excerpts: Sequence[Excerpt] = field(default_factory=tuple)


def make_dossiers(
    bookmarks: Sequence[Bookmark], find: Callable[[str], Document | None], has_context: bool = False
) -> list[Dossier]:
    """Sort bookmarks by document, and in each in reading order.

    Args:
        bookmarks: The bookmarks.
        find: Gives the document of an id; None when it is not at hand.
        has_context: Whether to add what each answers.
    """
    groups: dict[str, list[Bookmark]] = {}
    for bookmark in bookmarks:
        groups.setdefault(bookmark.target.document or bookmark.target.url or "", []).append(bookmark)
    return [_dossier(group, find(name) if name else None, has_context) for name, group in groups.items()]


def _dossier(bookmarks: Sequence[Bookmark], document: Document | None, has_context: bool) -> Dossier:
    target = bookmarks[0].target
    title = (document.title if document else "") or target.title or target.url or target.document
    placed = list(_placed(bookmarks, document, has_context))
    excerpts = [excerpt for _, excerpt in sorted(placed, key=lambda found: found[0])]
    authors = document.authors if document else target.authors
    return Dossier(title or "Bookmarks", document.url if document else target.url, authors, excerpts)


def _placed(
    bookmarks: Sequence[Bookmark], document: Document | None, has_context: bool
) -> Iterator[tuple[tuple[int, int, int], Excerpt]]:
    """Each bookmark with where it stands; without its document, in the order it was given."""
    entries = document.entries if document else ()
    texts = DocumentTexts.of(document) if document else None
    order = {entry.id: at for at, entry in enumerate(entries)}
    by_id = {entry.id: entry for entry in entries}
    for number, bookmark in enumerate(bookmarks):
        found = anchor(bookmark.target, texts) if texts else None
        entry_id = found.entry if found else bookmark.target.entry
        hint = bookmark.target.position.start if bookmark.target.position else 0
        entry = by_id.get(entry_id)
        answered = by_id.get(entry.parent or "") if entry and has_context else None
        is_orphan = texts is not None and found is None
        place = (order.get(entry_id, len(order)), found.position.start if found else hint, number)
        yield place, Excerpt(bookmark, link_of(bookmark), is_orphan, answered)


def link_of(bookmark: Bookmark) -> str:
    """Where a bookmark's words stand: on the web with a text fragment, else Threadside's permalink."""
    target = bookmark.target
    if target.url:
        return f"{target.url}{text_fragment(target.quote, target.url)}"
    return permalink(target.document, target.entry) if target.document else ""


def text_fragment(selector: TextQuoteSelector, url: str = "") -> str:
    """The part of an address that makes a browser find and show words.

    Source: WICG Scroll To Text Fragment, section 3.3.

    Args:
        selector: The words.
        url: The address it is for; one with a fragment takes the directive behind that.
    """
    words = selector.exact.split()
    if not words:
        return ""
    if JOIN in selector.exact or len(selector.exact) > _LONGEST_FRAGMENT:
        parts = [_coded(words[:_END_WORDS]), _coded(words[-_END_WORDS:])]
    else:
        parts = [_coded(words)]
    if len(words) < _SURE_WORDS:
        before = selector.prefix.split(JOIN)[-1].split()[-_AROUND_WORDS:]
        after = selector.suffix.split(JOIN)[0].split()[:_AROUND_WORDS]
        parts = [f"{_coded(before)}-"] * bool(before) + parts + [f"-{_coded(after)}"] * bool(after)
    return f"{'' if '#' in url else '#'}:~:text={','.join(parts)}"


def _coded(words: Sequence[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}" if moment else ""


def _said_by(excerpt: Excerpt) -> str:
    target = excerpt.bookmark.target
    orphan = "no longer found in the document" if excerpt.is_orphan else ""
    return ", ".join(filter(None, [target.author or "author not known", _when(target.posted_at), orphan]))


def _answered(entry: Entry) -> tuple[str, str]:
    """Who wrote what is answered, and its text."""
    head = ", ".join(filter(None, [entry.author or "author not known", _when(entry.posted_at)]))
    return f"In reply to {head}", JOIN.join(filter(None, map(without_spoilers, entry.passages)))


def as_markdown(dossiers: Sequence[Dossier]) -> str:
    """A dossier in CommonMark: each passage a block quotation."""
    return "\n\n".join(block for dossier in dossiers for block in _markdown(dossier)) + "\n"


def _markdown(dossier: Dossier) -> Iterator[str]:
    yield f"# {_escape(dossier.title)}"
    facts = [f"by {'; '.join(map(_escape, dossier.authors))}"] * bool(dossier.authors)
    facts += [f"<{dossier.url}>"] if safe_url(dossier.url) else []
    yield from [", ".join(facts)] if facts else []
    for excerpt in dossier.excerpts:
        yield from _markdown_excerpt(excerpt)


def _markdown_excerpt(excerpt: Excerpt) -> Iterator[str]:
    if excerpt.answered:
        head, text = _answered(excerpt.answered)
        yield f"{_escape(head)}:"
        yield _quoted(text, "> > ")
    bookmark = excerpt.bookmark
    yield _quoted(bookmark.words or "(the whole entry)", "> ")
    where = f", [{_escape(bookmark.target.entry) or 'link'}](<{excerpt.link}>)" if excerpt.link else ""
    yield f"— {_escape(_said_by(excerpt))}{where}"
    if bookmark.note:
        yield _escape_lines(bookmark.note)
    if bookmark.tags:
        yield " ".join(f"\\#{_escape(tag)}" for tag in bookmark.tags)


def _quoted(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in _escape_lines(text).split("\n"))


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _escape_lines(text: str) -> str:
    """Text that is no list, rule or heading, its line breaks kept."""
    escaped = _LINE_MARKS.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", _escape(text))
    lines = (line.strip() for line in escaped.split("\n"))
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\\\n", "\n".join(lines))


def as_org(dossiers: Sequence[Dossier]) -> str:
    """A dossier for Org mode."""
    return "\n\n".join(block for dossier in dossiers for block in _org(dossier)) + "\n"


def _org(dossier: Dossier) -> Iterator[str]:
    yield f"* {dossier.title}"
    facts = [f"by {'; '.join(dossier.authors)}"] * bool(dossier.authors)
    facts += [_org_link(dossier.url, dossier.url)] if dossier.url else []
    yield from [_org_text(", ".join(facts))] if facts else []
    for excerpt in dossier.excerpts:
        bookmark = excerpt.bookmark
        tags = f" :{':'.join(_org_tag(tag) for tag in bookmark.tags)}:" if bookmark.tags else ""
        yield f"** {_said_by(excerpt)}{tags}"
        if excerpt.answered:
            head, text = _answered(excerpt.answered)
            yield _org_text(f"{head}:")
            yield _org_quotation(text)
        yield _org_quotation(bookmark.words or "(the whole entry)")
        yield _org_link(excerpt.link, bookmark.target.entry or "link") if excerpt.link else ""
        yield from [_org_text(bookmark.note)] if bookmark.note else []


def _org_quotation(text: str) -> str:
    return f"#+begin_quote\n{_org_text(text)}\n#+end_quote"


def _org_text(text: str) -> str:
    """Text in which no line is a headline, a drawer or a keyword."""
    return _ORG_MARKS.sub("\\1\u200b\\2", text)


def _org_tag(tag: str) -> str:
    return re.sub(r"[^\w@#%]", "_", tag)


def _org_link(url: str, text: str) -> str:
    return f"[[{url.replace('[', '%5B').replace(']', '%5D')}][{text.replace('[', '(').replace(']', ')')}]]"


def as_html(dossiers: Sequence[Dossier]) -> str:
    """A dossier as one page without scripts or anything from elsewhere."""
    body = "\n".join(part for dossier in dossiers for part in _html(dossier))
    head = '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Bookmarks</title>'
    return f"{head}\n{body}\n</html>\n"


def _html(dossier: Dossier) -> Iterator[str]:
    title = html.escape(dossier.title)
    url = safe_url(dossier.url)
    yield f'<h1><a href="{html.escape(url)}">{title}</a></h1>' if url else f"<h1>{title}</h1>"
    if dossier.authors:
        yield f"<p>by {html.escape('; '.join(dossier.authors))}</p>"
    for excerpt in dossier.excerpts:
        yield from _html_excerpt(excerpt)


def _html_excerpt(excerpt: Excerpt) -> Iterator[str]:
    bookmark, said = excerpt.bookmark, html.escape(_said_by(excerpt))
    yield "<article>"
    if excerpt.answered:
        head, text = _answered(excerpt.answered)
        yield f"<p>{html.escape(head)}:</p>\n<blockquote>{_html_paragraphs(text)}</blockquote>"
    yield f"<blockquote>{_html_paragraphs(bookmark.words or '(the whole entry)')}</blockquote>"
    link = safe_url(excerpt.link)
    yield f'<p>— <a href="{html.escape(link)}">{said}</a></p>' if link else f"<p>— {said}</p>"
    if bookmark.note:
        yield f'<div class="note">{_html_paragraphs(bookmark.note)}</div>'
    if bookmark.tags:
        yield f'<p class="tags">{html.escape(" ".join(f"#{tag}" for tag in bookmark.tags))}</p>'
    yield "</article>"


def _html_paragraphs(text: str) -> str:
    blocks = (html.escape(block).replace("\n", "<br>") for block in text.split(JOIN))
    return "".join(f"<p>{block}</p>" for block in blocks)


def as_csv(dossiers: Sequence[Dossier]) -> str:
    """Rows in the columns that Readwise imports; tags begin the note, each with a full stop before it."""
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for dossier in dossiers:
        for number, excerpt in enumerate(dossier.excerpts, 1):
            writer.writerow(map(_cell, _csv_row(dossier, excerpt, number)))
    return rows.getvalue()


def _csv_row(dossier: Dossier, excerpt: Excerpt, number: int) -> Iterator[str]:
    bookmark = excerpt.bookmark
    note = " ".join([*(f".{tag}" for tag in bookmark.tags), bookmark.note]).strip()
    yield from (bookmark.words or bookmark.note or dossier.title, dossier.title)
    yield bookmark.target.author or "; ".join(dossier.authors)
    yield from (excerpt.link, note, str(number), f"{bookmark.created.astimezone(UTC):%Y-%m-%d %H:%M:%S}")


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f" {text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and len(text) > 1 else text


def as_json(dossiers: Sequence[Dossier]) -> str:
    """A W3C annotation collection of one page."""
    items = [to_annotation(excerpt.bookmark) for dossier in dossiers for excerpt in dossier.excerpts]
    id = uuid5(NAMESPACE_URL, "\n".join(item["id"] for item in items)).urn
    page = {"id": f"{id}#1", "type": "AnnotationPage", "partOf": id, "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT_URL, "id": id, "type": "AnnotationCollection", "label": "Bookmarks",
        "total": len(items), "first": page, "last": page["id"],
    }  # fmt: skip
    return json.dumps(collection, ensure_ascii=True, indent=1) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Dossier]], str]] = {
    "markdown": as_markdown, "org": as_org, "html": as_html, "csv": as_csv, "json": as_json,
}  # fmt: skip
