"""The quotations of the two originals, as listed by reading them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reader.importers.registry import read_source
from reader.importers.source import Source, decode
from reader.model.documents import Document
from reader.model.fingerprint import normalise
from reader.model.links import Link, LinkKind, Verdict
from reader.model.links.linking import link

CONTENT = Path(__file__).resolve().parents[2] / "content"
THREAD, INTERVIEW = "000_5bfa1ea67b6e2ea9.txt", "004_5945854955eb9266.txt"

# The quoting entry, the line of the original, the quoted entry, its line, the verdict.
THREAD_SOURCED = (
    ("c1", 104, "post", 48, "exact"), ("c2", 113, "post", 48, "exact"), ("c3", 119, "post", 74, "exact"),
    ("c4", 125, "post", 72, "exact"), ("c4", 127, "post", 74, "exact"), ("c6", 139, "c5", 133, "elided"),
    ("c9", 158, "c4", 129, "exact"), ("c10", 162, "c9", 160, "edited"), ("c10", 168, "c9", 160, "exact"),
    ("c13", 179, "c12", 177, "exact"), ("c16", 194, "c12", 177, "exact"), ("c17", 198, "post", 58, "exact"),
    ("c22", 215, "post", 29, "exact"), ("c30", 259, "c29", 255, "exact"), ("c45", 311, "c24", 221, "exact"),
    ("c52", 343, "post", 82, "elided"), ("c52", 351, "post", 74, "elided"), ("c56", 364, "post", 20, "exact"),
    ("c56", 366, "post", 22, "exact"), ("c56", 372, "post", 24, "exact"), ("c56", 374, "post", 26, "exact"),
    ("c56", 376, "post", 28, "exact"), ("c56", 377, "post", 29, "exact"), ("c56", 378, "post", 30, "exact"),
    ("c58", 388, "post", 20, "exact"), ("c62", 407, "c61", 401, "exact"), ("c62", 411, "c61", 403, "hidden"),
    ("c63", 415, "c61", 401, "exact"), ("c65", 428, "c63", 421, "exact"), ("c74", 459, "post", 52, "exact"),
)  # fmt: skip
# Quotations of what the copy does not show: the quoting entry, its line, the cut entry.
THREAD_HIDDEN = (
    ("c19", 206, "c18"), ("c28", 245, "c27"), ("c29", 251, "c28"), ("c31", 261, "c28"), ("c32", 267, "c28"),
    ("c34", 276, "c28"), ("c72", 451, "c28"), ("c73", 455, "c56"),
)  # fmt: skip
THREAD_OUTSIDE = (("post", 22), ("post", 52), ("post", 56), ("c27", 238), ("c32", 269))
# Words between quotation marks that nobody in the copy wrote: how many on which lines.
THREAD_UNSOURCED = {
    172: 1, 174: 2, 247: 1, 257: 1, 269: 1, 274: 1, 285: 1, 287: 2, 289: 1, 291: 1, 297: 1, 306: 1, 313: 3,
    434: 1, 436: 1, 438: 1, 447: 2,
}  # fmt: skip
INTERVIEW_SOURCED = (
    ("s1", 6, "t6", 55, "exact"), ("s1", 7, "t6", 55, "exact"), ("s1", 13, "t2", 46, "elided"),
)  # fmt: skip
INTERVIEW_OUTSIDE = (("s1", 10), ("t20", 82))


@cache
def load(path: Path) -> Source:
    return Source(path.name, decode(path.read_bytes(), path.name)[0])


class Original:
    """An original laid on its digest, with its quotations by line."""

    def __init__(self, seeds: Path, name: str) -> None:
        known = [read_source(load(path)) for path in CONTENT.glob("*.md") if path.name != "README.md"]
        self.document: Document = read_source(load(seeds / name), known)
        if len(self.document.entries) < 30 or self.document.entries[-1].id.startswith("n"):
            pytest.skip("the digest does not recognise this copy")
        self._lines = {
            normalise(line.replace("(read more)", "")): number
            for number, line in reversed(list(enumerate(load(seeds / name).text.split("\n"), 1)))
        }
        self._repeated = load(seeds / name).text.split("\n")
        self._entries = {entry.id: entry for entry in self.document.entries}
        self.links = [one for one in link(self.document) if one.kind is LinkKind.QUOTATION]

    def is_at(self, entry: str, passage: int, line: int) -> bool:
        """Whether a passage is a line of the original."""
        text = normalise(self._entries[entry].passages[passage].text)
        words = self._repeated[line - 1].replace("(read more)", "")
        return normalise(words).endswith(text) and bool(text)

    def at(self, entry: str, line: int) -> list[Link]:
        """The quotations of an entry on a line."""
        return [one for one in self.links if one.entry == entry and self.is_at(entry, one.passage, line)]


@pytest.fixture
def thread(shared: Path) -> Original:
    return Original(shared / "seeds", THREAD)


@pytest.fixture
def interview(shared: Path) -> Original:
    return Original(shared / "seeds", INTERVIEW)


def sourced(original: Original, listed: tuple[tuple[str, int, str, int, str], ...]) -> list[Link]:
    found = []
    for entry, line, source, source_line, verdict in listed:
        right = [
            one for one in original.at(entry, line)
            if one.verdict == verdict and one.targets
            and all(target.entry == source and original.is_at(source, target.passage, source_line)
                    for target in one.targets)
        ]  # fmt: skip
        assert len(right) == 1, (entry, line)
        found += right
    return found


def hidden(original: Original) -> list[Link]:
    return [
        one for entry, line, source in THREAD_HIDDEN for one in original.at(entry, line)
        if one.verdict is Verdict.HIDDEN and [target.entry for target in one.targets] == [source]
    ]  # fmt: skip


def outside(original: Original, listed: tuple[tuple[str, int], ...]) -> list[Link]:
    return [
        one for entry, line in listed for one in original.at(entry, line) if one.verdict is Verdict.EXTERNAL
    ]


def test_every_quotation_of_the_thread_is_found_and_no_other(thread: Original) -> None:
    right = [*sourced(thread, THREAD_SOURCED), *hidden(thread)]
    listed = len(THREAD_SOURCED) + len(THREAD_HIDDEN) + len(THREAD_OUTSIDE)
    found = len(right) + len(outside(thread, THREAD_OUTSIDE))
    assert {id(one) for one in thread.links if one.targets} == {id(one) for one in right}
    assert found >= 0.95 * listed


def test_what_nobody_in_the_thread_wrote_has_no_source(thread: Original) -> None:
    unsourced = [one for one in thread.links if one.verdict is Verdict.NOT_FOUND]
    on_lines = {
        line: sum(thread.is_at(one.entry, one.passage, line) for one in unsourced)
        for line in THREAD_UNSOURCED
    }
    assert on_lines == THREAD_UNSOURCED
    guessed = [one for one in unsourced if thread.is_at(one.entry, one.passage, 451)]
    assert len(unsourced) == sum(THREAD_UNSOURCED.values()) + len(guessed)


def test_what_an_edited_quotation_changed_is_kept(thread: Original) -> None:
    (edited,) = thread.at("c10", 162)
    assert edited.difference
    assert {(normalise(change.was), normalise(change.now)) for change in edited.difference} == {
        ("still", ""), ("", "very"),
    }  # fmt: skip


def test_the_pull_quotes_of_the_interview_find_their_sources(interview: Original) -> None:
    right = sourced(interview, INTERVIEW_SOURCED)
    assert {id(one) for one in interview.links if one.targets} == {id(one) for one in right}
    assert len(outside(interview, INTERVIEW_OUTSIDE)) == len(INTERVIEW_OUTSIDE)
