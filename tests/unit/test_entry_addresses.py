"""An entry's own address is one that leads back to it, or there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clean import safe_url
from reader.model.links.entry_addresses import entry_address
from reader.model.links.permalinks import Addresses, Known, read_address
from reader.model.links.values import Target
from tests import strategies
from tests.made import made_thread
from tests.unit.test_links_addresses import with_id

POST, COMMENT = "3vB7kQm2RtYp9LxWz", "a1B2c3D4e5F6g7H8i"
OLD_STATUS, STATUS = "110000000000000001", "110000000000000002"
KNOWN = [
    (f"https://www.lesswrong.com/posts/{POST}/tides", POST, COMMENT,
     f"https://www.lesswrong.com/posts/{POST}/tides?commentId={COMMENT}"),
    (f"https://forum.effectivealtruism.org/posts/{POST}", POST, COMMENT,
     f"https://forum.effectivealtruism.org/posts/{POST}?commentId={COMMENT}"),
    (f"https://www.alignmentforum.org/posts/{POST}/tides#x", POST, COMMENT,
     f"https://www.alignmentforum.org/posts/{POST}/tides?commentId={COMMENT}"),
    (f"https://www.greaterwrong.com/posts/{POST}/tides", POST, COMMENT,
     f"https://www.greaterwrong.com/posts/{POST}/tides/comment/{COMMENT}"),
    ("https://www.lesswrong.com/lw/k1/tides/", "k1", "2ab", "https://www.lesswrong.com/lw/k1/tides/2ab"),
    ("https://news.ycombinator.com/item?id=100", "100", "207", "https://news.ycombinator.com/item?id=207"),
    ("https://www.reddit.com/r/boats/comments/xy12/tides/", "xy12", "zz99a",
     "https://www.reddit.com/r/boats/comments/xy12/tides/zz99a/"),
    ("https://www.reddit.com/comments/xy12", "xy12", "zz99a", "https://www.reddit.com/comments/xy12/_/zz99a/"),
    ("https://talk.example/t/tides/44", "1", "5", "https://talk.example/t/tides/44/5"),
    ("https://talk.example/forum/t/44/", "1", "5", "https://talk.example/forum/t/44/5"),
    ("https://lobste.rs/s/abc123/tides", "abc123", "q1w2e3", "https://lobste.rs/c/q1w2e3"),
    (f"https://sea.example/@ada/{OLD_STATUS}", OLD_STATUS, STATUS, f"https://sea.example/@bo@bay.example/{STATUS}"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "first", "entry", "address"), KNOWN)
def test_each_site_has_its_own_form(url: str, first: str, entry: str, address: str) -> None:
    assert entry_address(url, entry, "bo@bay.example", first) == address
    assert entry_address(url, first, None, first) == url


@pytest.mark.parametrize(("url", "first", "entry", "address"), KNOWN)
def test_the_address_of_an_entry_leads_to_it(url: str, first: str, entry: str, address: str) -> None:
    thread = made_thread("A post.", "A comment.", id="tides", url=url)
    thread = with_id(with_id(thread, "post", first), "c1", entry)
    other = made_thread("Another.", id="other", url="https://a.example/1")
    target, is_known = Addresses([Known.of(other), Known.of(thread)]).find(address)
    assert (target, is_known) == (Target("tides", entry), True)


@pytest.mark.parametrize(
    ("url", "first", "entry", "author"),
    [
        (None, "post", "c1", "Bo"),
        ("https://a.example/article", "post", "c1", "Bo"),
        (f"https://www.lesswrong.com/posts/{POST}/tides", POST, "c12", "Bo"),
        (f"https://www.lesswrong.com/posts/{POST}/tides", POST, "20310504-093000-bo", "Bo"),
        ("https://news.ycombinator.com/item?id=100", "100", "n1", "Bo"),
        ("https://www.reddit.com/r/boats/comments/xy12/tides/", "xy12", "missing-3", "Bo"),
        ("https://talk.example/t/tides/44", "1", "5-2", "Bo"),
        (f"https://sea.example/@ada/{OLD_STATUS}", "999999", STATUS, "bo"),
        (f"https://sea.example/@ada/{OLD_STATUS}", OLD_STATUS, STATUS, "Bo Reed"),
        (f"https://sea.example/@ada/{OLD_STATUS}", OLD_STATUS, STATUS, None),
    ],
)
def test_where_a_site_gives_no_address_there_is_none(
    url: str | None, first: str, entry: str, author: str | None
) -> None:
    assert entry_address(url, entry, author, first) is None


@given(
    st.sampled_from([url for url, *_ in KNOWN]) | strategies.addresses() | st.text(max_size=30),
    st.sampled_from([COMMENT, "207", "zz99a"]) | strategies.lines(), strategies.names(), strategies.lines(),
)  # fmt: skip
def test_whatever_is_given_is_read_back_as_the_same_entry(
    url: str, entry: str, author: str, first: str
) -> None:
    found = entry_address(url, entry, author, first)
    if found is None or entry == first:
        return
    named = read_address(found)
    assert named is not None
    assert named.entry == entry
    assert safe_url(found) == found
