"""Progress is told to whoever watches, in order, and to nobody else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.progress import tell, watched


@given(st.integers(0, 3_000))
def test_what_is_told_grows_and_ends_when_nobody_watches(count: int) -> None:
    told: list[int] = []
    with watched(lambda what, done, of: told.append(done)):
        for done in range(count):
            tell("things", done, count)
    tell("things", 0)
    assert told == list(range(0, count, 256))


def test_a_watch_may_stop_the_work() -> None:
    def stop(what: str, done: int, of: int | None) -> None:
        assert (what, done, of) == ("comments read", 256, 600)
        raise KeyboardInterrupt

    comments = [{"short_id": f"c{at}", "comment": "Words."} for at in range(600)]
    story = {"short_id": "s", "title": "T", "comment_count": 600, "comments": comments}
    with watched(stop), pytest.raises(KeyboardInterrupt):
        read_source(Source("a.json", json.dumps(story)))
