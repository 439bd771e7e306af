"""What an import lost of its source, for readers who want all of it or nothing."""

from __future__ import annotations

from collections import Counter

from reader.errors import SourceError
from reader.model.documents import Document, Flag, Report

# What a page says around its texts is in no entry, and not missed there.
_FRAME = frozenset({
    "title", "byline", "linkpost", "tags", "score", "category", "front matter", "document", "head", "header",
    "comment form", "comment count", "notice", "controls", "footer", "contributors", "around the text",
    "hidden", "notes", "styles", "regions",
})  # fmt: skip
# Counts of a report that are of losses.
FIELDS_LEFT_OUT = "fields of a wrong kind"
NOT_KEPT = "attachments not kept"
_FLAGGED = {
    Flag.MISSING: "places where comments are missing",
    Flag.TRUNCATED: "entries cut in the source",
    Flag.UNSEPARATED: "runs of comments not separated",
}
_UNREADABLE = "\ufffd"


def find_losses(document: Document) -> list[str]:
    """What was lost of a source.

    Args:
        document: As it was imported, with its report.

    Returns:
        A phrase for each kind of loss, with its count; none when all is there. What a page says
        around its texts, such as its controls, is no loss.
    """
    counts = {
        **_of_report(document.report), **_of_entries(document),
        **{f"text in no entry ({name})": 1 for name in document.report.left_out if name not in _FRAME},
    }  # fmt: skip
    return [f"{name}: {count:,}" for name, count in counts.items() if count]


def refuse_losses(document: Document, name: str) -> None:
    """Refuse a document that is not all of its source.

    Args:
        document: As it was imported.
        name: What the source is called, for the message.

    Raises:
        SourceError: Something was lost; the message says what.
    """
    losses = find_losses(document)
    if losses:
        raise SourceError(name, f"not all of it can be kept: {', '.join(losses)}", "add it without --strict")


def _of_report(report: Report) -> dict[str, int]:
    return {
        "comments announced and not there": max(0, (report.announced or 0) - report.imported),
        "comments without what they answer": len(report.orphans),
        "unsafe characters replaced": report.cleaned,
        **{name: report.found.get(name, 0) for name in (FIELDS_LEFT_OUT, NOT_KEPT)},
    }


def _of_entries(document: Document) -> dict[str, int]:
    flags = Counter(flag for entry in document.entries for flag in entry.flags)
    unreadable = sum(entry.markdown.count(_UNREADABLE) for entry in document.entries)
    # What was replaced as unsafe looks the same, and is counted already.
    unreadable = max(0, unreadable - document.report.cleaned)
    return {said: flags[flag] for flag, said in _FLAGGED.items()} | {"characters not readable": unreadable}
