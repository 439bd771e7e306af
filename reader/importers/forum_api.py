"""Posts and comments of ForumMagnum forums (LessWrong and others), as their GraphQL answers them.

The post and its comments may come in one answer or in several, under any names of the query, in
the old dialect (``input:``) or the new one (``selector:``): what an object is shows in its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reader.clean import clean, clean_line, safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, join_blocks, show_address, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.records import Record
from reader.model.documents import Document, EntryKind, Flag

NAME = "forum-api"
_COMMENT = frozenset({
    "parentCommentId", "topLevelCommentId", "parentAnswerId", "postId", "answer", "debateResponse",
    "deletedPublic", "retracted",
})  # fmt: skip
_POST = frozenset({"title", "pageUrl", "commentCount", "htmlBody"})
# The host for programs shows what the site shows.
# Characters of a site's own message that a report repeats.
_MESSAGE_LIMIT = 200
_HOSTS = {"forum-bots.effectivealtruism.org": "forum.effectivealtruism.org"}


class _Answered(NamedTuple):
    """What the answers hold.

    Attributes:
        posts: Posts.
        comments: Comments, in the order of the answers.
    """

    posts: list[Record]
    comments: list[Record]


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like an answer of such a forum; None when it does not."""
    for raw in json.objects():
        if any(_is_entry(found) for found, _ in _find_objects(raw)):
            return "it has '_id' of a post or of comments in 'result' or 'results'"
        if _messages(raw) and "data" in raw:
            return "it has 'data' and 'errors'"
    return None


def _is_entry(raw: dict[str, Any]) -> bool:
    return "_id" in raw and not raw.keys().isdisjoint(_COMMENT | _POST)


def _find_objects(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects answered, and where each stands."""
    data = raw.get("data")
    fields = data if isinstance(data, dict) else raw
    if _is_entry(fields):
        yield fields, "answer"
        return
    yield from _find_results(fields, "answer")
    for name, value in fields.items():
        if isinstance(value, dict):
            yield value, clean_line(name)
            yield from _find_results(value, clean_line(name))


def _find_results(answer: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], str]]:
    for key in ("result", "results"):
        value = answer.get(key)
        for at, member in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(member, dict):
                yield member, f"{name}.{key}" + (f"[{at}]" if isinstance(value, list) else "")


def read_forum_api(json: JsonText) -> Document:
    """Read a post, its comments, or both.

    Raises:
        SourceError: The site answered with an error, or with several posts, or with nothing.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    found = _find_entries(json, gathering)
    said = [message for raw in json.objects() for message in _messages(raw)]
    if said and not (found.posts or found.comments):
        raise SourceError(json.name, f"the site answered with an error: {said[0]}", "ask for the post again")
    gathering.warnings += [f"the site answered with an error as well: {message}" for message in said]
    post_id = _post_id(json, found)
    post = found.posts[0] if found.posts else None
    url = _find_url(json, post, post_id)
    if post:
        gathering.announced = post.whole("commentCount")
        _enter_post(gathering, post, url)
    for comment in _in_order(found.comments):
        _enter_comment(gathering, comment, url)
    return gathering.finish(_describe(post, post_id, url))


def _find_entries(json: JsonText, gathering: Gathering) -> _Answered:
    found = _Answered([], [])
    for raw in json.objects():
        for answered, path in _find_objects(raw):
            if _is_entry(answered):
                is_comment = not answered.keys().isdisjoint(_COMMENT)
                (found.comments if is_comment else found.posts).append(gathering.record(answered, path))
    return found


def _messages(raw: dict[str, Any]) -> list[str]:
    errors = raw.get("errors")
    listed = errors if isinstance(errors, list) else []
    messages = (error.get("message") for error in listed if isinstance(error, dict))
    return [_shorten(message) for message in messages if isinstance(message, str)]


def _shorten(message: str) -> str:
    return clean_line(message)[:_MESSAGE_LIMIT].rstrip() or "no message"


def _post_id(json: JsonText, found: _Answered) -> str:
    ids = {post.name("_id") for post in found.posts} or {comment.name("postId") for comment in found.comments}
    ids -= {""}
    if len(ids) > 1:
        reason = f"it holds {'' if found.posts else 'comments of '}{len(ids)} posts, not one thread"
        raise SourceError(json.name, reason, "give each post a file of its own")
    return min(ids, default="")


def _find_url(json: JsonText, post: Record | None, post_id: str) -> str | None:
    page = post.line("pageUrl", "linkUrl") if post else ""
    parts = urlsplit(safe_url(page) or "")
    if parts.hostname:
        return parts._replace(netloc=_HOSTS.get(parts.hostname, parts.netloc)).geturl()
    asked = urlsplit(safe_url(json.url) or "")
    if post_id and f"/posts/{post_id}" in asked.path:
        return asked.geturl()
    host = asked.hostname
    return safe_url(f"https://{_HOSTS.get(host, host)}/posts/{post_id}") if host and post_id else None


def _enter_post(gathering: Gathering, post: Record, url: str | None) -> None:
    link = post.line("url")
    markdown = join_blocks(show_address(link) if link != url else "", _text(gathering, post, url))
    gathering.enter(
        post.name("_id"), None, markdown, author=_user(post),
        posted_at=post.moment("postedAt"), score=post.whole("baseScore"), kind=EntryKind.POST,
    )  # fmt: skip


def _in_order(comments: Sequence[Record]) -> list[Record]:
    """What a debate's speakers wrote first, by time, then answers, then comments."""
    debate = [comment for comment in comments if comment.is_true("debateResponse")]
    others = [comment for comment in comments if not comment.is_true("debateResponse")]
    debate.sort(key=lambda response: str(response.moment("postedAt") or ""))
    return [*debate, *sorted(others, key=lambda comment: not comment.is_true("answer"))]


def _enter_comment(gathering: Gathering, comment: Record, url: str | None) -> None:
    gathering.counts["debate responses"] += comment.is_true("debateResponse")
    parent = comment.name("parentCommentId", "parentAnswerId")
    gathering.enter(
        comment.name("_id"), parent, _text(gathering, comment, url), author=_user(comment),
        posted_at=comment.moment("postedAt"), score=comment.whole("baseScore"), flags=_flags(comment),
    )  # fmt: skip


def _flags(comment: Record) -> frozenset[Flag]:
    return flags_of({
        Flag.DELETED: comment.is_true("deleted") or comment.is_true("deletedPublic"),
        Flag.RETRACTED: comment.is_true("retracted"),
        Flag.EDITED: comment.is_true("lastEditedAt"),
        Flag.ANSWER: comment.is_true("answer"),
    })  # fmt: skip


def _text(gathering: Gathering, record: Record, url: str | None) -> str:
    """Its text from HTML, which holds all of it; Markdown loses footnotes and tables."""
    contents = record.record("contents")
    html = (contents.text("html") if contents else "") or record.text("htmlBody")
    markdown = contents.text("agentMarkdown", "markdown") if contents and not html else ""
    if html:
        return gathering.walk(html, url)
    record.count(markdown)
    return clean(markdown)


def _user(record: Record) -> str:
    user = record.record("user")
    return user.line("displayName", "username", "slug") if user else ""


def _describe(post: Record | None, post_id: str, url: str | None) -> Document:
    id = site_id("forum", post_id)
    if post is None:
        return thread(id, "", url)
    others = [user.line("displayName", "slug") for user in post.records("coauthors")]
    return thread(
        id, post.line("title"), url, authors=(_user(post), *others), posted_at=post.moment("postedAt"),
        score=post.whole("baseScore"), tags=post.names("tags"),
    )  # fmt: skip
