"""A soak: ``python -m tests.bench.soak --seed N --keys 20000 --size 75``.

A reader who presses whatever key there is, answers whatever dialog opens, types into whatever line,
while the window changes its size and other programs replace documents. After each key the program
must stand: no exception, the cursor in view, its line where it was when only what is out of view
changed, and no more memory than before. The same seed walks the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from reader.errors import DocumentChanged
from reader.library import Library
from reader.model.codec import from_json
from reader.model.documents import Document
from reader.model.thread import arrange
from reader.settings import Settings
from reader.state import load_state
from reader.ui.app import ThreadsideApp
from reader.ui.clerk import Clerk
from reader.ui.commands import COMMANDS, Command
from reader.ui.reading import Reading, Row
from reader.ui.screens.bookmarking import Bookmarking
from reader.ui.screens.correcting import Correcting
from reader.ui.screens.following import Following
from reader.ui.sheet import TOP_ROWS
from reader.ui.widgets.pane import ReadingPane
from tests.bench.made import made_thread
from tests.samples import sample_interview, sample_thread

_SIZES = [(120, 40), (80, 24), (200, 50), (100, 30), (99, 12), (40, 12), (30, 6), (300, 100), (20, 4)]
_WORDS = [
    "the",
    "harbour",
    "silt",
    "a",
    "in",
    '"the of"',
    "/t[ae]/",
    "author:",
    "is:",
    "(",
    '"',
    "#tag",
    "x*",
    "~",
]
_ANSWERS = ["2031-04-01", "12", "0", "none", "99999999999", "-1", "tag"]
_IN_DIALOGS = [
    "enter",
    "enter",
    "escape",
    "escape",
    "down",
    "up",
    "pagedown",
    "tab",
    "end",
    "home",
    "backspace",
]
_IN_LISTS = ["n", "d", "u", "A", "slash", "j", "k", "left", "right"]
# What leaves the program, or hands the terminal to another one.
_LEAVING = frozenset({"app.quit", "app.interrupt", "app.back_out"})
# Commands that change what is shown and not where the reader is.
_HOLDING = ("fold.", "view.order", "view.more", "view.quotations", "view.wider", "view.narrower", "pane.zoom")
_OFF_SCREEN = 20
_TRAIL = 40
# So many cells of a line are compared.
_COMPARED = 12
# A lower view need not show a line of the cursor's passage that is not blank.
_LEAST_ROWS = 3
# A message that leads to another one, which leads to a third, needs as many turns.
_TURNS = 4
# So many seconds an answer of a thread is waited for.
_PATIENCE = 60
# What both panes show, and where they stand, for the message.
Snapshot = list[tuple[str, list[str], str]]


async def answered(app: ThreadsideApp) -> None:
    """Wait until the threads behind the reading screen have done and told what they were asked so far."""
    for carrier in list(app.reading._carriers.values()):
        if isinstance(carrier, Bookmarking | Correcting):
            await _done(carrier.clerk)
        elif isinstance(carrier, Following) and carrier.beside.is_on and len(app.screen_stack) == 1:
            await _followed(app, carrier)
    aside = [worker for worker in app.workers if worker.node is app.reading]
    if aside and len(app.screen_stack) == 1:
        await app.workers.wait_for_complete(aside)


async def _followed(app: ThreadsideApp, following: Following) -> None:
    """Let the other pane go where it would once the cursor has rested."""
    done = asyncio.Event()
    following.beside.show()
    app.reading.indexing.ask(
        "soak", lambda index, library: None, lambda _: done.set(), lambda error: done.set()
    )
    await asyncio.wait_for(done.wait(), _PATIENCE)


async def _done(clerk: Clerk[Any]) -> None:
    """Wait for an answer that comes behind those to all that was asked before."""
    done = asyncio.Event()
    if clerk._thread is not None and clerk._thread.is_alive():
        clerk.ask(lambda desk: None, lambda _: done.set(), lambda error: done.set())
        await asyncio.wait_for(done.wait(), _PATIENCE)


class Fallen(AssertionError):
    """Something did not hold; the message says what, after which keys."""


class Walk:
    """A random walk through the program.

    Args:
        app: The program.
        pilot: Its keyboard.
        library: The database, for what other programs do to it.
        documents: Documents that other programs replace.
        seed: What decides every step.
        restless: Out of how many steps one replaces a document.
    """

    def __init__(
        self, app: ThreadsideApp, pilot: Pilot[None], library: Path, documents: list[Document], seed: int,
        restless: int = 200,
    ) -> None:  # fmt: skip
        self.app, self.pilot, self.library, self.documents = app, pilot, library, documents
        self.chance = random.Random(seed)
        self.restless = restless
        self.trail: deque[str] = deque(maxlen=_TRAIL)
        self.done: Counter[str] = Counter()
        self._keys = {key: command for command in COMMANDS for key in command.keys}

    async def go(self, keys: int, told: Callable[[int], None]) -> int:
        """Take as many steps, or as many until a command ends the program; gives how many.

        Raises:
            Fallen: Something did not hold.
        """
        for at in range(keys):
            if self.app._exit:
                # What made it end, if that was no command, is raised as the program is left.
                return at
            try:
                await self._step()
                if not self.app._exit:
                    self._check()
            except DocumentChanged as error:
                # We looked at what was replaced before the program drew it anew, and so noticed.
                self.app.tell(error)
                await self._settle()
            told(at)
        # What the last key asked for is not to find the program closed.
        await self._quiet()
        return keys

    async def _step(self) -> None:
        roll = self.chance.random()
        if roll < 1 / self.restless:
            await self._replace()
        elif roll < 0.03:
            await self._resize()
        elif roll < 0.06:
            await self._rest()
        elif len(self.app.screen_stack) > 1:
            await self._press(self._answer())
        elif self.app.reading.focused is not None:
            await self._press(self._typed())
        else:
            await self._command()

    # Keys

    def _answer(self) -> str:
        if isinstance(self.app.screen.focused, Input) and self.chance.random() < 0.4:
            return self.chance.choice(self.chance.choice(_WORDS + _ANSWERS))
        return self.chance.choice(_IN_DIALOGS + _IN_LISTS)

    def _typed(self) -> str:
        if self.chance.random() < 0.7:
            return self.chance.choice(self.chance.choice(_WORDS))
        return self.chance.choice(["enter", "enter", "escape", "down", "up", "backspace", "tab", "ctrl+n"])

    async def _command(self) -> None:
        key = self.chance.choice(list(self._keys))
        command = self._keys[key]
        if command.id in _LEAVING and not self._may_leave(command):
            return
        if command.id.startswith(_HOLDING):
            await self._quiet()
        self.app.reading.pane.prepare()
        # The keys of a selection move its end, and the view along with it.
        is_whole = self._is_whole() and self.app.reading.pane.selection.span is None
        before = self._standing()
        held = self.app.reading.page.size, self.app.reading.page.reading._held
        await self._press(key)
        if command.id.startswith(_HOLDING) and is_whole and before == self._standing()[:3] + before[3:]:
            self._check_held(command, before[3], held)
        if key in ("m", "grave_accent"):
            await self._press(self.chance.choice("abAB"))

    def _may_leave(self, command: Command) -> bool:
        return command.id == "app.back_out" and not self.app.reading.page.is_whole

    async def _press(self, key: str) -> None:
        self.trail.append(key)
        self.done[key] += 1
        character = key if len(key) == 1 else " " if key == "space" else None
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        driver = self.app._driver
        assert driver is not None
        driver.send_message(events.Key(name, character))
        await self._settle()

    async def _settle(self) -> None:
        turnstile, is_done = self.app._turnstile, False
        while not is_done:
            was_taken = turnstile.is_taken
            if not await self.pilot._wait_for_screen():
                raise self._fallen(f"an exception: {self.app._exception!r}")
            await asyncio.sleep(0)
            is_done = self.app._exit or not (was_taken or turnstile.is_taken)

    async def _quiet(self) -> None:
        """Let answers of threads arrive: what a key asked for may move the reader a moment later."""
        for _ in range(_TURNS):
            await self._settle()
            await answered(self.app)
        await self.pilot.pause()

    # What others do

    async def _resize(self) -> None:
        width, height = self.chance.choice(_SIZES)
        await self._quiet()
        was, before = self.app.size, self._view()
        self.trail.append(f"{width}x{height}")
        await self._size(width, height)
        if self.chance.random() < 0.5 and len(self.app.screen_stack) == 1:
            await self._size(*was)
            self.trail.append("and back")
            self._compare(before, self._view(), "moved when resized there and back")

    async def _size(self, width: int, height: int) -> None:
        self.done["a resize"] += 1
        await self.pilot.resize_terminal(width, height)
        await self._settle()

    async def _replace(self) -> None:
        """Another program replaces a document: entries gone, entries new, words changed."""
        document = self.chance.choice(self.documents)
        self.trail.append(f"replaced {document.id}")
        self.done["a replacement"] += 1
        with Library(self.library) as library:
            library.add(self._edited(document), None, "another program")
        for pane in self.app.reading.panes:
            pane.refresh()
        await self._settle()

    def _edited(self, document: Document) -> Document:
        kept = [entry for entry in document.entries if entry.parent is None or self.chance.random() < 0.97]
        # As every importer does: replies of what is gone stand at the top, in reading order.
        return replace(document, entries=arrange(kept).entries, score=self.chance.randrange(1000))

    async def _rest(self) -> None:
        """Nothing is pressed, and entries out of view are measured: nothing may move."""
        if len(self.app.screen_stack) > 1 or self.app.reading.focused is not None:
            return
        await self._quiet()
        before = self._view()
        for pane in self.app.reading.panes:
            if pane.page is not None and pane.sheet is not None and pane.size.width > 4:
                self._measure(pane.page.reading)
                pane.changed()
        await self._settle()
        self.app.tidy()
        self.done["a rest"] += 1
        self._compare(before, self._view(), "moved when entries out of view were measured")

    def _measure(self, reading: Reading) -> None:
        for _ in range(_OFF_SCREEN):
            position = self.chance.randrange(len(reading.thread))
            if reading.folds.is_visible(position):
                reading.measure(position)

    # What must hold

    def _check(self) -> None:
        if self.app.failure or self.app._exception:
            raise self._fallen(f"an exception: {self.app.failure or self.app._exception!r}")
        for pane in self.app.reading.panes:
            if pane.page is not None and pane.sheet is not None and pane.page.reading.height > 0:
                self._check_cursor(pane)

    def _check_cursor(self, pane: ReadingPane) -> None:
        assert pane.page is not None
        if (
            len(self.app.screen_stack) > 1
            or pane.has_class("-away")
            or pane.page.reading.height < _LEAST_ROWS
        ):
            return
        reading = pane.page.reading
        first, last = reading.cursor_lines()
        rows = reading.rows()
        if not rows or last < rows[0] or first > rows[-1]:
            raise self._fallen(
                f"the cursor {reading.cursor} is out of view of {pane.size} {rows[:1]} to {rows[-1:]}"
            )

    def _is_whole(self) -> bool:
        """Whether all of the cursor's passage is in view: else a command may bring more of it there."""
        reading = self.app.reading.page.reading
        return set(reading.cursor_lines()) <= set(reading.rows())

    def _standing(self) -> tuple[int, str, tuple[int, int], int]:
        """The pane, the document and state of it, the cursor, and its row."""
        pane = self.app.reading.pane
        page = self.app.reading.page
        return pane.side, str(page.document.listing.revision), page.reading.cursor, page.reading.cursor_row()

    def _check_held(self, command: Command, row: int, before: object) -> None:
        reading = self.app.reading.page.reading
        now = reading.cursor_row()
        edges = Row(0, 0), reading.last_anchor()
        is_at_edge = reading.anchor in edges or now < 0 or row < 0 or row >= reading.height
        if now != row and not is_at_edge:
            page = self.app.reading.page
            raise self._fallen(
                f"{command.id}: the cursor's line went from row {row} to row {now} of {page.size}, {before} to"
                f" {reading._held} {reading.anchor} {reading.cursor}"
            )

    def _view(self) -> Snapshot:
        """What both panes show, as drawn, and of which state of which document."""
        shown: Snapshot = []
        for pane in self.app.reading.panes:
            sheet = None if pane.page is None or pane.has_class("-away") else pane.prepare()
            # All of a view of a line or two may be blank, and is not what a wider one begins with.
            sheet = sheet if pane.size.height >= TOP_ROWS + _LEAST_ROWS else None
            key = str(pane.page.document.listing.revision) if pane.page else ""
            # The title says how far, by guessed heights, and so does the bar at the right; beside it
            # marks appear when they are known.
            strips = (
                [strip.text[:_COMPARED] for strip in sheet.strips(pane.is_current)[TOP_ROWS:]]
                if sheet
                else []
            )
            reading = pane.page.reading if pane.page else None
            where = f"{reading.anchor} {reading.cursor} {reading._held}" if reading else ""
            shown.append((f"{key} {pane.size}", strips, where))
        return shown

    def _compare(self, before: Snapshot, after: Snapshot, what: str) -> None:
        for side, ((key, lines, stood), (other, now, stands)) in enumerate(zip(before, after, strict=True)):
            moved = (row for row, pair in enumerate(zip(lines, now, strict=False)) if pair[0] != pair[1])
            if key == other and (at := next(moved, None)) is not None:
                lines_there = f"from row {at}: {lines[at]!r} became {now[at]!r}"
                raise self._fallen(f"pane {side} {what}, {lines_there}; stood at {stood}, stands at {stands}")

    def _fallen(self, what: str) -> Fallen:
        return Fallen(f"{what}; the last keys: {' '.join(self.trail)}")


