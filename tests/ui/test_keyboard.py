"""What a terminal sends: whatever bytes come, and in whatever pieces, keys go on being read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from reader.ui.driver import Keyboard

# Sequences that Textual's parser fails at, beside those it knows, whole and cut short.
SEQUENCES = [
    b"\x1b[55296u", b"\x1b[1114112u", b"\x1b[99999999999u", b"\x1b[1;1;1114112u", b"\x1b[48;5;20;0;0t", b"\x1b[A",
    b"\x1b[<0;5;5M", b"\x1b[<0;-5;5M", b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1b", b"\xff", b"\xe2\x82", b"\x00",
]  # fmt: skip


def keys(events_: list[object]) -> list[str | None]:
    return [event.character for event in events_ if isinstance(event, events.Key)]


@given(st.text(st.characters(exclude_characters="\x1b", exclude_categories=["Cs"])), st.data())
def test_a_text_in_pieces_is_the_same_text(text: str, data: st.DataObject) -> None:
    typed = text.encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(typed)))))
    keyboard, read = Keyboard(), list[object]()
    for start, stop in zip([0, *cuts], [*cuts, len(typed)], strict=True):
        read += keyboard.feed(typed[start:stop])
        read += keyboard.tick()
    assert keys(read) == keys(list(Keyboard().feed(typed)))


@given(st.lists(st.sampled_from(SEQUENCES) | st.binary(max_size=8)))
def test_whatever_bytes_come_reading_goes_on(pieces: list[bytes]) -> None:
    keyboard = Keyboard()
    for piece in pieces:
        list(keyboard.feed(piece))
        list(keyboard.tick())
    list(keyboard.feed(b"\x1b[201~" * 2))  # whatever was begun is ended by now
    assert keys(list(keyboard.feed(b"jq"))) == ["j", "q"]
