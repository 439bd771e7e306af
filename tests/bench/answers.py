"""Made answers of discussion sites, of any size: invented words in the shapes of real answers.

The same thread is given in the form of each site. The same seed gives the same answer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from tests.bench import made

# As on Hacker News, where 485 comments have 397 characters on average, and 358 of them no mark at all.
MEAN_LENGTH = 400
_MARKED = 0.12
Thread = list[dict[str, Any]]


class _Maker(made._Maker):
    """Comments of this length and with as few marks, instead of those of a forum."""

    def _marked(self, word: str) -> str:
        return super()._marked(word) if self._random.random() < _MARKED else word

    def _block(self, length: int) -> str:
        return super()._block(length if self._random.random() < 4 * _MARKED else min(length, 120))

    def _length(self) -> int:
        middle = math.log(MEAN_LENGTH) - made._SPREAD**2 / 2
        return round(
            min(max(self._random.lognormvariate(middle, made._SPREAD), made._SHORTEST), made._LONGEST)
        )


@lru_cache(maxsize=1)
def made_entries(comments: int, seed: int = 1) -> Thread:
    """A post and its comments, as interchange JSON has them, with their text as HTML beside it."""
    parser = MarkdownIt("commonmark")
    entries: Thread = _Maker(seed).thread(comments)["entries"]
    for at, entry in enumerate(entries):
        entry["html"] = parser.render(entry["markdown"])
        entry["number"] = at
        entry["time"] = int(datetime.fromisoformat(entry["posted_at"]).timestamp())
    return entries


def _nested(entries: Thread, item: Callable[[dict[str, Any], list[Any]], Any]) -> Any:
    """The post as an item that holds its replies, which hold theirs."""
    replies: dict[str | None, list[Any]] = {}
    for entry in reversed(entries[1:]):
        whole = item(entry, replies.pop(entry["id"], [])[::-1])
        replies.setdefault(entry["parent"], []).append(whole)
    return item(entries[0], replies.pop(None, [])[::-1])


def algolia(entries: Thread) -> str:
    """An item of Hacker News from Algolia, its children nested."""

    def item(entry: dict[str, Any], children: list[Any]) -> dict[str, Any]:
        is_post = entry["kind"] == "post"
        return {
            "id": entry["number"] + 1, "created_at_i": entry["time"], "created_at": entry["posted_at"],
            "type": "story" if is_post else "comment", "author": entry["author"], "title": "Made" if is_post else None,
            "url": None, "text": entry["html"], "points": entry["score"] if is_post else None,
            "parent_id": None if is_post else 1, "story_id": 1, "options": [], "children": children,
        }  # fmt: skip

    return json.dumps(_nested(entries, item))


def firebase(entries: Thread) -> str:
    """Items of Hacker News from Firebase, a line each."""
    numbers = {entry["id"]: entry["number"] + 1 for entry in entries} | {None: 1}
    kids: dict[int, list[int]] = {}
    for entry in entries[1:]:
        kids.setdefault(numbers[entry["parent"]], []).append(entry["number"] + 1)
    return "\n".join(json.dumps({
        "id": entry["number"] + 1, "type": "comment" if entry["number"] else "story", "by": entry["author"],
        "text": entry["html"], "time": entry["time"], "kids": kids.get(entry["number"] + 1, []),
        **({"parent": numbers[entry["parent"]]} if entry["number"] else {"title": "Made", "score": 3}),
    }) for entry in entries)  # fmt: skip


def reddit(entries: Thread) -> str:
    """Listings of Reddit, replies nested, with about as many fields as it has."""
    fields = {f"field_{number}": None for number in range(40)}

    def listing(children: list[Any]) -> dict[str, Any]:
        return {"kind": "Listing", "data": {"after": None, "before": None, "children": children}}

    def thing(entry: dict[str, Any], children: list[Any]) -> dict[str, Any]:
        return {"kind": "t1", "data": {
            **fields, "id": entry["id"], "author": entry["author"], "body": entry["markdown"],
            "body_html": f'<div class="md">{entry["html"]}</div>', "created_utc": float(entry["time"]),
            "score": entry["score"], "edited": False, "replies": listing(children) if children else "",
        }}  # fmt: skip

    whole = _nested(entries, thing)
    post = {"id": "p0", "title": "Made", "selftext": entries[0]["markdown"], "is_self": True, "author": "ada"}
    return json.dumps([listing([{"kind": "t3", "data": post}]), whole["data"]["replies"] or listing([])])


def discourse(entries: Thread) -> str:
    """A topic of Discourse with all of its posts."""
    numbers = {entry["id"]: entry["number"] + 1 for entry in entries}
    posts = [{
        "id": 10**6 + entry["number"], "post_number": entry["number"] + 1, "post_type": 1, "cooked": entry["html"],
        "username": entry["author"], "created_at": entry["posted_at"], "version": 1, "hidden": False,
        "reply_to_post_number": numbers.get(entry["parent"]), "actions_summary": [{"id": 2, "count": 3}],
    } for entry in entries]  # fmt: skip
    stream = {"posts": posts, "stream": [post["id"] for post in posts]}
    return json.dumps({"id": 1, "slug": "made", "title": "Made", "post_stream": stream})


def lobsters(entries: Thread) -> str:
    """A story of Lobsters with its comments."""
    comments = [{
        "short_id": entry["id"], "parent_comment": entry["parent"], "comment": entry["html"], "depth": 0,
        "comment_plain": entry["markdown"], "commenting_user": entry["author"], "score": entry["score"],
        "created_at": entry["posted_at"], "is_deleted": False, "is_moderated": False,
    } for entry in entries[1:]]  # fmt: skip
    story = {"short_id": "made", "title": "Made", "submitter_user": "ada", "description": entries[0]["html"]}
    return json.dumps({**story, "comments": comments})


def mastodon(entries: Thread) -> str:
    """A context of Mastodon with its status."""
    statuses = [{
        "id": entry["id"], "in_reply_to_id": entry["parent"] or ("p0" if entry["number"] else None),
        "content": entry["html"], "account": {"acct": entry["author"]}, "created_at": entry["posted_at"],
        "spoiler_text": "", "media_attachments": [], "favourites_count": 1,
    } for entry in entries]  # fmt: skip
    return json.dumps([statuses[0], {"ancestors": [], "descendants": statuses[1:]}])


def forum_api(entries: Thread) -> str:
    """Post and comments of a ForumMagnum forum."""
    comments = [{
        "_id": entry["id"], "postId": "p0", "parentCommentId": entry["parent"], "postedAt": entry["posted_at"],
        "baseScore": entry["score"], "user": {"displayName": entry["author"], "slug": "x"}, "htmlBody": entry["html"],
        "deleted": False, "retracted": False, "answer": False, "debateResponse": False,
    } for entry in entries[1:]]  # fmt: skip
    post = {"_id": "p0", "title": "Made", "htmlBody": entries[0]["html"], "user": {"displayName": "Ada"}}
    return json.dumps({"data": {"post": {"result": post}, "comments": {"results": comments}}})


def forum_markdown(entries: Thread) -> str:
    """A list of comments on one of LessWrong's Markdown pages."""
    return "\n".join(["# Comments: Made", "", "Post URL (Markdown): [/api/post/made](/api/post/made)", "",
                      *(line for entry in entries[1:] for line in _markdown_comment(entry))])  # fmt: skip