def memory() -> float:
    """Resident memory of this process, in MiB."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def build(folder: Path, size: int) -> tuple[ThreadsideApp, Library, list[Document]]:
    """The program over a made thread and an interview, in a folder of its own.

    Args:
        folder: Keeps everything.
        size: How many comments the thread has; 0 for the small sample.
    """
    thread = from_json(made_thread(size)) if size else sample_thread()
    documents = [thread, sample_interview(), *([sample_thread()] if size else [])]
    library = Library(folder / "library.db")
    for document in documents:
        library.add(document, None, "made")
    state, _ = load_state(folder / "state.json")
    app = ThreadsideApp(
        library=library, settings=Settings(), state=state, state_path=folder / "state.json",
        index=folder / "index", documents=(thread.id, "on-boats"),
    )  # fmt: skip
    return app, library, documents


def soak(
    folder: Path, size: int, seed: int, keys: int, told: Callable[[int], None] = lambda at: None,
    restless: int = 200,
) -> Counter[str]:  # fmt: skip
    """Walk, starting the program anew when it was left; gives how often each key was pressed.

    Args:
        folder: Keeps everything.
        size: How many comments the thread has; 0 for the small sample.
        seed: What decides every step.
        keys: How many steps to take.
        told: Told the number of each step.
        restless: Out of how many steps one replaces a document.
    """
    done: Counter[str] = Counter()
    steps = 0
    while steps < keys:
        # Each in a loop of its own: the threads of a loop hold what a program wrote to, and so the program.
        taken, pressed = asyncio.run(
            _walk(
                folder, size, seed + steps, keys - steps, lambda at, before=steps: told(before + at), restless
            )
        )
        steps += max(1, taken)
        done += pressed
        # Each program freezes what is there when it starts: of the one before nothing shall be left.
        gc.unfreeze()
        gc.collect()
    return done


async def _walk(
    folder: Path, size: int, seed: int, keys: int, told: Callable[[int], None], restless: int
) -> tuple[int, Counter[str]]:
    """Start the program once, and walk until the keys are pressed or it is left; how far, and by what."""
    app, library, documents = build(folder, size)
    with library:
        async with app.run_test(size=(120, 40)) as pilot:
            walk = Walk(app, pilot, library.path, documents, seed, restless)
            taken = await walk.go(keys, told)
            app.reading.leave()
            return taken, walk.done


def main() -> int:
    """Walk as asked, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=75)
    parser.add_argument("--restless", type=int, default=200, help="one step in so many replaces a document")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, {chosen.keys} keys, {chosen.size} comments", flush=True)
    sizes: list[float] = []
    begun = time.monotonic()

    def told(at: int) -> None:
        if at % max(1, chosen.keys // 10) == 0:
            sizes.append(memory())
            print(f"{at:6} keys  {time.monotonic() - begun:7.1f} s  {sizes[-1]:7.1f} MiB", flush=True)

    # No browser, editor or clipboard program is to be started.
    os.environ["PATH"] = ""
    with tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as folder:
        done = soak(Path(folder), chosen.size, chosen.seed, chosen.keys, told, chosen.restless)
    sizes.append(memory())
    middle = sorted(sizes[3:7])[len(sizes[3:7]) // 2] if len(sizes) > 7 else sizes[0]
    print(
        f"memory: {middle:.1f} MiB in the middle, {sizes[-1]:.1f} MiB at the end ({sizes[-1] / middle - 1:+.1%})"
    )
    print(f"{sum(done.values())} deeds of {len(done)} kinds, no exception, no drift")
    return 0


if __name__ == "__main__":
    sys.exit(main())
