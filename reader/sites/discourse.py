"""Discourse: a topic's first posts come with the ids of all others, which are asked for in turn.

Any host may be one. Where the topic is not answered in JSON, the page itself is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any
from urllib.parse import SplitResult, urlencode

from reader.errors import FetchError
from reader.importers.source import Source
from reader.sites.pages import page
from reader.sites.wire import (
    NOT_OFFERED,
    Address,
    Answer,
    Found,
    Plan,
    Request,
    dig,
    json_if_any,
    json_of,
    text_of,
)

_TOPIC = re.compile(
    r"(?P<base>(?:/[\w-]+)?)/t/(?:(?P<slug>[^/]*[^/\d][^/]*)/)?(?P<topic>\d{1,12})"
    r"(?:\.json|/(?P<post>\d{1,9}))?/?"
)
# As many as a server gives at once; and about 10,000 posts in all.
_AT_ONCE = 50
_MOST_REQUESTS = 200


def recognise(link: SplitResult) -> Address | None:
    """What looks like a topic, or a post of one."""
    path = _TOPIC.fullmatch(link.path)
    if not path:
        return None
    site = f"{link.scheme}://{link.netloc}{path['base']}"
    slug = f"{path['slug']}/" if path["slug"] else ""
    url = f"{site}/t/{slug}{path['topic']}"
    return Address(url, "Discourse", lambda: _topic(site, path["topic"], url, path["post"] or ""))


def _topic(site: str, topic: str, url: str, post: str) -> Plan:
    try:
        answer = yield Request(f"{site}/t/{topic}.json")
    except FetchError as error:
        if error.status not in NOT_OFFERED:
            raise
        return (yield from page(url))
    raw = json_if_any(answer)
    posts, stream = dig(raw, "post_stream", "posts"), dig(raw, "post_stream", "stream")
    if not isinstance(posts, list):
        return (yield from page(url))
    have = {_id_of(one) for one in posts}
    missing = [id for id in stream if type(id) is int and id not in have] if isinstance(stream, list) else []
    more = yield from _rest(f"{site}/t/{topic}/posts.json", missing)
    text = "\n".join(text_of(one)[0] for one in [answer, *more])
    return Found(Source(answer.url, text, url), post)


def _rest(url: str, missing: list[int]) -> Generator[Request, Answer, list[Answer]]:
    """Ask for the other posts; what a server leaves out of an answer is asked for once more."""
    wanted = list(dict.fromkeys(missing))
    answers: list[Answer] = []
    while wanted and len(answers) < _MOST_REQUESTS:
        part = wanted[:_AT_ONCE]
        answers.append((yield Request(f"{url}?{urlencode([('post_ids[]', id) for id in part])}")))
        posts = dig(json_of(answers[-1]), "post_stream", "posts")
        came = {_id_of(one) for one in posts} & set(part) if isinstance(posts, list) else set()
        # A server that gave none of these has none of them: hidden or deleted.
        wanted = [id for id in wanted if id not in (came or part)]
    return answers


def _id_of(post: Any) -> Any:
    id = dig(post, "id")
    return id if type(id) is int else None