def _markdown_comment(entry: dict[str, Any]) -> Iterator[str]:
    yield from (f"### Comment by [{entry['author']}](/users/x)", "", f"*   {entry['posted_at']}")
    yield f"*   Karma: {entry['score']}"
    if entry["parent"]:
        yield f"*   Parent comment (Markdown): [x](/api/post/made/comments/{entry['parent']})"
    yield f"*   HTML permalink: [x](/posts/p0/made/comment/{entry['id']})"
    yield from ("", entry["markdown"], "")


class Form(NamedTuple):
    """A form an answer may have.

    Attributes:
        importer: The name of the importer that reads it.
        make: Makes one from a thread.
        is_json: Whether it is JSON, which is held to a speed.
    """

    importer: str
    make: Callable[[Thread], str]
    is_json: bool = True


FORMS = {
    "Hacker News, Algolia": Form("hacker-news", algolia),
    "Hacker News, Firebase": Form("hacker-news", firebase),
    "Reddit": Form("reddit", reddit),
    "Discourse": Form("discourse", discourse),
    "Lobsters": Form("lobsters", lobsters),
    "Mastodon": Form("mastodon", mastodon),
    "ForumMagnum": Form("forum-api", forum_api),
    "LessWrong's Markdown": Form("forum-markdown", forum_markdown, is_json=False),
}
