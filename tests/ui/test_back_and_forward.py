"""Back and forward are exact, whatever was walked, replaced or restarted in between."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library import Library
from reader.linking import find_links
from reader.model.documents import Document
from reader.model.place import Place
from reader.settings import Settings
from reader.state import load_state
from reader.ui.app import ThreadsideApp
from tests.ui.exchange import interview, thread

_SIZE = (140, 30)
_MOVES = ("j", "j", "k", "space", "b", "d", "u", "tab", "p", "r", "J", "K", "]", "[", "g", "G", "{", "}", "D")
# These follow links and fold, cut, hide and narrow: lines may then lie otherwise than when a place was
# left, so that a passage comes back, but not always to the very row.
_DEEDS = (
    "enter",
    "enter",
    "enter",
    "h",
    "l",
    "1",
    "3",
    "L",
    "c",
    "f",
    "escape",
    "x",
    "X",
    "T",
    "+",
    "-",
    "z",
)
_NAMES = {"+": "plus", "-": "minus", "]": "right_square_bracket", "[": "left_square_bracket", "{": "left_curly_bracket",
          "}": "right_curly_bracket"}  # fmt: skip


class Walk:
    """A reader who walks at random through both panes, quits and comes back.

    The places left are noted as the walk goes, beside what the program itself remembers.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        self.library = Library(folder / "library.db")
        for document in (thread(), interview()):
            self.library.add(document, None, "sample")
        find_links(self.library)

    def app(self) -> ThreadsideApp:
        state, _ = load_state(self.folder / "state.json")
        panes = (state.panes[0], state.panes[1]) if len(state.panes) == 2 else ("on-lamps", "on-oil")
        return ThreadsideApp(
            library=self.library, settings=Settings(), state=state,
            state_path=self.folder / "state.json", index=self.folder / "index", documents=panes,
        )  # fmt: skip

    async def walk(self, pilot: Pilot[None], steps: int, deeds: tuple[str, ...] = ()) -> None:
        """Press keys; close what opens."""
        for _ in range(steps):
            key = self.chance.choice(deeds if deeds and self.chance.random() < 0.4 else _MOVES)
            await pilot.press(_NAMES.get(key, key))
            await pilot.pause()
            if len(pilot.app.screen_stack) > 1 or pilot.app.reading.pane.choices is not None:
                for choice in [*["down"] * self.chance.randrange(3), "enter"]:
                    await pilot.press(choice)
                await pilot.pause()

    def replace(self, document: Document) -> None:
        """Another program puts a new state of a document in its place: an entry more at the end."""
        more = replace(document.entries[-1], id=f"new{self.chance.random()}")
        with Library(self.library.path) as other:
            other.add(replace(document, entries=(*document.entries, more)), None, "another program")


def here(app: ThreadsideApp) -> Place:
    return app.session.place(app.reading.page, app.reading.pane.side)


async def go_all_the_way(pilot: Pilot[None], key: str, app: ThreadsideApp) -> list[Place]:
    """Press back, or forward, until there is no other place; the places on the way, the present one first."""
    places = [here(app)]
    for _ in range(500):
        await pilot.press(key)
        await pilot.pause()
        if app.reading.keys.sentence.startswith("No "):
            return places
        places.append(here(app))
    raise AssertionError("it never ended")


@pytest.mark.parametrize("seed", range(3))
async def test_forward_leads_back_through_the_very_places_back_came_by(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    app = walk.app()
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        await walk.walk(pilot, 25)
        past = [*app.session.history.past]
        there = await go_all_the_way(pilot, "ctrl+o", app)
        assert there[:0:-1] == past
        again = await go_all_the_way(pilot, "alt+right", app)
        assert again == there[::-1]
        assert app.session.history.past == past
    walk.library.close()


@pytest.mark.parametrize("seed", range(3, 6))
async def test_a_restart_and_replaced_documents_change_no_place(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    app = walk.app()
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        await walk.walk(pilot, 15, _DEEDS)
        walk.replace(thread())
        await walk.walk(pilot, 5, _DEEDS)
        left, past = here(app), [*app.session.history.past]
        app.save()
        await app.workers.wait_for_complete()
    again = walk.app()
    async with again.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        await pilot.pause()
        walk.replace(interview())
        await pilot.press("z", "z")
        assert again.session.history.past == past
        assert here(again)[:4] == left[:4]
        there = await go_all_the_way(pilot, "ctrl+o", again)
        assert [place[:4] for place in there[:0:-1]] == [place[:4] for place in past]
        assert await go_all_the_way(pilot, "alt+right", again) == there[::-1]
    walk.library.close()
