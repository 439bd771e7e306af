"""Finding and searching in a real pseudo-terminal: no key is lost, however fast they come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.library import Library
from reader.model.codec import from_json
from tests.bench.made import made_thread
from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.test_reading import TITLE, pane

FOUND = "found"


def started(threadside: Open, **size: int) -> Terminal:
    terminal = threadside(**size)
    terminal.wait_for(TITLE)
    terminal.settle()
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.press("escape")
    terminal.settle(0.3)
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []
    assert terminal.foreign() == []


@pytest.mark.parametrize("query", ["alignment research", "that thing, about jkl; qQ?"])
def test_letters_typed_in_one_burst_with_the_command_all_arrive(threadside: Open, query: str) -> None:
    terminal = started(threadside)
    terminal.type("/" + query)
    terminal.wait_until(lambda seen: seen.lines()[-1].startswith(f" / {query}"))
    terminal.press("escape")
    terminal.settle(0.3)
    terminal.type("s" + query)
    terminal.wait_until(lambda seen: seen.lines()[0].strip() == f"Search {query}")
    leave(terminal)


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_a_query_leads_to_a_hit_and_back_to_the_results_and_to_the_beginning(
    threadside: Open, columns: int, rows: int
) -> None:
    terminal = started(threadside, columns=columns, rows=rows)
    before = pane(terminal)
    terminal.press("s")
    terminal.type("superalignment")
    terminal.wait_for(FOUND)
    terminal.settle(0.3)
    results = terminal.lines()
    terminal.press("enter")
    terminal.wait_until(lambda seen: FOUND not in seen.text())
    terminal.settle()
    assert columns > 100 or pane(terminal) != before
    terminal.press("ctrl+o")
    terminal.wait_for(FOUND)
    terminal.settle()
    assert terminal.lines() == results
    terminal.press("escape")
    terminal.wait_until(lambda seen: pane(seen) == before)
    leave(terminal)


def test_a_large_library_is_searched_while_its_index_is_being_built(threadside: Open, home: Path) -> None:
    home.mkdir(exist_ok=True)
    with Library(home / "library.db") as library:
        library.add(from_json(made_thread(3_000)), None, "made")
    terminal = threadside()
    terminal.wait_for("help", 30)
    terminal.settle()
    terminal.type("sblab")
    terminal.wait_for("found", 60)
    terminal.type("rn xyz")
    terminal.wait_until(lambda seen: seen.lines()[0].strip() == "Search blabrn xyz")
    leave(terminal)
    assert json.loads((home / "state.json").read_text())["panes"]
