"""A folder of Threadside in which everything that can hold an outsider's words holds hostile ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.library import Library
from reader.model.codec import from_json
from reader.paths import Paths
from tests.hostile import CORPUS, planted

THREAD, INTERVIEW = "hostile-thread", "hostile-interview"
QUOTED = "These very words about kettles are quoted by the one who answers them below"


def hostile_thread() -> dict[str, Any]:
    """A thread as interchange JSON: a comment for each string, with it in all of its fields."""
    entries = [_entry(number, name) for number, name in enumerate(CORPUS)]
    document = _document(THREAD, "thread", entries)
    document["entries"].insert(0, {**_entry(900, "rich"), "id": "post", "kind": "post", "parent": None})
    return document


def hostile_interview() -> dict[str, Any]:
    """An interview as interchange JSON: a section for each tenth string, a turn for each."""
    entries: list[dict[str, Any]] = []
    for number, name in enumerate(CORPUS):
        if number % 10 == 0:
            heading = f"## {planted(CORPUS[name], 500 + number)}"
            section = {"id": f"s{number}", "kind": "section", "markdown": heading, "author": None}
            entries.append({**_entry(number, name), **section, "parent": None})
        turn = {"id": f"t{number}", "kind": "turn", "parent": f"s{number - number % 10}"}
        entries.append({**_entry(number, name), **turn})
    return _document(INTERVIEW, "interview", entries)


def _document(id: str, kind: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    all_strings = list(CORPUS.values())
    return {
        "format": "threadside.document/1", "id": id, "kind": kind, "edition": "full",
        "title": planted(CORPUS["rich stray"] + CORPUS["title"] + CORPUS["textual"], 990),
        "url": "https://a.example/p", "authors": [planted(CORPUS["copy"], 991)], "score": 3,
        "posted_at": "2031-05-04T00:00:00Z", "tags": [planted(text, 992) for text in all_strings[:6]],
        "inferred": ["title"], "entries": entries,
        "report": {
            "format": planted(CORPUS["csi"], 993), "found": {planted(CORPUS["reset"], 994): 1},
            "warnings": [planted(text, 995) for text in all_strings], "left_out": dict.fromkeys(["x"], CORPUS["c1 all"]),
            "orphans": [planted(CORPUS["bell"], 996)],
        },
    }  # fmt: skip


def _entry(number: int, name: str) -> dict[str, Any]:
    text = CORPUS[name]
    markdown = f"{planted(text, number)}\n\n{QUOTED}."
    return {
        "id": f"c{number}", "kind": "comment", "parent": f"c{number - 1}" if number % 4 else None,
        "author": planted(text[:60], 100 + number), "posted_at": "2031-05-04T01:02:03Z", "score": number,
        "flags": ["truncated"] if number % 9 == 0 else [], "inferred": [planted(text[:60], 200 + number)],
        "markdown": f"> {QUOTED}.\n\n{markdown}" if number == 2 else markdown,
        "summary": planted(text[:300], 300 + number),
    }  # fmt: skip


def hostile_bookmark(number: int, name: str) -> dict[str, Any]:
    """A bookmark, as a line of a bookmarks file has it."""
    text = CORPUS[name]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:uuid:{number}\x9b2J", "type": "Annotation",
        "motivation": "commenting", "created": "2031-05-04T01:02:03Z", "modified": "2031-05-04T01:02:03Z",
        "body": [
            {"type": "TextualBody", "purpose": "commenting", "value": planted(text, 400 + number)},
            {"type": "TextualBody", "purpose": "tagging", "value": text[:80]},
        ],
        "target": {
            "source": {"id": "https://a.example/p", "dcterms:title": planted(text[:60], 600 + number),
                       "creator": [{"name": text[:60]}]},
            "selector": [{"type": "TextQuoteSelector", "exact": planted(text[:200], number),
                          "prefix": text[:40], "suffix": text[:40]}],
            "threadside": {"document": THREAD, "entry": f"c{number}", "author": planted(text[:60], 100 + number)},
        },
    }  # fmt: skip


def settle(home: Path, bookmarked: int = 1, *, plain: bool = False) -> None:
    """Fill a folder: library, bookmarks and what a reader left.

    Args:
        home: The folder.
        bookmarked: A bookmark is made for each string whose number is divisible by this.
        plain: Whether only ASCII is left of all strings.
    """
    home.mkdir(parents=True, exist_ok=True)
    paths = Paths.find({"THREADSIDE_HOME": str(home)})
    with Library(paths.library) as library:
        for document in (hostile_thread(), hostile_interview()):
            library.add(from_json(_as_ascii(document) if plain else document), None, CORPUS["copy"])
    chosen = list(enumerate(CORPUS))[::bookmarked]
    marks = (hostile_bookmark(number, name) for number, name in chosen)
    lines = (json.dumps(_as_ascii(mark) if plain else mark) for mark in marks)
    paths.bookmarks.write_text("\n".join([*lines, CORPUS["title"].encode("unicode_escape").decode(), ""]))
    paths.state.write_text(json.dumps(_as_ascii(_state()) if plain else _state()))


def _as_ascii(value: Any) -> Any:
    """JSON values with printable ASCII alone in all texts."""
    if isinstance(value, str):
        return "".join(char for char in value if char.isascii() and (char.isprintable() or char == "\n"))
    if isinstance(value, dict):
        return {_as_ascii(name): _as_ascii(member) for name, member in value.items()}
    return list(map(_as_ascii, value)) if isinstance(value, list) else value


def _state() -> dict[str, Any]:
    some = CORPUS["rich stray"] + CORPUS["copy"]
    return {
        "format": "threadside.state/1", "panes": [THREAD, INTERVIEW], "theme": some,
        "documents": {some: {"entry": some, "collapsed": [some], "order": some}},
        "past": [[some, some, 0, 0, 0], ["search:", some, 0, 0, 0]], "future": [[THREAD, some, 0, 0, 0]],
    }  # fmt: skip
