"""The discussions that lie beside the repository, each as a document with a known tree."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange

_TAG = re.compile(r"<[^>]*>")


def shared_threads(shared: Path) -> Iterator[tuple[str, Document]]:
    """Every discussion with a tree in the folder of the originals, by name."""
    for path in sorted((shared / "data" / "reddit").glob("*.json")):
        yield path.stem, _document(list(_reddit(json.loads(path.read_text(encoding="utf-8")))))
    for path in sorted((shared / "data" / "hackernews").glob("*.json")):
        yield path.stem, _document(list(_hacker_news(json.loads(path.read_text(encoding="utf-8")))))


def _document(entries: list[Entry]) -> Document:
    return Document(
        id="tree", kind=DocumentKind.THREAD, edition=Edition.FULL, title="A tree", score=99,
        entries=arrange(_by_score(entries)).entries,
    )  # fmt: skip


def _by_score(entries: list[Entry]) -> list[Entry]:
    """Siblings by score, as the site sorts them; the post stays first."""
    return [*entries[:1], *sorted(entries[1:], key=lambda entry: -(entry.score or 0))]


def _reddit(listings: list[Any]) -> Iterator[Entry]:
    post = listings[0]["data"]["children"][0]["data"]
    yield _entry("post", None, post, post.get("selftext") or post["title"], EntryKind.POST)
    waiting = [(child, None) for child in reversed(listings[1]["data"]["children"])]
    while waiting:
        child, parent = waiting.pop()
        if child["kind"] != "t1":
            continue
        comment = child["data"]
        yield _entry(comment["id"], parent, comment, html.unescape(comment["body"]))
        replies = comment.get("replies")
        below = replies["data"]["children"] if isinstance(replies, dict) else []
        waiting += [(one, comment["id"]) for one in reversed(below)]


def _hacker_news(item: dict[str, Any]) -> Iterator[Entry]:
    """Scores are not in these files: drawn so that they fall in the order of the file."""
    chance = random.Random(7)
    yield _entry("post", None, item, _marked(item.get("text") or item["title"]), EntryKind.POST)
    waiting = [(item, None)]
    while waiting:
        above, parent = waiting.pop()
        scores = sorted((round(chance.lognormvariate(2.1, 1)) - 1 for _ in above["children"]), reverse=True)
        for child, score in zip(above["children"], scores, strict=True):
            child["score"] = score
            text = _marked(child.get("text") or "[deleted]")
            yield _entry(str(child["id"]), parent, child, text)
            waiting.append((child, str(child["id"])))


def _marked(text: str) -> str:
    """The site's HTML as Markdown, as far as a copy shows it."""
    return html.unescape(_TAG.sub("", text.replace("<p>", "\n\n")))


def _entry(
    entry_id: str, parent: str | None, raw: dict[str, Any], markdown: str, kind: EntryKind = EntryKind.COMMENT
) -> Entry:
    passages = parse_markdown(markdown)
    author = raw.get("author") or "[deleted]"
    return Entry(
        id=entry_id, kind=kind, parent=parent, author=author, score=raw.get("score") or 0,
        markdown=markdown, passages=passages,
    )  # fmt: skip
