"""Queries over the two originals, with what each must and must not find, written by reading them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from reader.importers.registry import read_source
from reader.importers.source import Source, decode
from reader.index import Index, Results
from reader.model.documents import Document
from tests.conftest import _SHARED
from tests.unit.indexing import indexed, places

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = ("common-misconceptions-about-openai", "jan-leike-on-superalignment")


class Golden(NamedTuple):
    """What a query must find and must not; entries of the interview begin with s or t."""

    query: str
    must: str
    never: str


GOLDEN = (
    # words
    Golden("interpretability", "post c1 c14 s1", "c2 c35 t17"),
    Golden("goodhart", "c4 c10", "post c30 t1"),
    Golden("deception", "c4 c10 c30 c31 c68 c73", "post c5 s1"),
    Golden("plugins", "t20 t21", "t22 t23"),
    Golden("sandbox", "t21", "t20 t22"),
    Golden("tweet", "t20 t21", "post t23"),
    Golden("milestones", "t28", "post t17"),
    Golden("capitalist", "t17", "post t18"),
    Golden("charter", "post c56 c58", "c57 t17"),
    Golden("existential", "post c7 c17 c24 c45", "t16 c1"),
    Golden("dario", "c1 t11", "post c2"),
    Golden("RLHF", "c3 c4 c29 c30 c45 c60 c62 c66 c67 c68 c73 s6 t9", "post t10 t11 c1"),
    Golden("instructgpt", "c24 c45 t1 t13", "c22 t11"),
    Golden("podcast", "s1", "t1 c1"),
    Golden("O'Keefe", "post", "c1 t28"),
    Golden("misconceptions openai", "post c23", "t17 c1"),
    # phrases
    Golden('"existential risk"', "post c7 c17", "t16 c1"),
    Golden('"human preferences"', "c67 c68 t1 t11 t13 t15", "t10 post"),
    Golden('"slow takeoff"', "post c3 c4 c52", "c12 c18"),
    Golden('"red teaming"', "t23", "t20 t21"),
    Golden('"base model"', "t9 t13", "t11 t23"),
    Golden('"race dynamics"', "post", "c58 t17"),
    Golden('"net negative"', "t17", "t16 c19"),
    Golden('"backup plan"', "t16", "t17 t18"),
    Golden("proof-of-concept", "t11", "t10 t13"),
    Golden("GPT-4", "t20 t21 t22 t23 t28", "t13 c19 c52"),
    Golden("GPT-3", "post c19 c27 c52 c71 t13", "t20 t22 t28"),
    Golden('"reinforcement learning" feedback', "t10 t11", "t9 t13"),
    # authors and speakers
    Golden("author:krueger", "c15 c44", "c14 c42"),
    Golden('author:"Richard Ngo"', "c9 c12 c14 c61 c64 c67", "c10 c13 c15"),
    Golden("author:ofer", "c74 c75", "c73"),
    Golden("author:habryka webgpt", "c24 c27 c29 c31 c38 c40 c46", "c25 c30 c33"),
    Golden("speaker:wiblin internet", "t20 t22 t24 t26", "t21 t23 t4"),
    Golden("speaker:leike plugins", "t21", "t20"),
    Golden("author:leike", "t1 t2 t28", "post t4 t7"),
    # operators
    Golden("anthropic interpretability", "post c1", "c2 c35 t17"),
    Golden("anthropic -dario", "post c2 c34 c35 c51 t17", "c1 t11"),
    Golden("(anthropic OR deepmind) NOT author:habryka", "post c1 c2 c35 c51 t17", "c29 c34"),
    Golden("takeoff -slow", "c12", "post c3 c4 c52"),
    Golden("in:post anthropic", "post", "c1 t17"),
    Golden("in:interview anthropic", "t17", "post c1 c2"),
    Golden("kind:section rlhf", "s6", "t9 c3"),
    Golden("score:>5 in:comments", "c12 c33 c35 c64", "c2 c36 post"),
    Golden("date:2022-08..2023-01 openai", "post", "c1 s1"),
    Golden("depth:0 kind:comment", "c1 c3 c4 c17 c22 c51 c56 c74", "c2 c5 post"),
    Golden("under:c56 is:truncated", "c56 c60 c61 c62 c63", "c52 c57 c1"),
    Golden("under:c9", "c9 c10 c11 c12 c13 c14 c15 c16", "c4 c8 c17"),
    Golden("replyto:habryka anthropic", "c35", "c1 c34"),
    Golden('replyto:"Jacob Hilton" author:krueger', "", "c15 c44 c24"),
    Golden("is:retracted", "c74", "c75 c1"),
    Golden("is:inferred author:larks", "", "c50"),
    # beginnings and typos
    Golden("superalig*", "s1 s4 t3 s9", "t1 post"),
    Golden("misconcep*", "post c23 c24", "t17 c1"),
    Golden("antropic~", "post c1 c2 c34 c35 c51 t17", "c3 t11"),
    Golden("instrctgpt~", "c24 c45 t1 t13", "t11 t23"),
    Golden("goodheart~", "c4 c10", "post t1"),
    Golden("wibln~ OR sandbx~", "t21", "t20"),
    Golden('"deep learning human"~12', "t11", "t10 t9"),
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, set[str]]]:
    """What each query finds, as entry ids."""
    seeds = sorted((_SHARED / "seeds").glob("*.txt")) if _SHARED.is_dir() else []
    if not seeds:
        pytest.skip(f"the originals are not at hand: no folder {_SHARED.name!r} beside the repository")
    digests = [_read(ROOT / "content" / f"{name}.md", []) for name in DIGESTS]
    with indexed(*(_read(path, digests) for path in seeds)) as (index, library):
        yield {
            golden.query: {at.partition("#")[2] for at in places(_all(index, golden.query), library)}
            for golden in GOLDEN
        }


def _read(path: Path, known: Sequence[Document]) -> Document:
    text, _ = decode(path.read_bytes(), path.name)
    return read_source(Source(path.name, text), known)


def _all(index: Index, query: str) -> Results:
    return index.search(query, limit=None)


def test_there_are_enough_of_them() -> None:
    assert len(GOLDEN) == len({golden.query for golden in GOLDEN}) >= 40


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.query)
def test_a_query_finds_what_it_must_and_nothing_it_must_not(
    golden: Golden, found: dict[str, set[str]]
) -> None:
    assert set(golden.must.split()) <= found[golden.query]
    assert not set(golden.never.split()) & found[golden.query]
