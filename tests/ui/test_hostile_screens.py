"""Every screen over a library of hostile strings: nothing acts, nothing raises, no word is lost."""

from __future__ import annotations

import ast
import asyncio
import re
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

import reader.ui
from reader.opening import gather
from reader.ui.app import ThreadsideApp
from reader.ui.screens.search_screen import SearchScreen
from tests.hostile import CORPUS, acting, planted, shown_words, words_of
from tests.hostile_library import INTERVIEW, THREAD, settle
from tests.hostile_screens import PASTED, STEPS, Step

UI = Path(reader.ui.__file__).parent
# What puts text on the screen.
DRAWS = frozenset({
    "Segment", "Content", "Static", "Label", "Option", "Input", "CleanInput", "Line", "Strip", "Run", "Text",
    "notify", "update", "say", "Say",
})  # fmt: skip
BASES = frozenset(
    {"Widget", "Screen", "ModalScreen", "Static", "Input", "Horizontal", "Vertical", "VerticalScroll"}
)


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the interface, by its name in it."""
    for path in sorted(UI.rglob("*.py")):
        yield ".".join(path.relative_to(UI).with_suffix("").parts), ast.parse(path.read_text())


def own_widgets() -> set[str]:
    """The classes of ours that stand on the screen, those apart that are only built upon."""
    bases = {
        node.name: {ast.unparse(base).partition("[")[0] for base in node.bases}
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found: set[str] = set()
    while more := {name for name, above in bases.items() if above & (BASES | found)} - found:
        found |= more
    return found - {above for name in found for above in bases[name]}


def drawing_modules() -> Iterator[str]:
    """The modules that put text on the screen."""
    for name, tree in trees():
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        called = {getattr(call, "id", getattr(call, "attr", "")) for call in calls}
        if called & DRAWS:
            yield name


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settled") / "home"
    settle(folder)
    return folder


@pytest.fixture
def settled(untouched: Path, tmp_path: Path) -> Path:
    """A folder of its own for each test: what is read in it leaves places and folds behind."""
    return shutil.copytree(untouched, tmp_path / "home")


@asynccontextmanager
async def reading(home: Path, size: tuple[int, int], **environment: str) -> AsyncIterator[Pilot[None]]:
    """The app over a folder."""
    parts = gather([THREAD, INTERVIEW], {"THREADSIDE_HOME": str(home), **environment})
    with parts.library:
        app = ThreadsideApp(
            library=parts.library, settings=parts.settings, state=parts.state, state_path=parts.state_path,
            bookmarks_path=parts.bookmarks_path, index=parts.index_path, documents=parts.documents,
            notice=parts.notice,
        )  # fmt: skip
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot


def look(pilot: Pilot[None]) -> list[str]:
    """The lines on the screen; no character in them acts upon a terminal."""
    strips = pilot.app.screen._compositor.render_strips()
    lines = [strip.text for strip in strips]
    found = [char for line in lines for char in acting(line)]
    assert found == [], pilot.app.screen
    assert all("\n" not in line for line in lines)
    return lines


async def rest(pilot: Pilot[None]) -> None:
    """Let what was begun aside come to its end."""
    for thread in threading.enumerate():
        if thread.name == "errand":
            await asyncio.to_thread(thread.join)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def take(pilot: Pilot[None], step: Step, seen: set[str]) -> None:
    for keys in (step.keys, "", step.then, step.close):
        if keys == "" and step.pasted:
            pilot.app.post_message(events.Paste(PASTED))
        await pilot.press(*keys.split())
        await rest(pilot)
        look(pilot)
        seen |= {type(widget).__name__ for widget in (pilot.app.screen, *pilot.app.screen.walk_children())}


async def test_every_widget_shows_what_outsiders_wrote(settled: Path) -> None:
    seen: set[str] = set()
    async with reading(settled, (120, 40)) as pilot:
        for step in STEPS:
            await take(pilot, step, seen)
        assert pilot.app.is_running
    # A widget or a screen that is new must be led to by a step of tests/hostile_screens.py.
    assert own_widgets() - seen == set()


def test_every_module_that_draws_is_led_to() -> None:
    led_to = {name for step in STEPS for name in step.shows.split()}
    drawing = set(drawing_modules())
    # A module that draws, and is new, must be led to by a step of tests/hostile_screens.py.
    assert drawing - led_to == set()
    assert all((UI / f"{name.replace('.', '/')}.py").is_file() for name in led_to)


async def test_every_word_of_both_documents_is_on_the_screen(settled: Path) -> None:
    wanted = {word for number in range(len(CORPUS)) for word in words_of(planted("", number))}
    wanted |= {word for number in range(100, 100 + len(CORPUS)) for word in words_of(planted("", number))}
    async with reading(settled, (90, 60)) as pilot:
        for key in ("z", "tab"):
            await pilot.press(key, "g")
            seen, before = "", [""]
            while (lines := look(pilot)) != before:
                before = lines
                seen += "".join(line[2:-1] for line in lines[2:-1])
                await pilot.press("space")
            # What a rail leads is the same word.
            assert wanted - shown_words(re.sub(r"[│┆▎▾▸•]", "", seen)) == set()


async def test_nothing_of_our_own_is_outside_ascii_when_that_is_wished(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settle(home, plain=True, bookmarked=11)
    async with reading(home, (120, 40), THREADSIDE_ASCII="yes") as pilot:
        for step in STEPS:
            for keys in (step.keys, "", step.then, step.close):
                if keys == "" and step.pasted:
                    pilot.app.post_message(events.Paste("kettles" * 40))
                await pilot.press(*keys.split())
                strange = {char for line in look(pilot) for char in line if not char.isascii()}
                assert strange == set(), (step, pilot.app.screen)


@pytest.mark.parametrize("keys", ["B", "question_mark", "s", "a", "e", "w"])
async def test_what_is_closed_by_two_keys_at_once_is_closed_once(settled: Path, keys: str) -> None:
    async with reading(settled, (120, 40)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        screen = pilot.app.screen
        for _ in range(2):
            screen.action_leave() if isinstance(screen, SearchScreen) else screen.dismiss(None)
        await pilot.pause()
        await pilot.press("j")
        assert pilot.app.screen is pilot.app.reading
