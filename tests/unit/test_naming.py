"""A reader names a place by ids, titles, permalinks or addresses, and is told what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import NotInLibrary
from reader.library import Library
from reader.naming import find_place
from tests.made import made_thread
from tests.unit.test_links_addresses import COMMENT, POST, forum, with_id


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        opened.add(forum("A reply."), None, "made")
        news = made_thread(
            "A story.", "A comment.", id="news", url="https://news.ycombinator.com/item?id=100"
        )
        opened.add(with_id(with_id(news, "post", "100"), "c1", "207"), None, "made")
        yield opened


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("made-thread", ("made-thread", "")),
        ("made#c2", ("made-thread", "c2")),
        ("threadside:made-thread#c2", ("made-thread", "c2")),
        ("Title of news", ("news", "")),
        (f"https://www.lesswrong.com/posts/{POST}/other-slug", ("made-thread", "")),
        (f"https://www.lesswrong.com/posts/{POST}/a-slug?commentId={COMMENT}", ("made-thread", COMMENT)),
        (f"https://www.greaterwrong.com/posts/{POST}/a-slug#comment-{COMMENT}", ("made-thread", COMMENT)),
        ("https://news.ycombinator.com/item?id=100", ("news", "")),
        ("https://news.ycombinator.com/item?id=207", ("news", "207")),
        ("HTTPS://news.ycombinator.com/item?id=207", ("news", "207")),
    ],
)
def test_every_name_leads_to_its_place(library: Library, name: str, place: tuple[str, str]) -> None:
    assert find_place(library, name) == place


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("https://news.ycombinator.com/item?id=999", "add it: threadside add https://news"),
        ("https://a.example/", "no document of the library stands there"),
        (f"https://www.lesswrong.com/posts/{POST}/a-slug?commentId={COMMENT[::-1]}", "has no such comment"),
        ("https://[", "no document of the library stands there"),
        ("nothing", "nothing"),
    ],
)
def test_a_name_of_nothing_is_told_with_the_way_out(library: Library, name: str, said: str) -> None:
    with pytest.raises(NotInLibrary, match=said.replace("[", r"\[")):
        find_place(library, name)
