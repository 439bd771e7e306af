"""Made threads have the shape they promise, and are documents."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from wcwidth import wcwidth

from reader.model.codec import from_json_text
from tests.bench.made import DEEPEST, MEAN_LENGTH, made_interview, made_thread


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    """The comments of a made thread."""
    made: list[dict[str, Any]] = made_thread(1500)["entries"][1:]
    return made


def test_lengths_are_as_in_real_threads(entries: list[dict[str, Any]]) -> None:
    lengths = sorted(len(entry["markdown"]) for entry in entries)
    assert 0.9 * MEAN_LENGTH < sum(lengths) / len(lengths) < 1.1 * MEAN_LENGTH
    assert lengths[len(lengths) // 2] < 0.8 * MEAN_LENGTH
    assert lengths[-1] > 4 * MEAN_LENGTH


def test_one_character_in_twenty_is_wide(entries: list[dict[str, Any]]) -> None:
    text = "".join(entry["markdown"] for entry in entries)
    assert 0.045 < sum(wcwidth(char) == 2 for char in text) / len(text) < 0.055


def test_entries_are_in_reading_order_and_deep(entries: list[dict[str, Any]]) -> None:
    branch: list[str] = []
    depths = set()
    for entry in entries:
        if entry["parent"] is None:
            branch = []
        else:
            assert entry["parent"] in branch
            del branch[branch.index(entry["parent"]) + 1 :]
        depths.add(len(branch))
        branch.append(entry["id"])
    assert depths == set(range(DEEPEST + 1))


def test_every_kind_of_markdown_occurs(entries: list[dict[str, Any]]) -> None:
    text = "\n".join(entry["markdown"] for entry in entries)
    for mark in ("\n> ", "\n- ", "\n  - ", "\n2. ", "```", "## ", "**", "](https://", "`"):
        assert mark in text


def test_the_same_seed_makes_the_same_thread_and_another_another() -> None:
    assert made_thread(20, seed=7) == made_thread(20, seed=7)
    assert made_thread(20, seed=7) != made_thread(20, seed=8)


def test_a_made_thread_is_a_document() -> None:
    document = from_json_text(json.dumps(made_thread(50)))
    assert len(document.entries) == 51
    assert all(entry.passages for entry in document.entries)


def test_a_made_interview_is_a_document_of_as_many_turns() -> None:
    document = from_json_text(json.dumps(made_interview(50)))
    assert Counter(entry.kind.value for entry in document.entries) == {"post": 1, "section": 3, "turn": 50}
    assert len({entry.author for entry in document.entries if entry.kind.value == "turn"}) == 2
