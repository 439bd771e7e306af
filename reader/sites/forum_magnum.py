"""LessWrong, the Alignment Forum and the EA Forum, through their GraphQL interface.

All are asked in the older dialect (``input:``), which all of them understand. The Alignment Forum is
asked through LessWrong, which has the same posts and shows all comments; the EA Forum through the
host it keeps for programs. Each view of the comments leaves some out, so several are asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs

from reader.clean import clean_line
from reader.errors import FetchError
from reader.importers.source import Source
from reader.sites.wire import WAY_ROUND, Address, Answer, Found, Plan, Request, dig, json_of, text_of

# Ids have 17 characters; old imports have fewer.
ID = r"[A-Za-z0-9]{3,30}"
_MOST = 5000
_ANSWERS_AT_ONCE = 20
_POST_FIELDS = (
    "_id slug title pageUrl url linkUrl postedAt modifiedAt baseScore voteCount afBaseScore extendedScore "
    "commentCount wordCount question shortform debate collabEditorDialogue draft "
    "user { displayName slug username } coauthors { displayName slug } tags { name slug } "
    "contents { html markdown } htmlBody"
)
_FEWER_POST_FIELDS = (
    "_id title slug pageUrl url postedAt baseScore voteCount commentCount user { displayName slug } "
    "tags { name } htmlBody"
)
_COMMENT_FIELDS = (
    "_id postId parentCommentId topLevelCommentId parentAnswerId postedAt lastEditedAt baseScore voteCount "
    "afBaseScore extendedScore deleted deletedPublic retracted answer shortform debateResponse promoted af "
    "user { displayName slug } htmlBody contents { html }"
)
_FEWER_COMMENT_FIELDS = (
    "_id postId parentCommentId topLevelCommentId parentAnswerId postedAt baseScore voteCount deleted "
    "retracted answer user { displayName slug } htmlBody"
)
_POST = "query P($id: String!) { post(input: {selector: {_id: $id}}) { result { %s } } }"
_COMMENTS = (
    "query C($postId: String!, $limit: Int!) { comments(input: {terms: "
    '{view: "%s", postId: $postId, limit: $limit}}) { results { %s } } }'
)
_REPLIES = 'a%d: comments(input: {terms: {view: "repliesToAnswer", parentAnswerId: "%s", limit: %d}})'


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum.

    Attributes:
        name: What it is called.
        host: The hosts of its pages, a regular expression.
        endpoint: Where its GraphQL interface is.
        site: How addresses of its pages begin.
        other: How addresses of its posts on GreaterWrong begin.
    """

    name: str
    host: re.Pattern[str]
    endpoint: str
    site: str
    other: str


FORUMS = (
    Forum(
        "LessWrong", re.compile(r"(?:www\.)?lesswrong\.com|lw2\.issarice\.com"),
        "https://www.lesswrong.com/graphql", "https://www.lesswrong.com", "https://www.greaterwrong.com",
    ),
    Forum(
        "Alignment Forum", re.compile(r"(?:www\.)?alignmentforum\.org"),
        "https://www.lesswrong.com/graphql", "https://www.alignmentforum.org", "https://www.greaterwrong.com",
    ),
    Forum(
        "EA Forum", re.compile(r"forum(?:-bots)?\.effectivealtruism\.org|eaforum\.issarice\.com"),
        "https://forum-bots.effectivealtruism.org/graphql", "https://forum.effectivealtruism.org",
        "https://ea.greaterwrong.com",
    ),
)  # fmt: skip
_PATHS = tuple(
    re.compile(pattern)
    for pattern in (
        r"/posts/slug/(?P<slug>[^/]+)/?",
        rf"/posts/(?P<id>{ID})(?:/[^/]*)?(?:/(?:comment|answer)/(?P<comment>{ID}))?/?",
        rf"/events/(?P<id>{ID})(?:/[^/]*)?/?",
        rf"/(?:s|g)/{ID}/p/(?P<id>{ID})(?:/[^/]*)?/?",
        r"(?:/r/[\w-]+)?/(?:lw|ea)/(?P<legacy>[a-z0-9]{1,8})(?:/[^/]*(?:/(?P<old>[a-z0-9]{1,8}))?)?/?",
        r"/(?:rationality|codex|hpmor)/(?P<slug>[^/]+)/?",
    )
)
_COMMENT_ID = re.compile(ID)
# A heading has an anchor too, of small letters with one capital at most; an id mixes them.
_FRAGMENT = re.compile(rf"comment-({ID})|((?!.?[a-z]+$)[A-Za-z0-9]{{17}})")


class _Asked(NamedTuple):
    """A post as an address names it, by one of these; each may be empty."""

    id: str
    slug: str
    legacy: str
    comment: str
    old_comment: str


class _Answered(NamedTuple):
    """An answer as text and as values."""

    text: str
    raw: Any


class _UnknownField(Exception):
    """The forum is older than a field asked for."""


def recognise(link: SplitResult) -> Address | None:
    """A post of one of the forums, or a comment on one."""
    forum = next((one for one in FORUMS if one.host.fullmatch(link.hostname or "")), None)
    path = next(filter(None, (pattern.fullmatch(link.path) for pattern in _PATHS)), None)
    if not forum or not path:
        return None
    named = path.groupdict()
    comment = named.get("comment") or _named_comment(link)
    asked = _Asked(named.get("id") or "", named.get("slug") or "", named.get("legacy") or "",
                   comment, named.get("old") or "")  # fmt: skip
    url = f"{forum.site}/posts/{asked.id}" if asked.id else f"{forum.site}{link.path}"
    return Address(url, forum.name, lambda: _thread(forum, asked, url))


