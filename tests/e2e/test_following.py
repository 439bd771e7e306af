"""One exchange read only through links, in a real pseudo-terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.library import Library
from reader.linking import find_links
from reader.ui.glyphs import UNICODE
from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.test_reading import SIZES, add, cursor_rows, pane, position
from tests.ui.exchange import CLAIM, REPLY, interview, thread


def marked(terminal: Terminal, side: int = 0) -> str:
    """The text beside the cursor's mark, on one line."""
    rows = pane(terminal, side)
    return " ".join(" ".join(rows[number].strip("▌│▐ ").split()) for number in cursor_rows(rows))


def stand_at(terminal: Terminal, words: str) -> None:
    """Walk down to the passage that has some words."""
    for _ in range(60):
        if words in marked(terminal):
            return
        before = pane(terminal)
        terminal.press("j")
        terminal.wait_until(lambda shown, before=before: pane(shown) != before)
    raise AssertionError(f"{words!r} was not reached")


def text_of(terminal: Terminal) -> list[str]:
    """What is read in the panes: title and bar say how far, by heights that are guessed until they are known."""
    return [line.replace(UNICODE.thumb, UNICODE.track) for line in terminal.lines()[1:-1]]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_an_exchange_is_read_through_links_alone(
    threadside: Open, home: Path, tmp_path: Path, columns: int, rows: int
) -> None:
    add(home, tmp_path, interview())
    add(home, tmp_path, thread())
    terminal = threadside("on-lamps", "on-oil", columns=columns, rows=rows)
    terminal.wait_for("On lamps")
    terminal.settle()
    stand_at(terminal, CLAIM[:40])
    terminal.wait_for("❝")
    start, place = pane(terminal), position(terminal)

    # Who quoted this passage of the post.
    terminal.press("enter")
    terminal.wait_for("What quotes or links this")
    assert "Bo Reed: I doubt it." in terminal.text()
    assert "edited" in terminal.text()
    terminal.press("enter")
    terminal.wait_until(lambda shown: "The post › Bo Reed" in position(shown))
    assert CLAIM[:30] in marked(terminal)
    quoting = pane(terminal)

    # The answer to what he says to it.
    terminal.press("j")
    terminal.wait_until(lambda shown: REPLY[:20] in marked(shown))
    terminal.press("enter")
    terminal.wait_for("What quotes or links this")
    assert "Ada Quill: Some of us have records." in terminal.text()
    terminal.press("enter")
    terminal.wait_until(lambda shown: "The post › Bo Reed › Ada Quill" in position(shown))

    # Its source over the text, which stays where it is.
    before = text_of(terminal)
    terminal.press("i")
    terminal.wait_for("What this quotes (exact): Bo Reed")
    terminal.press("escape")
    terminal.wait_until(lambda shown: text_of(shown) == before)

    # The chain alone.
    terminal.press("e", "c")
    terminal.wait_for("only the chain to here")
    shown = "\n".join(pane(terminal))
    assert "The post" in shown
    assert "I doubt it." in shown
    assert "Some of us have records." in shown
    assert "So many?" not in shown
    terminal.settle()
    terminal.press("escape")
    terminal.wait_until(lambda shown: "only the chain" not in shown.text())
    assert "The post › Bo Reed › Ada Quill" in position(terminal)

    # Back to the start, by the way we came.
    terminal.press("ctrl+o")
    terminal.wait_until(lambda shown: REPLY[:20] in marked(shown))
    terminal.press("k")
    terminal.wait_until(lambda shown: pane(shown) == quoting or CLAIM[:30] in marked(shown))
    terminal.press("ctrl+o")
    terminal.wait_until(lambda shown: pane(shown) == start)
    assert position(terminal) == place
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []
    assert terminal.foreign() == []


def test_links_are_found_beside_the_reading(threadside: Open, home: Path) -> None:
    with Library(home / "library.db") as library:
        library.add(thread(), None, "sample")
        assert library.links.stale() == ["on-lamps"]
    terminal = threadside("on-lamps")
    terminal.wait_for("A post on lamps.")
    terminal.press("]")
    terminal.wait_until(lambda shown: "Bo Reed" in position(shown))
    terminal.press("enter")
    terminal.wait_for("still being found")
    terminal.wait_for("❝", timeout=30)
    terminal.press("enter")
    terminal.wait_until(lambda shown: position(shown).startswith(" The post  "))
    terminal.press("Q")
    terminal.wait_for_exit()


def test_an_exchange_of_the_original_is_read_through_links_alone(
    threadside: Open, home: Path, shared: Path
) -> None:
    seeds = sorted(str(path) for path in (shared / "seeds").glob("0*.txt"))
    subprocess.run([sys.executable, "-m", "reader", "add", *seeds], check=True, capture_output=True)
    with Library(home / "library.db") as library:
        find_links(library)
        id = next(one.id for one in library.listings() if one.kind == "thread")
        found = library.links.to_entry(id, "post")
        authors = {entry.id: entry.author for entry in library.document(id).entries}
        author = authors[found[min(found)][0].link.entry] or "author unknown"
    terminal = threadside(f"{id}#post")
    terminal.wait_for("full edition")
    for _ in range(80):
        terminal.settle(0.02)
        if "❝" in "".join(pane(terminal)[number] for number in cursor_rows(pane(terminal))):
            break
        terminal.press("j")
    start = pane(terminal)
    terminal.press("enter")
    terminal.wait_for("What quotes or links this")
    assert author in terminal.text()
    terminal.press("enter")
    terminal.wait_until(lambda shown: "The post ›" in position(shown))
    terminal.press("e", "c")
    terminal.wait_for("only the chain to here")
    terminal.settle()
    terminal.press("escape")
    terminal.wait_until(lambda shown: "only the chain" not in shown.text())
    terminal.settle()
    terminal.press("enter")
    terminal.wait_until(lambda shown: position(shown)[:60].strip(" │").endswith("The post"))
    terminal.press("ctrl+o", "ctrl+o")
    terminal.wait_until(lambda shown: pane(shown) == start)
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
