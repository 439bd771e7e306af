"""A thread and a transcript of one's own, brought in, walked and fetched again in a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.test_reading import TITLE, pane, position
from tests.made_answers import hacker_news_item
from tests.made_site import MadeSite, Reply, as_json, made_site

_TALK = [
    ("00:00:01", "Host", "How did you come to build boats?"),
    ("00:00:05", "SPEAKER_01", "My aunt had a yard by the river, and I never left it."),
    ("00:01:10", "Host", "And what came then?"),
    ("01:23:45", "SPEAKER_01", "The flood came, and took the yard and every boat in it."),
]


def subtitles(folder: Path) -> Path:
    path = folder / "a talk on boats.vtt"
    cues = (f"{at}.000 --> {at[:-2]}59.000\n<v {who}>{said}\n" for at, who, said in _TALK)
    path.write_text("\n".join(["WEBVTT\n", *cues]))
    return path


def thread(*texts: str) -> Reply:
    items = (hacker_news_item(number, text=text) | {"parent_id": 1} for number, text in enumerate(texts, 2))
    return as_json(hacker_news_item(1, *items))


def submit(terminal: Terminal, typed: str) -> None:
    """Type into the line that A opens."""
    terminal.type("A")
    terminal.wait_until(lambda shown: shown.lines()[-1].startswith(" Add "))
    terminal.type(typed)
    terminal.press("enter")


def test_a_thread_and_a_transcript_are_brought_in_walked_and_fetched_again(
    threadside: Open, tmp_path: Path
) -> None:
    talk = subtitles(tmp_path)
    with made_site() as site:
        walk(threadside(), site, talk)


def walk(terminal: Terminal, site: MadeSite, talk: Path) -> None:
    address = f"{site.base}/items/1"
    site.serve(
        address, thread("Kettles should whistle."), thread("Kettles should whistle.", "Never at night.")
    )
    terminal.wait_for(TITLE)
    terminal.settle()

    # By address: refused without leave, with the way round; then with it.
    submit(terminal, address)
    terminal.wait_for("which is not on the public internet")
    terminal.wait_for("--allow-private")
    terminal.press("escape")
    terminal.wait_until(lambda shown: "not on the public" not in shown.text())
    submit(terminal, f"--allow-private {address}")
    terminal.wait_for("New in the library: 1 comment")
    assert "Whistling kettles" in "\n".join(pane(terminal))

    # By path, completed, in the other pane; its questions, times and speakers.
    terminal.press("tab")
    submit(terminal, str(talk)[:-8])
    terminal.wait_for("did not work")
    terminal.press("escape")
    terminal.wait_until(lambda shown: "did not work" not in shown.text())
    terminal.type("A")
    terminal.wait_for("Enter to try again")
    terminal.press("up", "tab", "enter")
    terminal.wait_for("New in the library: 4 turns")
    terminal.type(")")
    terminal.wait_until(lambda shown: "Host" in position(shown))
    terminal.type(":1:23:45")
    terminal.wait_for("Go to 1:23:45 of the recording")
    terminal.press("enter")
    terminal.wait_for("The turn of 1:23:45")
    terminal.type("S")
    terminal.wait_for("SPEAKER_01  2 turns")
    terminal.press("down", "enter")
    terminal.wait_for("What to call SPEAKER_01")
    terminal.settle()
    terminal.type("Bede Marrow")
    terminal.press("enter")
    terminal.wait_for("SPEAKER_01 is called Bede Marrow now")
    terminal.wait_for("Bede Marrow · 1:23:45")

    # Fetched again: what is new is told, and marked.
    submit(terminal, f"--allow-private {address}")
    terminal.wait_for("Fetched again: 1 new, 0 edited, 0 deleted")
    terminal.wait_for("· new")
    terminal.type("Q")
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []
    assert terminal.foreign() == []
