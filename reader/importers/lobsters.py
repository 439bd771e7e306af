"""Lobsters threads, as ``/s/ID.json`` answers them now and answered them earlier."""

from __future__ import annotations

from reader.clean import clean, safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, join_blocks, show_address, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.records import Record
from reader.model.documents import Document, EntryKind, Flag

NAME = "lobsters"
_SITE = "https://lobste.rs"
# The site itself calls nothing edited that was changed within this many seconds.
_AT_ONCE = 60


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like a story of Lobsters; None when it does not."""
    found = any("short_id" in raw and raw.keys() & {"submitter_user", "comments"} for raw in json.objects())
    return "it has 'short_id' and 'comments'" if found else None


def read_lobsters(json: JsonText) -> Document:
    """Read a story of Lobsters with its comments.

    Raises:
        SourceError: It holds several stories, or none.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    stories = [gathering.record(raw, "story") for raw in json.objects() if "short_id" in raw]
    if len(stories) != 1:
        reason = f"it holds {len(stories)} stories of Lobsters, not one thread"
        raise SourceError(json.name, reason, "open one story, and put .json behind its address")
    story = stories[0]
    gathering.announced = story.whole("comment_count")
    url = safe_url(story.line("comments_url", "short_id_url")) or _address(story.name("short_id"))
    _enter_story(gathering, story, url)
    comments = list(story.records("comments"))
    is_stated = any("parent_comment" in comment.raw for comment in comments)
    above: list[tuple[int, str]] = []
    for comment in comments:
        depth = comment.whole("depth", "indent_level") or 0
        parent = comment.name("parent_comment") if is_stated else _find_parent(above, depth)
        above.append((depth, _enter_comment(gathering, comment, parent, url)))
    return gathering.finish(_describe(story, url))


def _address(id: str) -> str | None:
    return safe_url(f"{_SITE}/s/{id}") if id else None


def _enter_story(gathering: Gathering, story: Record, url: str | None) -> None:
    text = _text(gathering, story, "description", url)
    gathering.enter(
        story.name("short_id"), None, join_blocks(show_address(story.line("url")), text),
        author=_user(story, "submitter_user"),
        posted_at=story.moment("created_at"), score=story.whole("score"), kind=EntryKind.POST,
    )  # fmt: skip


def _enter_comment(gathering: Gathering, comment: Record, parent: str, url: str | None) -> str:
    is_gone = comment.is_true("is_deleted") or comment.is_true("is_moderated")
    edited = comment.moment("last_edited_at", "updated_at")
    posted_at = comment.moment("created_at")
    is_edited = bool(edited and posted_at and (edited - posted_at).total_seconds() > _AT_ONCE)
    return gathering.enter(
        comment.name("short_id"), parent, _text(gathering, comment, "comment", url),
        author=_user(comment, "commenting_user"), posted_at=posted_at, score=comment.whole("score"),
        flags=flags_of({Flag.DELETED: is_gone, Flag.EDITED: is_edited}),
    )  # fmt: skip


def _find_parent(above: list[tuple[int, str]], depth: int) -> str:
    """What a comment of older answers replies to, which shows only in how far it is set in."""
    while above and above[-1][0] >= depth:
        above.pop()
    return above[-1][1] if above else ""


def _user(record: Record, name: str) -> str:
    """A user: today a name, earlier an object."""
    if isinstance(record.get(name), dict):
        user = record.record(name)
        return user.line("username") if user else ""
    return record.line(name)


def _text(gathering: Gathering, record: Record, name: str, url: str | None) -> str:
    """What the page shows; the Markdown it was made from only where that is missing."""
    shown, typed = record.text(name), record.text(f"{name}_plain")
    if shown:
        return gathering.walk(shown, url)
    record.count(typed)
    return clean(typed)


def _describe(story: Record, url: str | None) -> Document:
    return thread(
        site_id("lobsters", story.name("short_id")), story.line("title"), url,
        authors=(_user(story, "submitter_user"),), posted_at=story.moment("created_at"),
        score=story.whole("score"), tags=story.names("tags"),
    )  # fmt: skip
