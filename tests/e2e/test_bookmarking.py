"""Bookmarks in a real pseudo-terminal: kept through a kill, and found again in an edited document."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reader.bookmarks import Bookmarks
from reader.model.annotations import new_bookmark
from reader.model.documents import Document
from reader.model.markdown import parse_markdown
from reader.model.selectors import Target, TextQuoteSelector
from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.test_reading import add
from tests.samples import sample_thread

_NOUNS = ("lantern", "jetty", "gull", "rope", "barge", "pilot", "buoy", "sluice", "heron", "keel")
_VERBS = ("watched", "passed", "mended", "sold", "painted", "crossed", "carried")


def _sentence(number: int) -> str:
    noun, other = _NOUNS[number % 10], _NOUNS[(3 * number + 1) % 10]
    return f"On day {number} the old {noun} {_VERBS[number % 7]} a {other} near gate {7 * number % 31}."


LONG = " ".join(map(_sentence, range(80)))


def thread(text: str = LONG, *, is_copy: bool = False) -> Document:
    """The sample thread with a long comment; a copy has other words before it, and a comment more."""
    document = sample_thread()
    entries = [
        replace(entry, markdown=text, passages=parse_markdown(text)) if entry.id == "c4" else entry
        for entry in document.entries
    ]
    if is_copy:
        extra = replace(
            entries[-1], id="c9", parent=None, markdown="New here.", passages=parse_markdown("New here.")
        )
        entries = [entries[0], extra, *entries[1:]]
    return replace(document, entries=tuple(entries))


def at_long_comment(terminal: Terminal) -> None:
    terminal.wait_for("On tides")
    terminal.press("]", "l", "l", "l")
    terminal.wait_until(lambda shown: "unknown" in shown.lines()[1])
    terminal.settle()


def set_off(terminal: Terminal, side: Callable[[int], bool], background: set[str]) -> str:
    """The words of a pane on one of some backgrounds, as one line."""
    words = []
    for y in range(2, terminal.screen.lines - 1):
        cells = [terminal.cell(x, y) for x in range(terminal.screen.columns) if side(x)]
        words.append("".join(cell.char for cell in cells if cell.bg in background))
    return " ".join(" ".join(words).split())


def backgrounds(terminal: Terminal) -> Iterator[str]:
    """The backgrounds that words of the left pane have, the page's own apart."""
    own = terminal.cell(0, terminal.screen.lines - 3).bg
    for y in range(2, terminal.screen.lines - 1):
        for x in range(3, 58):
            if terminal.cell(x, y).bg != own:
                yield terminal.cell(x, y).bg


def test_nine_words_are_found_again_after_a_kill_in_an_edited_copy(
    threadside: Open, home: Path, tmp_path: Path
) -> None:
    add(home, tmp_path, thread())
    terminal = threadside("on-tides")
    at_long_comment(terminal)
    terminal.press("v")
    terminal.wait_for("1 word: ")
    terminal.press("j", "j", "j", "j", "l", "l", "s")
    terminal.press(*["l"] * 8)
    terminal.wait_for("9 words: ")
    terminal.press("a")
    terminal.wait_for("Enter saves")
    terminal.type("worth a #harbour")
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    terminal.kill(signal.SIGKILL)
    terminal.wait_for_exit()
    bookmark = Bookmarks(home / "bookmarks.jsonl").all()[0]
    assert (len(re.findall(r"\w+", bookmark.words)), bookmark.tags) == (9, ("harbour",))

    edited = LONG.replace("old", "aged").replace("On day 1 ", "One morning ")
    keeps = bookmark.words.replace("old", "aged")
    add(home, tmp_path, thread(f"A new first paragraph, of no weight.\n\n{edited}", is_copy=True))
    again = threadside("on-tides")
    again.wait_for("was replaced; of its bookmarks 1 ")
    again.press("escape")
    again.settle(0.15)  # A key right after Esc would be one with Alt.
    again.press("B")
    again.wait_for("worth a")
    again.press("enter")
    again.wait_until(lambda shown: "unknown" in shown.lines()[1])
    again.settle()
    wanted = " ".join(keeps.split())
    assert set_off(again, lambda x: 3 <= x < 58, set(backgrounds(again))) == wanted


def test_what_cannot_be_written_is_said_and_what_was_typed_is_not_lost(
    threadside: Open, home: Path, tmp_path: Path
) -> None:
    add(home, tmp_path, thread())
    (home / "bookmarks.jsonl").mkdir()
    terminal = threadside("on-tides")
    terminal.wait_for("On tides")
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.type("dear words")
    terminal.press("enter")
    terminal.wait_for("it is a folder, not a file")
    terminal.wait_for("dear words")
    (home / "bookmarks.jsonl").rmdir()
    terminal.settle()
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    assert Bookmarks(home / "bookmarks.jsonl").all()[0].note == "dear words"


