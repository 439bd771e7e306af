"""Hostile strings in the fields of every importer: nothing that acts comes through, no word is lost.

Each field is tried with one string, each string with many fields; all pairs are tried by
``python -m tests.bench.hostile``.
"""

from __future__ import annotations

import pytest

from reader.importers.registry import IMPORTERS
from tests.bench.importers import sources
from tests.hostile import CORPUS, acting, letters, places, planted, shown_words, words_of
from tests.hostile_imports import fields_of, find_fault

SOURCES = {file: (importer, text) for importer, file, text in sources() if not file.startswith("made ")}


@pytest.mark.parametrize("file", SOURCES)
def test_every_field_may_hold_anything(file: str) -> None:
    importer, text = SOURCES[file]
    names = list(CORPUS)
    for at, field in enumerate(fields_of(importer, file, text)):
        # Another start for each source, so that all sources together try each string.
        name = names[(7 * at + len(text)) % len(names)]
        fault = find_fault(field, name, field.read("plain"))
        assert not fault, (field.place, name, fault)


def test_no_importer_is_left_out() -> None:
    assert {importer for importer, _ in SOURCES.values()} == {importer.name for importer in IMPORTERS}


def test_every_kind_of_source_has_its_fields_found() -> None:
    assert all(len(places(text)) > 2 for _, text in SOURCES.values())
    assert len(places(SOURCES["reddit.json"][1])) > 30


def test_the_corpus_holds_what_acts_and_its_cleaning_does_not() -> None:
    acts = [name for name, text in CORPUS.items() if acting(text)]
    assert len(acts) > 25
    assert len(CORPUS) > 80
    for text in CORPUS.values():
        said = planted(text, 12)
        assert shown_words(said) == set(words_of(said)) == {"qavantbcz", "qapresbcz"}
        assert letters(said).startswith("qavantbcz")
