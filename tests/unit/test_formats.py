"""Every format of the README, counted again by a few lines of other code, and every word of it looked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from reader.importers.registry import IMPORTERS, detect, read_source
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag
from reader.model.thread import Thread
from tests.unit.importing import GOLDEN, words

# How many comments or turns there are, and how deep the deepest is, from 1; None where no source says it.
Count = tuple[int, int | None]
_VOID = frozenset({"img", "br", "input", "meta", "link", "hr"})
_TEXTS = frozenset(
    {
        "text",
        "body",
        "selftext",
        "cooked",
        "comment",
        "content",
        "htmlBody",
        "html",
        "description",
        "markdown",
    }
)
_NEVER = re.compile(r"<(script|style|title)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def flat(parents: Mapping[Any, Any]) -> Count:
    """From what each answers; what answers none of them is at the top."""
    depths: dict[Any, int] = {}
    for id in parents:
        above = id
        for depth in range(1, len(parents) + 2):  # noqa: B007 - the last one counts
            above = parents.get(above)
            if above not in parents:
                break
        depths[id] = depth
    return len(depths), max(depths.values(), default=0)


def nested(replies: list[Any], below: Callable[[Any], list[Any]], depth: int = 1) -> tuple[int, int]:
    found = [nested(below(one), below, depth + 1) for one in replies]
    return len(replies) + sum(count for count, _ in found), max(
        [depth * bool(replies), *(deep for _, deep in found)]
    )


class Elements(HTMLParser):
    """How deep the elements with a sign stand in one another."""

    def __init__(self, html: str, sign: str) -> None:
        super().__init__()
        self.sign, self.open, self.depths = re.compile(sign), list[tuple[str, bool]](), list[int]()
        self.feed(_NEVER.sub("", html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_found = any(self.sign.fullmatch(f"{name}={value}") for name, value in attrs)
        if tag not in _VOID:
            self.open.append((tag, is_found))
        if is_found:
            self.depths.append(sum(found for _, found in self.open))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def count(self) -> tuple[int, int]:
        return len(self.depths), max(self.depths, default=0)


def elements(sign: str) -> Callable[[str], tuple[int, int]]:
    return lambda text: Elements(text, sign).count()


def matches(pattern: str, depth: int = 1) -> Callable[[str], Count]:
    return lambda text: (len(re.findall(pattern, text, re.MULTILINE)), depth)


def fields(pattern: str) -> Callable[[str], Count]:
    """From an id and a parent for each."""
    return lambda text: flat(dict(re.findall(pattern, text, re.MULTILINE)))


def of_json(count: Callable[[Any], Count]) -> Callable[[str], Count]:
    return lambda text: count(
        [json.loads(line) for line in text.splitlines()] if text.count("\n{") else json.loads(text)
    )


def _reddit(raw: Any) -> Count:
    def below(thing: Any) -> list[Any]:
        replies = thing["data"].get("replies") or {"data": {"children": []}}
        return [one for one in replies["data"]["children"] if one["kind"] == "t1"]

    return nested([one for one in raw[1]["data"]["children"] if one["kind"] == "t1"], below)


def _forum(raw: Any) -> Count:
    parents: dict[str, str] = {}
    waiting = [raw]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and "postId" in one:
            parents[one["_id"]] = one["parentCommentId"]
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
    return flat(parents)


def _mail(text: str) -> Count:
    ids = dict.fromkeys(re.findall(r"^Message-ID: <(.*)>", text, re.MULTILINE))
    return len(ids) - 1, 3  # the deepest stands below one that is missing


FORMATS: dict[str, tuple[str, Callable[[str], Count]]] = {
    "threadside-json": ("forum_copy_known.json", of_json(lambda raw: flat({one["id"]: one["parent"] for one in raw["entries"][1:]}))),
    "digest": ("forum_digest.md", fields(r"^=== comment (\S+)\n(?:(?!parent).+\n)*parent: (\S+)")),
    "mail": ("mail/kettles.mbox", _mail),
    "forum-copy": ("forum_copy.txt", lambda text: (int(re.findall(r"(\d+) comments, sorted", text)[0]), None)),
    "forum-markdown": ("answers/forum_markdown.txt", lambda text: (len(set(re.findall(r"HTML permalink.*comment/(\w+)", text))), 2)),
    "zoom-chat": ("transcripts/chat.txt", matches(r"^\d\d:\d\d:\d\d\s")),
    "interview-markdown": ("transcripts/marked.md", matches(r"^\*\*(?!Wick)[^*]+:\*\*", 2)),
    "interview-text": ("interview.txt", matches(r"^(?:Tamsin Orr|Bede Marrow): ", 2)),
    "timed-text": ("transcripts/timed.txt", lambda text: (1, 1)),
    "markdown-article": ("articles/kettles.md", lambda text: (0, 0)),
    "webvtt": ("transcripts/rolling.vtt", lambda text: (2, 1)),
    "srt": ("transcripts/spoken.srt", lambda text: (7, 1)),
    "forum-page": ("pages/forum_page_state.html", fields(r'"_id":"(\w+)","__typename":"Comment","postId":"teapotTeapot12345","parentCommentId":"?(\w+)')),
    "greaterwrong-page": ("pages/greater_wrong.html", elements(r"class=comment-item.*")),
    "forum-page-old": ("pages/old_forum.html", elements(r"id=thingrow_t1_.*")),
    "hacker-news-page": ("pages/hacker_news_old.html", lambda text: (
        text.count('class="default"'), 1 + max(int(width) for width in re.findall(r"width=(\d+)", text)) // 40)),
    "lobsters-page": ("pages/lobsters.html", lambda text: (text.count('class="comment"'), elements("class=comments_subtree")(text)[1] - 1)),
    "podcast-html": ("transcripts/spoken.html", matches("<time>")),
    "interview-page": ("pages/interview.html", lambda text: matches("<p><strong>", 2)(text[text.index("<h2>") :])),
    "article": ("pages/article.html", lambda text: (0, 0)),
    "transcript-json": ("transcripts/words.json", of_json(lambda raw: (3, 1))),
    "hacker-news": ("answers/hacker_news_algolia.json", of_json(lambda raw: nested(raw["children"], lambda one: one["children"]))),
    "reddit": ("answers/reddit.json", of_json(_reddit)),
    "discourse": ("answers/discourse.json", of_json(lambda raw: flat({
        one["post_number"]: one.get("reply_to_post_number") for one in raw["post_stream"]["posts"][1:] if one["post_type"] == 1}))),
    "lobsters": ("answers/lobsters.json", of_json(lambda raw: flat({one["short_id"]: one["parent_comment"] for one in raw["comments"]}))),
    "mastodon": ("answers/mastodon.jsonl", of_json(lambda raw: flat({one["id"]: one["in_reply_to_id"] for one in [raw[0], *raw[1]["ancestors"][1:], *raw[1]["descendants"]]}))),
    "forum-api": ("answers/forum_api.json", of_json(_forum)),
}  # fmt: skip


# What a site puts around texts, or a program around mail.
FRAMES = {
    "mail": "Content Date EFve Encoding List MIME Message Naive References Reply Subject Transfer Twice Type Version"
    " aGVsbG alternative base boundary charset html lists mixed multipart name plain printable quoted text",
    "forum-markdown": "Frontpage Linkpost Parent Reactions Reply Total agree comment depth example permalink points votes whole",
    "interview-markdown": "example https orrin",
    "webvtt": "align position start",
    "forum-page": "more read",
    "greaterwrong-page": "Contents Link Parent Question Replies comments deleted link mara points post trap",
    "forum-page-old": "Comment Comments March Reply Tags Vote deleted point points",
    "hacker-news-page": "comments days link points reply",
    "lobsters-page": "Comment author comments edited months removed",
    "podcast-html": "soon",
    "article": "Send",
    "discourse": "Closed",
}


def read(name: str) -> tuple[str, Document]:
    path = GOLDEN / FORMATS[name][0]
    data = path.read_bytes()
    text = data.decode()
    return text, read_source(Source(path.name, text, data=data))


def test_every_format_is_here() -> None:
    assert list(FORMATS) == [one.name for one in IMPORTERS]
    found = {
        name: detect(Source(file, (GOLDEN / file).read_text(encoding="utf-8"))).name
        for name, (file, _) in FORMATS.items()
    }
    assert found == {name: name for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_as_many_are_read_as_other_code_counts_and_as_deep(name: str) -> None:
    text, document = read(name)
    counted = [
        entry.kind in (EntryKind.COMMENT, EntryKind.TURN) and Flag.MISSING not in entry.flags
        for entry in document.entries
    ]
    depths = [
        depth + 1
        for depth, is_counted in zip(Thread.of(document.entries).depths, counted, strict=True)
        if is_counted
    ]
    count, depth = FORMATS[name][1](text)
    assert (len(depths), max(depths, default=0) if depth is not None else None) == (count, depth)


def visible(text: str) -> Iterator[str]:
    """The texts of JSON, whatever the site; else the whole without what is never shown."""
    if text.lstrip()[:1] not in "{[":
        yield _NEVER.sub(" ", text)
        return
    waiting: list[Any] = (
        [json.loads(line) for line in text.splitlines()] if text.count("\n{") else [json.loads(text)]
    )
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from (said for key, said in one.items() if key in _TEXTS and isinstance(said, str))
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []


@pytest.mark.parametrize(
    "name", [one.name for one in IMPORTERS if one.name not in ("threadside-json", "digest")]
)
def test_every_visible_word_is_shown_or_said(name: str) -> None:
    text, document = read(name)
    shown = [
        document.title,
        document.url,
        *document.authors,
        *document.tags,
        *document.report.left_out.values(),
    ]
    for entry in document.entries:
        shown += [entry.author, entry.id, str(entry.score), str(entry.posted_at)]
        shown += [part for passage in entry.passages for part in (passage.text, passage.marker)]
        shown += [span.target for passage in entry.passages for span in passage.spans]
    there = set(words(*shown))
    wanted = words(*(unescape(re.sub(r"<[^>]*>", " ", said)).replace("\u00ad", "") for said in visible(text)))
    missing = {word for word in wanted if word.isalpha() and len(word) > 3} - there
    assert missing <= set(FRAMES.get(name, "").split())
