"""Cutting output into tokens, and telling Textual's own sequences from those out of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.e2e.foreign import foreign
from tests.e2e.keys import key_bytes
from tests.e2e.modes import Modes
from tests.e2e.replies import answer
from tests.e2e.screen import Screen
from tests.e2e.sequences import Token, Tokenizer, tokens

PIECES = st.sampled_from(
    ["\x1b", "[", "]", "?", "1049", "h", "52;c;", "\x07", "\\", "\x9c", "\x9b", "m", "text", "\u4f60", "P"]
)
OUTPUTS = st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())
LEAKS = (
    "\x1b]52;c;bGVha2Vk\x07", "\x1b]52;c;bGVha2Vk", "\x1b[31m", "\x1b[0m", "\x1b[2J", "\x1b[?1049l",
    "\x1b[1;1H", "\x9b31m", "\x9d0;title\x9c", "\x1b]0;title\x07", "\x1bP+q\x1b\\", "\x1b_x\x1b\\",
    "\x1b]8;id=1;https://a.example/\x1b\\", "\x1bc", "\x1b", "\x1b[", "\x07", "\x08", "\r", "\x7f", "\x00",
    "\u202e", "\u2066",
)  # fmt: skip
FRAMES = ("\x1b[1;38;2;1;2;3mbefore {} after\x1b[0m", "\x1b[2;3H\x1b[1ma\x1b[0m\x1b[3m{}\x1b[0m")


@given(OUTPUTS, st.lists(st.integers(0, 100), max_size=5))
def test_tokens_do_not_depend_on_the_pieces_they_come_in(output: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut < len(output)), len(output)]
    tokenizer = Tokenizer()
    found: list[Token] = []
    for start, stop in pairwise(edges):
        found += tokenizer.feed(output[start:stop], final=False)
    found += tokenizer.feed(b"", final=True)
    assert [token for token in found if token.kind != "text"] == [
        token for token in tokens(output) if token.kind != "text"
    ]
    assert "".join(token.text for token in found) == output.decode()


@given(st.binary(max_size=60))
def test_tokens_lose_no_byte(output: bytes) -> None:
    assert "".join(token.text for token in tokens(output)).encode("utf-8", "surrogateescape") == output


@given(st.binary(max_size=200))
def test_no_output_breaks_the_screen(output: bytes) -> None:
    screen, modes = Screen(20, 5), Modes()
    for token in tokens(output):
        screen.take(token)
        modes.see(token)
        answer(token, modes)
    foreign(output)
    assert len(screen.rows()) == 5


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_sequence_inside_a_styled_run_is_foreign(leak: str, frame: str) -> None:
    assert foreign(frame.format(leak).encode())


def test_what_textual_writes_is_not_foreign() -> None:
    frame = "\x1b[?2026h\x1b[1;1H\x1b[1;38;2;1;2;3mname\x1b[0m plain\n"
    link = "\x1b]8;id=7;https://a.example/b\x1b\\\x1b[4mlink\x1b[0m\x1b]8;;\x1b\\\x1b[?2026l\x07"
    assert foreign((frame + link).encode()) == []


def test_a_copy_is_foreign_unless_it_was_asked_for() -> None:
    output = b"\x1b]52;c;Y29waWVk\x07"
    assert foreign(output) == [f"{output.decode()!r} after ''"]
    assert foreign(output, ["copied"]) == []
    assert foreign(output, ["other"])


@pytest.mark.parametrize("url", ["javascript:x", "https://a.example/\x1b[31m", "https://a b"])
def test_a_link_to_anything_but_a_plain_web_address_is_foreign(url: str) -> None:
    assert foreign(f"\x1b]8;id=7;{url}\x1b\\link\x1b]8;;\x1b\\".encode())


@pytest.mark.parametrize("name", ["ctrl+1", "hyper+x", "page up", "", "shift+a"])
def test_a_key_no_terminal_sends_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        key_bytes(name)
