"""Adding something large: how far it is, and that an interruption leaves the library as it was."""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.conftest import Open

COUNT = 40_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A thread that takes more than a second to read."""
    comment = {
        "parent_comment": None,
        "commenting_user": "ada",
        "comment": "<p>Words <i>and</i> words.</p>",
        "score": 1,
    }
    comments = [{"short_id": f"c{at}", **comment} for at in range(COUNT)]
    story = {
        "short_id": "s",
        "title": "Kettles",
        "submitter_user": "bo",
        "comment_count": COUNT,
        "comments": comments,
    }
    path = tmp_path / "large.json"
    path.write_text(json.dumps(story))
    return path


def rows(home: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "library.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT id, edition, revision, entries FROM documents ORDER BY id").fetchall()


def test_an_interruption_leaves_the_library_as_it_was(threadside: Open, home: Path, large: Path) -> None:
    with threadside("list") as listing:
        assert listing.wait_for_exit() == 0
    before = rows(home)
    with threadside("add", str(large)) as terminal:
        terminal.wait_for(f"of {COUNT:,}", 30)
        assert "] comments read: " in terminal.text()
        terminal.kill(signal.SIGINT)
        assert terminal.wait_for_exit(20) == 130
        assert "Traceback" not in terminal.text()
        assert "comments read" not in terminal.text()
    assert rows(home) == before
