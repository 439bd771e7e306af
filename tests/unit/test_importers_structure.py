"""Entries are laid on a structure in order, without overlap, and as heavily as can be."""

from __future__ import annotations

import time
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from reader.importers.structure import Candidate, Stream, align
from reader.model.fingerprint import START, hash_start, normalise
from tests.strategies import texts

candidates = st.lists(
    st.builds(
        lambda entry, start, length, weight: Candidate(entry, start, start + length, weight, False),
        st.integers(0, 4), st.integers(0, 8), st.integers(1, 4), st.integers(1, 30),
    ),
    max_size=9,
).map(lambda found: sorted(found, key=lambda candidate: candidate.entry))  # fmt: skip


def is_chain(chosen: list[Candidate]) -> bool:
    return all(
        before.entry < after.entry and before.stop <= after.start for before, after in pairwise(chosen)
    )


@given(candidates)
def test_the_heaviest_chain_is_found(found: list[Candidate]) -> None:
    chosen = align(found)
    assert is_chain(list(chosen.values()))
    assert all(entry == candidate.entry for entry, candidate in chosen.items())
    subsets = (
        [each for each, is_in in zip(found, ins, strict=True) if is_in]
        for ins in product([False, True], repeat=len(found))
    )
    heaviest = max(sum(each.weight for each in subset) for subset in subsets if is_chain(subset))
    assert sum(each.weight for each in chosen.values()) == heaviest


def test_aligning_takes_time_near_linear() -> None:
    many = [Candidate(number % 200, number, number + 1, 1, False) for number in range(40_000)]
    started = time.process_time()
    assert len(align(sorted(many, key=lambda candidate: candidate.entry))) == 200
    assert time.process_time() - started < 2


@given(st.lists(texts() | st.just(""), max_size=6))
def test_a_stream_finds_the_end_of_every_run_of_texts(parts: list[str]) -> None:
    stream = Stream(parts)
    assert stream.normalised == normalise("\n".join(parts))
    for start in range(len(parts)):
        for stop in range(start + 1, len(parts) + 1):
            size = len(normalise("\n".join(parts[start:stop])))
            found = stream.stop(start, size)
            assert size == 0 or (found is not None and found >= stop)
            assert size == 0 or not any(map(normalise, parts[stop:found]))


@given(st.lists(texts(200), max_size=6))
def test_a_stream_finds_every_beginning(parts: list[str]) -> None:
    stream = Stream(parts)
    for index, part in enumerate(parts):
        rest = normalise("\n".join(parts[index:]))
        if normalise(part) and len(rest) >= START:
            assert index in stream.beginnings()[START, hash_start(rest[:START])]
        if 0 < len(normalise(part)) < START:
            size = len(normalise(part))
            assert index in stream.wholes(frozenset({size}))[size, hash_start(rest[:size])]