def _named_comment(link: SplitResult) -> str:
    fragment = _FRAGMENT.fullmatch(link.fragment)
    said = [*parse_qs(link.query).get("commentId", []), fragment[1] or fragment[2] if fragment else ""]
    return next((one for one in said if _COMMENT_ID.fullmatch(one)), "")


def _thread(forum: Forum, asked: _Asked, url: str) -> Plan:
    try:
        return (yield from _ask_thread(forum, asked, url))
    except FetchError as error:
        if error.status in (403, 429) and asked.id:
            way_out = f"try {forum.other}/posts/{asked.id}, or {WAY_ROUND}"
            raise FetchError(url, error.reason, way_out, error.status) from error
        raise


def _ask_thread(forum: Forum, asked: _Asked, url: str) -> Plan:
    if not asked.id:
        asked = yield from _find(forum, asked, url)
    first = yield from _ask(forum, _POST, (_POST_FIELDS, _FEWER_POST_FIELDS), {"id": asked.id})
    post = dig(first.raw, "data", "post", "result")
    if not isinstance(post, dict):
        raise _missing(url)
    answers = [first, *(yield from _all_comments(forum, asked.id, post))]
    slug = post.get("slug")
    is_plain = isinstance(slug, str) and re.fullmatch(r"[\w-]{1,200}", slug, re.ASCII)
    shown = f"{forum.site}/posts/{asked.id}" + (f"/{slug}" if is_plain else "")
    text = "\n".join(answer.text for answer in answers)
    return Found(Source(url, text, shown), asked.comment)


def _find(forum: Forum, asked: _Asked, url: str) -> Generator[Request, Answer, _Asked]:
    """The ids of a post and a comment that an old address names otherwise."""
    view = "slugPost" if asked.slug else "legacyIdPost"
    key, value = ("slug", asked.slug) if asked.slug else ("legacyId", asked.legacy)
    terms = f'{{view: "{view}", {key}: {json.dumps(value)}}}'
    query = f"posts(input: {{terms: {terms}}}) {{ results {{ _id }} }}"
    if asked.old_comment:
        terms = f'{{view: "legacyIdComment", legacyId: "{asked.old_comment}"}}'
        query += f" comments(input: {{terms: {terms}}}) {{ results {{ _id }} }}"
    answer = yield from _ask(forum, "query F { %s }", (query,), {})
    post, comment = (_first_id(dig(answer.raw, "data", name, "results")) for name in ("posts", "comments"))
    if not post:
        raise _missing(url)
    return asked._replace(id=post, comment=asked.comment or comment)


def _first_id(results: Any) -> str:
    id = dig(results[0], "_id") if isinstance(results, list) and results else None
    return id if isinstance(id, str) and _COMMENT_ID.fullmatch(id) else ""


def _all_comments(
    forum: Forum, post_id: str, post: dict[str, Any]
) -> Generator[Request, Answer, list[_Answered]]:
    """The answers for every view of the comments that this kind of post has."""
    views = ["postCommentsTop"]
    views += ["questionAnswers"] if post.get("question") else []
    views += ["debateResponses"] if post.get("debate") or post.get("collabEditorDialogue") else []
    answers: list[_Answered] = []
    for view in views:
        query = _COMMENTS.replace("%s", view, 1)
        answers.append((yield from _ask_comments(forum, query, {"postId": post_id, "limit": _MOST})))
    comments = (one for answer in answers for one in _results(answer.raw))
    answering = [id for one in comments if dig(one, "answer") is True and (id := _first_id([one]))]
    for part in _parts(answering, _ANSWERS_AT_ONCE):
        replies = [f"{_REPLIES % (at, id, _MOST)} {{ results {{ %s }} }}" for at, id in enumerate(part)]
        answers.append((yield from _ask_comments(forum, f"query R {{ {' '.join(replies)} }}", {})))
    return answers


def _parts(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _results(raw: Any) -> list[Any]:
    data = dig(raw, "data")
    lists = (dig(part, "results") for part in data.values()) if isinstance(data, dict) else ()
    return [one for part in lists if isinstance(part, list) for one in part]


def _ask_comments(
    forum: Forum, query: str, variables: dict[str, Any]
) -> Generator[Request, Answer, _Answered]:
    return (yield from _ask(forum, query, (_COMMENT_FIELDS, _FEWER_COMMENT_FIELDS), variables))


def _ask(
    forum: Forum, query: str, fields: Sequence[str], variables: dict[str, Any]
) -> Generator[Request, Answer, _Answered]:
    """The answer to a query with the first of several sets of fields that the forum knows."""
    for names in fields:
        try:
            return (yield from _ask_once(forum, query.replace("%s", names), variables))
        except _UnknownField:
            continue
    raise FetchError(forum.endpoint, f"{forum.name} knows not even the plainest fields", WAY_ROUND)


def _ask_once(forum: Forum, query: str, variables: dict[str, Any]) -> Generator[Request, Answer, _Answered]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = yield Request(forum.endpoint, body, passes=frozenset({400}))
    raw = json_of(answer)
    errors = dig(raw, "errors")
    said = [str(dig(one, "message") or one) for one in errors] if isinstance(errors, list) else []
    if any("Cannot query field" in one for one in said):
        raise _UnknownField
    if said and not _has_data(raw):
        if any("missing_document" in one for one in said):
            raise _missing(forum.endpoint)
        reason = f"{forum.name} refuses: {clean_line(said[0])[:200]}"
        raise FetchError(forum.endpoint, reason, WAY_ROUND)
    return _Answered(text_of(answer)[0], raw)


def _has_data(raw: Any) -> bool:
    data = dig(raw, "data")
    return isinstance(data, dict) and any(part is not None for part in data.values())


def _missing(url: str) -> FetchError:
    return FetchError(url, "there is no such post, or it is a draft or deleted", "check the address")
