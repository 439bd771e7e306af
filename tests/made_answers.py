"""What sites answer, made by hand: invented people and words in the shapes of each site's interface."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from tests.made_site import Asked, MadeSite, Reply, as_json

_MOMENT = "2023-05-06T07:08:09.000Z"
_QUERY = re.compile(
    r'(\w+)?:? ?comments\(input: \{terms: \{view: "(\w+)"(?:, (?:parentAnswerId|legacyId): "(\w+)")?'
)


def forum_post(id: str, **fields: Any) -> dict[str, Any]:
    """A post as a ForumMagnum forum answers it."""
    return {
        "_id": id, "slug": "a-title", "title": "On kettles", "postedAt": _MOMENT, "baseScore": 12,
        "commentCount": 2, "htmlBody": "<p>Kettles should whistle.</p>",
        "user": {"displayName": "Mara Quill", "slug": "mara"}, "tags": [{"name": "Kitchen"}], **fields,
    }  # fmt: skip


def forum_comment(id: str, parent: str | None = None, **fields: Any) -> dict[str, Any]:
    """A comment as a ForumMagnum forum answers it."""
    return {
        "_id": id, "postId": "p", "parentCommentId": parent, "postedAt": _MOMENT, "baseScore": 3,
        "answer": False, "htmlBody": f"<p>What {id} says.</p>",
        "user": {"displayName": f"Writer {id[:4]}", "slug": id.lower()}, **fields,
    }  # fmt: skip


def serve_forum(
    site: MadeSite,
    endpoint: str,
    post: dict[str, Any] | None,
    views: Mapping[str, Sequence[Any]],
    replies: Mapping[str, Sequence[Any]] | None = None,
    unknown: Sequence[str] = (),
    old_comment: str = "",
) -> None:
    """Play a forum's GraphQL interface.

    Args:
        site: The server.
        endpoint: Where the interface is.
        post: The one post there is; None for none.
        views: The comments of each view.
        replies: The replies to each answer.
        unknown: Fields that this forum does not know.
        old_comment: The id of the comment that old addresses name.
    """

    def answer(asked: Asked) -> Reply:
        query = asked.json["query"]
        strange = [name for name in unknown if re.search(rf"\b{name}\b", query)]
        if strange:
            said = f'Cannot query field "{strange[0]}" on type "Post".'
            return as_json({"errors": [{"message": said}]}, status=400)
        data: dict[str, Any] = {}
        if " post(" in query:
            data["post"] = {"result": post}
        if "posts(" in query:
            data["posts"] = {"results": [{"_id": post["_id"]}] if post else []}
        for alias, view, of in _QUERY.findall(query):
            found = {
                "repliesToAnswer": (replies or {}).get(of, []),
                "legacyIdComment": [{"_id": old_comment}],
            }
            data[alias or "comments"] = {"results": found.get(view, views.get(view, []))}
        return as_json({"data": data})

    site.serve(endpoint, answer)


def hacker_news_item(id: int, *children: dict[str, Any], text: str = "") -> dict[str, Any]:
    """An item of Algolia: number 1 is the story, all others are comments on it."""
    story = {"type": "story", "title": "Whistling kettles", "url": "https://kettles.example/", "points": 9}
    comment = {"type": "comment", "text": text or f"What item {id} says.", "parent_id": id - 1}
    return {
        "id": id, "story_id": 1, "author": f"writer{id}", "created_at": _MOMENT, "created_at_i": 1683356889,
        "children": list(children), "options": [], **(story if id == 1 else comment),
    }  # fmt: skip


def lobsters_story(id: str, *comments: str) -> dict[str, Any]:
    """A story of Lobsters with comments that each answer the one before."""
    return {
        "short_id": id, "title": "Kettles in Rust", "url": "", "score": 4, "created_at": _MOMENT,
        "comments_url": f"https://lobste.rs/s/{id}/kettles_rust", "submitter_user": "ivo", "tags": ["kitchen"],
        "comment_count": len(comments),
        "comments": [
            {"short_id": one, "parent_comment": comments[at - 1] if at else None, "depth": at, "score": 1,
             "comment": f"<p>What {one} says.</p>", "commenting_user": f"writer-{one}", "created_at": _MOMENT}
            for at, one in enumerate(comments)
        ],
    }  # fmt: skip


def mastodon_status(id: str, above: str | None) -> dict[str, Any]:
    """A post of Mastodon."""
    return {
        "id": id, "in_reply_to_id": above, "content": f"<p>What {id} says.</p>", "created_at": _MOMENT,
        "url": f"https://social.example/@mara/{id}", "account": {"acct": "mara", "display_name": "Mara"},
    }  # fmt: skip


def discourse_topic(id: int, count: int) -> dict[str, Any]:
    """A topic of Discourse with all its posts; their ids are 1001 and on, their numbers 1 and on."""
    posts = [
        {"id": 1000 + number, "post_number": number, "username": f"writer{number}", "created_at": _MOMENT,
         "cooked": f"<p>What post {number} says.</p>", "reply_to_post_number": None, "topic_id": id}
        for number in range(1, count + 1)
    ]  # fmt: skip
    stream = [post["id"] for post in posts]
    return {
        "id": id, "slug": "a-topic", "title": "A topic on kettles", "posts_count": count,
        "post_stream": {"posts": posts, "stream": stream},
    }  # fmt: skip


def serve_discourse(
    site: MadeSite, base: str, topic: dict[str, Any], at_once: int = 1000, hidden: Container[int] = ()
) -> None:
    """Play Discourse: the first twenty posts with the topic, the others by their ids.

    Args:
        site: The server.
        base: Where the forum is.
        topic: The topic, whole.
        at_once: How many posts it gives at once.
        hidden: Numbers of posts that it does not give.
    """
    posts = [post for post in topic["post_stream"]["posts"] if post["post_number"] not in hidden]
    first = {**topic, "post_stream": {**topic["post_stream"], "posts": posts[:20]}}

    def rest(asked: Asked) -> Reply:
        wanted = parse_qs(asked.link.query)["post_ids[]"]
        found = [post for post in posts if str(post["id"]) in wanted][:at_once]
        return as_json({"post_stream": {"posts": found}, "id": topic["id"]})

    site.serve(f"{base}/t/{topic['id']}.json", as_json(first))
    site.serve(f"{base}/t/{topic['id']}/posts.json", rest)
