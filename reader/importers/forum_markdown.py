"""LessWrong's Markdown pages for programs: ``/api/post/SLUG``, and the list of comments behind it.

A list of comments states of each, in bullets above its text, when it was written, its karma, and
by addresses what it is called and what it answers. Texts are set in by the depth of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple

from reader.clean import count_unsafe, safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.lines import Piece, account, filled, header_texts, split_lines
from reader.importers.source import Source
from reader.model.codec import read_time
from reader.model.documents import Document, EntryKind, Flag

NAME = "forum-markdown"
_SITE = "https://www.lesswrong.com"
_SIGN = "Post URL (Markdown):"
_COMMENT = re.compile(r"#{2,4} Comment by (?P<name>.*\S)\s*")
_NAVIGATION = re.compile(r"#{2,4} Navigation\s*")
_INDEX = re.compile(r"#{1,3} Top Comments Index\s*")
_BULLET = re.compile(r"[ ]{0,3}[*+-][ ]+(?P<said>\S.*)")
_REACTIONS = re.compile(r"\s*Reactions (?:\(whole comment\)|by quoted text):\s*")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TITLE = re.compile(r"\s*(?:#{1,3} )?(?P<is_list>Comments: )?(?P<title>.*\S)\s*")
_SHOWN = re.compile(r"Showing \d{1,9} of (\d{1,9}) comments")
_NUMBER = re.compile(r"-?\d{1,9}")
_POST_PATH = re.compile(r"/posts/(\w+)(?:/[\w-]+)?")
_COMMENT_PATH = re.compile(r"/comment/(\w+)")
_PARENT_PATH = re.compile(r"/comments/(\w+)")
_KINDS = {"comment": _COMMENT, "navigation": _NAVIGATION, "index": _INDEX}


class _Part(NamedTuple):
    """Lines of a page that belong together.

    Attributes:
        kind: ``head`` of a list, ``post``, ``comment``, ``index`` or ``navigation``.
        start: Index of its first line in the source.
        lines: Its lines.
    """

    kind: str
    start: int
    lines: Sequence[str]


class _Stated(NamedTuple):
    """What the bullets of a part state.

    Attributes:
        facts: By the words before the colon.
        tags: What a post is filed under.
        stop: How many lines come before the text.
    """

    facts: dict[str, str]
    tags: tuple[str, ...] = ()
    stop: int = 0

    def number(self, name: str) -> int | None:
        """A whole number; None when it is not stated."""
        said = self.facts.get(name, "")
        return int(said) if _NUMBER.fullmatch(said) else None

    def moment(self) -> datetime | None:
        """When it was posted; None when that is not stated."""
        try:
            return read_time(self.facts.get("Posted"))
        except ValueError:
            return None

    def path(self, name: str, pattern: re.Pattern[str]) -> str:
        """What an address calls something; empty when it is not stated."""
        found = pattern.search(self.facts.get(name, ""))
        return found[1] if found else ""

    def names(self) -> tuple[str, ...]:
        """Who wrote a post."""
        return _names(self.facts["By"]) if "By" in self.facts else ()


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like such a page; None when it does not."""
    at = text.find(_SIGN, 0, 10_000)
    return f"it says {_SIGN!r}" if at >= 0 and "/api/post/" in text[at : at + 300] else None


def read_forum_markdown(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a post, a list of comments, or one after the other.

    Args:
        source: The page.
        known: Documents whose entries carry fingerprints.

    Raises:
        SourceError: It is no such page.
    """
    lines = split_lines(source.text)
    if not find_sign("\n".join(lines)):
        raise SourceError(source.name, f"no line says {_SIGN!r}", "save the page's Markdown, whole")
    gathering = Gathering(NAME, source.name)
    parts = list(_part(lines))
    pieces = [_enter(gathering, part) for part in parts]
    document = gathering.finish(_find_about(source, parts))
    report = replace(
        document.report, cleaned=count_unsafe([source.text]), lines=account(lines, pieces),
        left_out=header_texts(lines, pieces),
    )  # fmt: skip
    return replace(document, report=report)


def _part(lines: Sequence[str]) -> Iterator[_Part]:
    """Parts, one after another; after a page's navigation another page may begin."""
    starts = [(0, "head"), *_find_starts(lines), (len(lines), "")]
    for (start, kind), (stop, _) in pairwise(starts):
        end = _after_bullets(lines, start + 1, stop) if kind == "navigation" else start
        if end > start:
            yield _Part(kind, start, lines[start:end])
        rest = next(filled(lines, end, stop), stop)
        if rest < stop and kind in ("head", "navigation"):
            title = _TITLE.fullmatch(lines[rest])
            yield _Part("head" if title and title["is_list"] else "post", rest, lines[rest:stop])
        elif rest < stop:
            yield _Part(kind, rest, lines[rest:stop])


def _find_starts(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    is_index = False
    for at in range(1, len(lines)):
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(lines[at])), "")
        if not kind or (kind != "index" and not _has_bullet(lines, at + 1)):
            continue
        # The index repeats comments without their texts.
        if not (is_index and kind == "comment"):
            yield at, kind
        is_index = kind == "index" or (is_index and kind == "comment")


