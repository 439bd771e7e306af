"""Mastodon threads: the context of a status, with the status itself where that is given too.

A context alone says what was answered before and after a status, but not the status: then the
thread says that it is missing, at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reader.clean import safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, join_blocks, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.plain import escape_line
from reader.importers.records import Record
from reader.model.documents import Document, EntryKind, Flag

NAME = "mastodon"
_STATUS = frozenset({"content", "account", "created_at"})


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like a context of Mastodon; None when it does not."""
    found = any("ancestors" in raw and "descendants" in raw for raw in json.objects())
    return "it has 'ancestors' and 'descendants'" if found else None


def read_mastodon(json: JsonText) -> Document:
    """Read the context of a status, and the status.

    Raises:
        SourceError: It holds several contexts, or no status.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    contexts = [gathering.record(raw, "context") for raw in json.objects() if "descendants" in raw]
    if len(contexts) != 1:
        reason = f"it holds {len(contexts)} contexts of Mastodon, not one thread"
        raise SourceError(json.name, reason, "give each context a file of its own")
    ancestors = list(contexts[0].records("ancestors"))
    descendants = list(contexts[0].records("descendants"))
    own = list(_find_statuses(json, gathering, contexts[0]))
    statuses = [*ancestors, *own, *descendants]
    missing = "" if own else _missing(ancestors, descendants)
    first = statuses[0].name("id") if ancestors or own else missing
    above = {first: None} | ({missing: f"missing-{missing}"} if missing and ancestors else {})
    for status in [*ancestors, *own]:
        _enter(gathering, status, above, first)
    if missing and ancestors:
        gathering.lack(_parent(ancestors[-1].name("id"), above), 1, missing)
    elif missing:
        gathering.warnings.append("the status that was asked for is not in this copy, only its replies are")
    for status in descendants:
        _enter(gathering, status, above, first)
    return gathering.finish(_describe(statuses, first))


def _find_statuses(json: JsonText, gathering: Gathering, context: Record) -> Iterator[Record]:
    """The status whose context it is, inside of it or beside it."""
    inside = context.record("status")
    if inside:
        yield inside
    for raw in json.objects():
        if "descendants" not in raw and raw.keys() >= _STATUS:
            yield gathering.record(raw, "status")


def _missing(ancestors: Sequence[Record], descendants: Sequence[Record]) -> str:
    """The id of the status that the first of its descendants answers; empty when none does."""
    here = {status.name("id") for status in [*ancestors, *descendants]}
    answered = (status.name("in_reply_to_id") for status in descendants)
    return next((id for id in answered if id and id not in here), "")


_Above = dict[str, str | None]


def _parent(id: str, above: _Above) -> str | None:
    return above.get(id, id) or None


def _enter(gathering: Gathering, status: Record, above: _Above, first: str) -> None:
    id = status.name("id")
    parent = None if id == first else _parent(status.name("in_reply_to_id"), above)
    gathering.enter(
        id, parent, _text(gathering, status), author=_author(status), posted_at=status.moment("created_at"),
        score=status.whole("favourites_count"), flags=flags_of({Flag.EDITED: status.is_true("edited_at")}),
        kind=EntryKind.POST if id == first else EntryKind.COMMENT,
    )  # fmt: skip


def _author(status: Record) -> str:
    """The name by which others mention an account, which is that one's alone."""
    account = status.record("account")
    return account.line("acct", "username", "display_name") if account else ""


def _text(gathering: Gathering, status: Record) -> str:
    html = "".join([status.text("content"), *map(_medium, status.records("media_attachments"))])
    warning = status.line("spoiler_text")
    # Shown only to who wants to see it after that warning: a spoiler, as the walker knows them.
    html = f'<div class="spoiler">{html}</div>' if warning else html
    shown = gathering.walk(html, safe_url(status.line("url", "uri")))
    return join_blocks(escape_line(warning), shown, _poll(status))


def _medium(medium: Record) -> str:
    """A picture, sound or film as a picture with its description."""
    said = medium.line("description") or medium.line("type") or "attachment"
    return f'<p><img src="{escape(medium.line("url", "remote_url"))}" alt="{escape(said)}"></p>'


def _poll(status: Record) -> str:
    poll = status.record("poll")
    return "\n".join(_option(option) for option in poll.records("options")) if poll else ""


def _option(option: Record) -> str:
    votes = option.whole("votes_count")
    return f"- {escape_line(option.line('title'))}" + ("" if votes is None else f" ({votes})")


def _describe(statuses: Sequence[Record], first: str) -> Document:
    post = next((status for status in statuses if status.name("id") == first), None)
    if post is None:
        return thread(site_id("mastodon", first), "", None)
    return thread(
        site_id("mastodon", first), "", safe_url(post.line("url", "uri")),
        authors=(_author(post),), posted_at=post.moment("created_at"),
        score=post.whole("favourites_count"), tags=post.names("tags"),
    )  # fmt: skip
