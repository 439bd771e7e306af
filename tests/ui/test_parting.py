"""What the next start will draw is drawn on quitting, unless something went wrong."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.frame import SavedFrame
from tests.ui.conftest import Start


@pytest.mark.parametrize("is_faulty", [False, True])
async def test_after_a_fault_nothing_is_drawn_for_the_next_start(
    start: Start, tmp_path: Path, is_faulty: bool
) -> None:
    app = start()
    with closing(sqlite3.connect(tmp_path / "library.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    app.frame = SavedFrame({"THREADSIDE_HOME": str(tmp_path)})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        # What changed within the last second may change again unnoticed.
        os.utime(tmp_path / "library.db", (1_000_000_000, 1_000_000_000))
        app.failure = RuntimeError("kettles") if is_faulty else None
        app._part()
        assert (app.parting is None) is is_faulty
        app.failure = None
