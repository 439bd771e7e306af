"""``python -m tests.bench.bookmark_list``: the list of many bookmarks in the reader, and how long keys wait."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from reader.bookmarks import Bookmarks
from reader.library import Library
from reader.settings import Settings
from reader.state import ReadingState
from reader.ui.app import ThreadsideApp
from reader.ui.screens.bookmark_list import BookmarkScreen
from tests.bench.hardship import made_bookmark
from tests.samples import sample_interview, sample_thread


class Watch:
    """Measures how long something takes, and the longest time in which no key would have been heard."""

    def __init__(self, app: ThreadsideApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.longest, self.turn = 0.0, 0

    async def tick(self) -> None:
        """Run beside, for ever."""
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - start - 0.001)

    async def time(self, name: str, keys: list[str], is_done: Callable[[], bool]) -> None:
        """Press keys and wait for what they are to do."""
        self.longest = 0.0
        screen = _list(self.app)
        self.turn = screen.turn if screen else 0
        start = time.perf_counter()
        for key in keys:
            self.app.simulate_key(key)
        while not is_done():
            await asyncio.sleep(0.001)
        taken = time.perf_counter() - start
        await asyncio.sleep(0.05)
        print(f"  {name:44} {taken * 1000:7.1f} ms; keys waited {self.longest * 1000:5.1f} ms at most")


async def measure(folder: Path, size: int) -> None:
    """Print the times."""
    with Library(folder / "library.db") as library:
        for document in (sample_thread(), sample_interview()):
            library.add(document, None, "made")
        chance = random.Random(1)
        made = (made_bookmark(chance, number) for number in range(size))
        here = (
            replace(one, target=replace(one.target, document="on-tides")) if at % 5 == 0 else one
            for at, one in enumerate(made)
        )
        Bookmarks(folder / "bookmarks.jsonl").add_all(here)
        app = ThreadsideApp(
            library=library, settings=Settings(), state=ReadingState(), state_path=folder / "state.json", index=folder / "index",
            documents=("on-tides", "on-boats"),
        )  # fmt: skip
        async with app.run_test(size=(120, 40)) as pilot:
            watch = Watch(app, pilot)
            ticking = asyncio.create_task(watch.tick())
            await asyncio.sleep(4)
            print(f"{size} bookmarks; at the start keys waited {watch.longest * 1000:.1f} ms at most")
            await _use(app, watch)
            ticking.cancel()


def _list(app: ThreadsideApp) -> BookmarkScreen | None:
    return app.screen if isinstance(app.screen, BookmarkScreen) else None


async def _use(app: ThreadsideApp, watch: Watch) -> None:
    def is_read() -> bool:
        screen = _list(app)
        return bool(screen and screen.shown_turn == screen.turn > watch.turn and screen.table.is_attached)

    def is_at_end() -> bool:
        screen = _list(app)
        return bool(screen and screen.table.chosen and screen.table.at == screen.table.total - 1)

    await watch.time("the list opens", ["B"], is_read)
    await asyncio.sleep(1)
    await watch.time("all documents", ["tab"], is_read)
    await asyncio.sleep(1)
    await watch.time("the end of the list", ["G"], is_at_end)
    await watch.time(
        "the filter opens", ["slash"], lambda: bool(_list(app) and _list(app).table.is_filtering)
    )  # type: ignore[union-attr]
    for key in "amber":
        await watch.time(f"filter key {key}", [key], is_read)
    await watch.time("filter key e after all is gone", ["ctrl+u", "e"], is_read)
    await asyncio.sleep(1)
    await watch.time("the filter closes", ["escape"], is_read)
    await asyncio.sleep(1)
    await watch.time("delete", ["d"], lambda: "Deleted" in _list(app).table.said)  # type: ignore[union-attr]
    await asyncio.sleep(1)
    await watch.time("undo", ["u"], lambda: "It is back" in _list(app).table.said)  # type: ignore[union-attr]
    await asyncio.sleep(1)
    await watch.time("the list closes", ["escape"], lambda: app.screen is app.reading)
    await watch.time("the note dialog", ["a"], lambda: app.screen is not app.reading)
    await asyncio.sleep(1)
    app.simulate_key("x")
    await asyncio.sleep(0.1)
    await watch.time("add", ["enter"], lambda: "Bookmarked" in app.reading.keys.sentence)
    await asyncio.sleep(1)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bookmark_list", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        asyncio.run(measure(Path(folder), parser.parse_args().size))


if __name__ == "__main__":
    main()