def _has_bullet(lines: Sequence[str], at: int) -> bool:
    below = next(filled(lines, at, len(lines)), at - 1)
    return _BULLET.fullmatch(lines[below]) is not None


def _after_bullets(lines: Sequence[str], start: int, stop: int) -> int:
    """One past the bullets that stand together at the start; a blank line ends them."""
    at = next(filled(lines, start, stop), stop)
    while at < stop and _BULLET.fullmatch(lines[at]):
        at += 1
    return at


def _after_reactions(lines: Sequence[str], at: int) -> int:
    at = next(filled(lines, at, len(lines)), len(lines))
    while at < len(lines) and _REACTIONS.fullmatch(lines[at]):
        at = next(filled(lines, at + 1, len(lines)), len(lines))
        while at < len(lines) and (_BULLET.fullmatch(lines[at]) or lines[at].startswith("    ")):
            at += 1
        at = next(filled(lines, at, len(lines)), len(lines))
    return at


def _state(lines: Sequence[str]) -> _Stated:
    """What the bullets below the first line state."""
    stop = _after_bullets(lines, 1, len(lines))
    said = [bullet["said"].strip() for line in lines[1:stop] if (bullet := _BULLET.fullmatch(line))]
    tags = tuple(_plain(line.removeprefix("Tag: ")) for line in said if line.startswith("Tag: "))
    return _Stated(dict(map(_name_fact, said)), tags, _after_reactions(lines, stop))


def _name_fact(said: str) -> tuple[str, str]:
    """A fact by its name; who, when and how many points come without one."""
    if said.startswith("By "):
        return "By", said.removeprefix("By ")
    if re.match(r"\d{4}-", said):
        return "Posted", said
    if said.endswith(" points"):
        return "Karma", said.removesuffix(" points")
    name, _, value = said.partition(": ")
    return name, value


def _plain(markdown: str) -> str:
    """One line of Markdown without its links and escapes."""
    return _ESCAPE.sub(r"\1", _LINK.sub(r"\1", markdown)).strip()


def _names(markdown: str) -> tuple[str, ...]:
    return tuple(map(_plain, _LINK.findall(markdown))) or (_plain(markdown),)


def _find_about(source: Source, parts: Sequence[_Part]) -> Document:
    """What is known of the whole: all of a post; of a list of comments the title and the address."""
    heads = [part for kind in ("post", "head") for part in parts if part.kind == kind]
    paths = (_POST_PATH.search("\n".join(part.lines[:40])) for part in heads)
    path = next(filter(None, paths), None)
    title = _TITLE.fullmatch(heads[0].lines[0]) if heads else None
    stated = _state(heads[0].lines) if heads and heads[0].kind == "post" else _Stated({})
    return thread(
        site_id("forum", path[1] if path else ""), _plain(title["title"]) if title else "",
        safe_url(source.url) or (f"{_SITE}{path[0]}" if path else None), authors=stated.names(),
        posted_at=stated.moment(), score=stated.number("Karma"), tags=stated.tags,
    )  # fmt: skip


def _enter(gathering: Gathering, part: _Part) -> Piece:
    stop = part.start + len(part.lines)
    if part.kind not in ("post", "comment"):
        shown = _SHOWN.search("\n".join(part.lines)) if part.kind == "head" else None
        gathering.announced = int(shown[1]) if shown else gathering.announced
        return Piece(part.start, stop, part.kind, True)
    stated = _state(part.lines)
    text = dedent("\n".join(part.lines[stated.stop :])).strip("\n")
    if part.kind == "post":
        return Piece(part.start, stop, _enter_post(gathering, stated, text))
    return Piece(part.start, stop, _enter_comment(gathering, stated, text, part.lines[0]))


def _enter_comment(gathering: Gathering, stated: _Stated, text: str, line: str) -> str:
    name = _COMMENT.fullmatch(line)
    id = stated.path("HTML permalink", _COMMENT_PATH)
    parent = stated.path("Parent comment (Markdown)", _PARENT_PATH)
    return gathering.enter(
        id, parent, text, author=_plain(name["name"]) if name else "",
        posted_at=stated.moment(), score=stated.number("Karma"),
    )  # fmt: skip


def _enter_post(gathering: Gathering, stated: _Stated, text: str) -> str:
    announced = stated.number("Comments")
    gathering.announced = gathering.announced if announced is None else announced
    flags = flags_of({Flag.TRUNCATED: stated.facts.get("Mode") == "compact"})
    return gathering.enter(
        stated.path("Post URL (HTML)", _POST_PATH), None, text, author=next(iter(stated.names()), ""),
        posted_at=stated.moment(), score=stated.number("Karma"), flags=flags, kind=EntryKind.POST,
    )  # fmt: skip
