"""A document, or a branch of it, as text to print: plain for any terminal and any voice, or Markdown.

Every word of every entry is printed; what colours and rails show on the screen is said in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from reader.clean import clean_line
from reader.errors import NotInLibrary
from reader.model.documents import Document, DocumentKind, Entry, EntryKind, Flag, Report
from reader.model.passages import Passage, PassageKind, SpanKind
from reader.model.spoilers import WORD, address_of, hidden_in
from reader.model.tables import cells_of, rows_of
from reader.model.thread import Thread
from reader.model.timestamps import write_timestamp
from reader.model.widths import cell_width, pad

WIDTH = 80
_UNRULED = str.maketrans("│─┼", "|-+")
_INDENT = 2
_DEEPEST = 8
_LEAST_WIDTH = 24
_FLAGS = {
    Flag.TRUNCATED: "truncated in the source",
    Flag.RETRACTED: "retracted by its author",
    Flag.DELETED: "deleted",
    Flag.EDITED: "edited",
    Flag.ANSWER: "marked as an answer",
    Flag.COLLAPSED: "collapsed in the source",
    Flag.UNSEPARATED: "several comments not yet separated",
    Flag.MISSING: "not in this copy",
}
_MARKS = re.compile(r"([\\`*_\[\]<>#~|!&])")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")


class Branch(NamedTuple):
    """What of a document is printed.

    Attributes:
        ancestors: Indexes of the entries that the branch answers, farthest first.
        entries: Indexes of its entries in reading order.
        depths: The depth of every entry of the document.
    """

    ancestors: list[int]
    entries: range
    depths: Sequence[int]


def branch_of(document: Document, entry_id: str | None) -> Branch:
    """Find what to print.

    Args:
        document: The document.
        entry_id: The entry at the top of the branch; None for the whole document.

    Raises:
        NotInLibrary: The document has no such entry; the message names those of similar id.
    """
    thread = Thread.of(document.entries)
    if entry_id is None:
        return Branch([], range(len(document.entries)), thread.depths)
    for index, entry in enumerate(document.entries):
        if entry.id == entry_id:
            return Branch(thread.ancestors(index)[::-1], range(index, thread.stops[index]), thread.depths)
    name = f"{document.id} {entry_id}"
    raise NotInLibrary(name, "the document has no such entry", _near(document, entry_id))


def _near(document: Document, entry_id: str) -> str:
    import difflib

    ids = [entry.id for entry in document.entries]
    near = difflib.get_close_matches(entry_id, ids, 3, 0.5) or ids[:3]
    return f"there are {', '.join(near)}" if near else "it has no entries"


def plain(document: Document, entry_id: str | None = None, width: int = WIDTH) -> str:
    """A document or a branch as plain text.

    Args:
        document: The document.
        entry_id: The top of the branch; None for the whole document.
        width: Characters a line has at most; words that are longer are not broken.

    Raises:
        NotInLibrary: The document has no such entry.
    """
    branch = branch_of(document, entry_id)
    blocks = [_plain_head(document, width)]
    names = _names(document)
    for index in branch.ancestors:
        blocks += _plain_entry(document.entries[index], names, "In reply to: ", 0, width)
    for index in branch.entries:
        depth = branch.depths[index] - len(branch.ancestors)
        blocks += _plain_entry(document.entries[index], names, "", depth, width)
    return "\n\n".join(blocks) + "\n"


def _plain_head(document: Document, width: int) -> str:
    title = list(_wrap(document.title, width))
    facts = (_fill(fact, width, "", "") for fact in _facts(document))
    return "\n".join([*title, "=" * max(map(len, title)), *facts])


def _facts(document: Document) -> Iterator[str]:
    count = len(document.entries)
    entries = "1 entry" if count == 1 else f"{count} entries"
    yield f"{document.kind} {document.id}, {document.edition} edition, {entries}"
    stated = [
        f"by {'; '.join(document.authors)}" if document.authors else "",
        _moment(document.posted_at),
        _points(document.score),
        *(f"{name} inferred" for name in sorted(document.inferred)),
    ]
    if any(stated):
        yield ", ".join(filter(None, stated))
    if document.url:
        yield document.url
    if document.tags:
        yield f"tags: {'; '.join(document.tags)}"


def _names(document: Document) -> Mapping[str | None, str]:
    """What each entry is called where another answers it: its author and its id; the post by what it is."""
    first = document.entries[0].id if document.entries else None
    is_post = bool(document.entries) and document.entries[0].kind is EntryKind.POST
    names: dict[str | None, str] = {
        entry.id: f"{entry.author} ({entry.id})" if entry.author else entry.id for entry in document.entries
    }
    return names | ({None: "the post", first: "the post"} if is_post else {None: ""})


def _plain_entry(
    entry: Entry, names: Mapping[str | None, str], before: str, depth: int, width: int
) -> Iterator[str]:
    indent = " " * _INDENT * min(depth, _DEEPEST)
    width = max(_LEAST_WIDTH, width - len(indent))
    yield _fill(f"{before}{_about(entry, names)}", width, indent, indent)
    for passage in entry.passages:
        yield _plain_passage(passage, width, indent)


def _about(entry: Entry, names: Mapping[str | None, str]) -> str:
    """Who, when and what, in words."""
    answered = names.get(entry.parent, entry.parent or "") if entry.kind is EntryKind.COMMENT else ""
    who = f" by {entry.author}" if entry.author else ", author unknown"
    is_nobodys = entry.kind is EntryKind.SECTION or (Flag.MISSING in entry.flags and not entry.author)
    said = [
        f"{entry.kind.capitalize()} {entry.id}{'' if is_nobodys else who}",
        _moment(entry.posted_at),
        "" if entry.starts_at is None else f"[{write_timestamp(entry.starts_at)}]",
        _points(entry.score),
        f"in reply to {answered}" if answered else "",
        *(f"{name} inferred" for name in sorted(entry.inferred)),
        *(_FLAGS[flag] for flag in sorted(entry.flags)),
    ]
    return ", ".join(filter(None, said))


def _plain_passage(passage: Passage, width: int, indent: str) -> str:
    before, hang = _containers(passage)
    if passage.kind in (PassageKind.CODE, PassageKind.TABLE):
        is_table = passage.kind is PassageKind.TABLE
        lines = _table_lines(passage, width - len(hang) - 4) if is_table else passage.text.split("\n")
        verbatim = [f"{indent}{hang}    {line}" for line in lines]
        return "\n".join([f"{indent}{before}".rstrip()] * bool(passage.marker) + verbatim)
    if passage.kind is PassageKind.RULE:
        return f"{indent}{before}* * *"
    text = f"{'#' * passage.level} {_with_targets(passage)}" if passage.level else _with_targets(passage)
    return _fill(text, width, indent + before, indent + hang)


def _table_lines(passage: Passage, width: int) -> Iterator[str]:
    """A table in columns; one that is too wide row by row, each cell behind the head of its column."""
    text = _with_targets(passage)
    if max(map(cells_of, text.split("\n"))) <= width:
        # A voice reads no lines between columns.
        yield from text.translate(_UNRULED).split("\n")
        return
    rows = rows_of(text)
    heads = [text[start:stop] for start, stop in rows[0].cells] if any(row.is_rule for row in rows) else []
    for number, row in enumerate(rows):
        for column, (start, stop) in enumerate(row.cells):
            is_named = number and 0 < column < len(heads) and heads[column]
            cell = f"{heads[column]}: {text[start:stop]}" if is_named else text[start:stop]
            indent = "  " if column else ""
            yield from _fill(cell, width, indent, f"{indent}  ").split("\n") if start < stop else ()


def _containers(passage: Passage) -> tuple[str, str]:
    """What stands before the first line, and before the others."""
    marker = f"{passage.marker} " if passage.marker else ""
    items = passage.nesting.count("-")
    outer = "".join("> " if mark == ">" else "  " for mark in passage.nesting[:_DEEPEST])
    first = outer[:-2] + marker if items and passage.nesting[:_DEEPEST].endswith("-") else outer + marker
    return (first, outer) if marker else (outer, outer)


def _with_targets(passage: Passage) -> str:
    """The text with each address behind the words that link to it, and what is hidden marked as such."""
    hidden = hidden_in(passage)
    put = [(start, 2, f"{WORD[:-1]}: ") for start, _ in hidden] + [(stop, 1, "]") for _, stop in hidden]
    for span in passage.spans:
        target = address_of(span.target)
        is_outside = span.kind in (SpanKind.LINK, SpanKind.IMAGE) and target and not target.startswith("#")
        if is_outside and passage.text[span.start : span.stop] != target:
            put.append((span.stop, 0, f" <{target}>"))
    parts, at = list[str](), 0
    for place, _, words in sorted(put):
        parts += [passage.text[at:place], words]
        at = place
    return "".join([*parts, passage.text[at:]])


def _fill(text: str, width: int, first: str, rest: str) -> str:
    width = max(_LEAST_WIDTH, width - len(rest))
    lines = [part for line in text.split("\n") for part in _wrap(line, width)]
    return "\n".join([first + lines[0], *(rest + line for line in lines[1:])])


def _wrap(line: str, width: int) -> Iterator[str]:
    """Lines of at most so many characters, broken at spaces only: an address stays whole."""
    while len(line) > width:
        at = line.rfind(" ", 1, width + 1)
        at = at if at > 0 else line.find(" ", width)
        if at < 0:
            break
        yield line[:at].rstrip()
        line = line[at:].lstrip()
    yield line.rstrip()


def markdown(document: Document, entry_id: str | None = None) -> str:
    """A document or a branch as Markdown: a heading for each entry, then its own Markdown.

    Args:
        document: The document.
        entry_id: The top of the branch; None for the whole document.

    Raises:
        NotInLibrary: The document has no such entry.
    """
    branch = branch_of(document, entry_id)
    facts = (f"<{fact}>" if fact == document.url else _escape(fact) for fact in _facts(document))
    blocks = [f"# {_escape(document.title)}", "  \n".join(facts)]
    names = _names(document)
    for index in branch.ancestors:
        blocks += _markdown_entry(document.entries[index], names, "In reply to: ", branch.depths[index])
    for index in branch.entries:
        blocks += _markdown_entry(document.entries[index], names, "", branch.depths[index])
    return "\n\n".join(blocks) + "\n"


def _markdown_entry(entry: Entry, names: Mapping[str | None, str], before: str, depth: int) -> Iterator[str]:
    yield f"{'#' * min(depth + 2, 6)} {_escape(before + _about(entry, names))}"
    if entry.markdown.strip():
        yield _closed(entry.markdown.strip("\n"))


def _closed(text: str) -> str:
    """Markdown that does not swallow what follows: a code fence left open is closed."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence and mark:
            fence = mark[1]
    return f"{text}\n{fence}" if fence else text


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def report_lines(document: Document) -> list[str]:
    """What an import found, inferred, cleaned and left out, a sentence a line."""
    report = document.report
    inferred = Counter(name for entry in document.entries for name in entry.inferred)
    doubts = sum(guess.is_doubt for guess in report.guesses)
    lines = [
        _counts(report),
        _said("inferred", (f"{name} ({count})" for name, count in sorted(inferred.items()))),
        f"in doubt: {doubts} of that, see `threadside structure {document.id}`" if doubts else "",
        _said("without the entry they answer, set at the top", report.orphans),
        f"unsafe characters replaced: {report.cleaned}" if report.cleaned else "",
        *(f"in no entry, {name}: {text.strip()[:60]}" for name, text in report.left_out.items()),
        *(f"note: {warning}" for warning in report.warnings),
    ]
    return [clean_line(line) for line in lines if line]