def test_a_file_from_a_newer_version_is_listed_and_kept(threadside: Open, home: Path, tmp_path: Path) -> None:
    add(home, tmp_path, thread())
    bookmarks = Bookmarks(home / "bookmarks.jsonl")
    bookmarks.add(new_bookmark(Target("on-tides", "c1", TextQuoteSelector("The harbour will silt up."))))
    line = json.loads((home / "bookmarks.jsonl").read_text())
    line["target"]["threadside"] |= {"version": 9, "shape": "round"}
    (home / "bookmarks.jsonl").write_text(json.dumps(line) + "\nnot a bookmark\n")
    terminal = threadside("on-tides")
    terminal.wait_for("On tides")
    terminal.press("B")
    terminal.wait_for("bookmarked 20")
    terminal.press("n")
    terminal.wait_for("Enter saves")
    terminal.type("round one")
    terminal.press("enter")
    terminal.wait_for("Bookmark changed")
    kept, other = (home / "bookmarks.jsonl").read_text().splitlines()
    assert json.loads(kept)["target"]["threadside"]["shape"] == "round"
    assert "round one" in kept
    assert other == "not a bookmark"


def test_two_windows_delete_and_change_the_same_bookmark(
    threadside: Open, home: Path, tmp_path: Path
) -> None:
    add(home, tmp_path, thread())
    first, second = threadside("on-tides"), threadside("on-tides")
    first.wait_for("On tides")
    first.press("]", "a")
    first.wait_for("Enter saves")
    first.press("enter")
    first.wait_for("Bookmarked")
    second.wait_for("On tides")
    second.press("B")
    second.wait_for("bookmarked 20")
    first.press("B")
    first.wait_for("bookmarked 20")
    first.press("d")
    first.wait_for("Deleted")
    second.press("n")
    second.wait_for("Enter saves")
    second.type("mine")
    second.press("enter")
    second.wait_for("it is back, as you changed it")
    assert [one.note for one in Bookmarks(home / "bookmarks.jsonl").all()] == ["mine"]
    second.wait_for("bookmarked 20")
    second.press("d")
    second.wait_for("Deleted")
    first.press("u")
    first.wait_for("It is back")
    assert [one.note for one in Bookmarks(home / "bookmarks.jsonl").all()] == ["mine"]


def test_a_deletion_is_undone_after_a_restart_and_marks_are_kept(
    threadside: Open, home: Path, tmp_path: Path
) -> None:
    add(home, tmp_path, thread())
    terminal = threadside("on-tides")
    terminal.wait_for("On tides")
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.type("kept")
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    terminal.press("J", "m", "q")
    terminal.wait_for("Mark q is set")
    terminal.press("B")
    terminal.wait_for("bookmarked 20")
    terminal.press("d")
    terminal.wait_for("Deleted")
    terminal.kill(signal.SIGKILL)
    terminal.wait_for_exit()
    again = threadside("on-tides")
    again.wait_for("On tides")
    again.press("g", "`", "q")
    again.wait_until(lambda shown: "Dee Fen" in shown.lines()[1])
    again.press("`", "`")
    again.wait_until(lambda shown: "Dee Fen" not in shown.lines()[1])
    again.press("B")
    again.wait_for("Nothing is bookmarked here")
    again.press("u")
    again.wait_for("It is back")
    again.press("escape")
    again.settle(0.2)
    again.press("Q")
    assert again.wait_for_exit() == 0
    assert again.complaints() == []
    assert again.foreign() == []
    assert [one.note for one in Bookmarks(home / "bookmarks.jsonl").all()] == ["kept"]


def test_a_long_note_is_written_in_the_editor(threadside: Open, home: Path, tmp_path: Path) -> None:
    add(home, tmp_path, thread())
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'first line\\nsecond line #tidal\\n' >> \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    terminal = threadside("on-tides", EDITOR=str(editor), PATH=os.environ["PATH"])
    terminal.wait_for("On tides")
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.type("begun")
    terminal.press("ctrl+e")
    terminal.wait_for("Bookmarked")
    [bookmark] = Bookmarks(home / "bookmarks.jsonl").all()
    assert bookmark.tags == ("tidal",)
    assert bookmark.note.startswith("begun")
    assert bookmark.note.endswith("second line")
    terminal.press("B")
    terminal.wait_for("second line")
    terminal.press("e")
    terminal.wait_for("Bookmark changed")
    assert Bookmarks(home / "bookmarks.jsonl").all()[0].note.count("second line") == 2


def test_another_bookmarks_file_is_named_at_the_start(threadside: Open, home: Path, tmp_path: Path) -> None:
    add(home, tmp_path, thread())
    terminal = threadside("--bookmarks", str(tmp_path / "mine.jsonl"), "on-tides")
    terminal.wait_for("On tides")
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    assert len(Bookmarks(tmp_path / "mine.jsonl").all()) == 1
    assert not (home / "bookmarks.jsonl").exists()