def report_summary(document: Document) -> str:
    """What an import found, in one line: how much, and how much is amiss."""
    report = document.report
    what = "comment" if document.kind is DocumentKind.THREAD else "turn"
    announced = "" if report.announced is None else f" of {report.announced} announced"
    amiss = {
        "without the entry they answer": len(report.orphans), "unsafe characters replaced": report.cleaned,
        "to note": len(report.warnings),
    }  # fmt: skip
    said = [f"{count} {name}" for name, count in amiss.items() if count]
    return ", ".join([f"{report.imported}{announced} {what}{'' if report.imported == 1 else 's'}", *said])


def _counts(report: Report) -> str:
    announced = "" if report.announced is None else f" of {report.announced} announced"
    found = _said(" found", (f"{count} {name}" for name, count in report.found.items()))
    return f"read as {report.format or 'a document'}: {report.imported}{announced}{';' * bool(found)}{found}"


def _said(what: str, names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"{what}: {listed}" if listed else ""


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as aligned columns; the last column is as long as it is."""
    filled = list(rows)
    widths = [max(map(cell_width, column)) for column in zip(*filled, strict=True)][:-1]
    lines = ("  ".join([*map(pad, row, widths), row[-1]]) for row in filled)
    return "".join(f"{line}\n" for line in lines)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    said = moment.astimezone(UTC)
    return f"{said:%Y-%m-%d}" if said.time() == said.time().min else f"{said:%Y-%m-%d %H:%M} UTC"


def _points(score: int | None) -> str:
    return "" if score is None else f"{score} {'point' if score in (1, -1) else 'points'}"
