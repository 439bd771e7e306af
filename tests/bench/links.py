"""``python -m tests.bench.links``: how right the links of made threads are, and how long they take.

Quotations with a known source are planted in made threads: whole, with parts left out, with words
changed, with other marks and emphasis; beside them near-duplicates of what they quote, and others
who quote the same.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from reader.model.codec import from_json
from reader.model.documents import Document, Entry
from reader.model.links import Link, LinkKind, Target, Verdict
from reader.model.links.linking import link
from reader.model.markdown import parse_markdown
from reader.model.passages import PassageKind
from tests.bench.made import made_thread

_LONGEST = 70
_SHORTEST = 8
_FORMS = ("block", "line", "inline")
_KINDS = ("whole", "elided", "edited", "marks", "emphasis", "elided and edited")
_NEW_WORDS = ("velt", "orrin", "quash", "bremmel", "tidor", "naspen", "glimt", "ferrow", "ostrel", "hulk")
_ELLIPSES = ("\u2026", "...", "[...]", "[\u2026]", "\u2026 ", " ... ")


class Planted(NamedTuple):
    """A quotation with a known source.

    Attributes:
        entry: The id of the quoting entry.
        kind: What was done to the words.
        form: How it is set.
        source: The id of the quoted entry.
        passage: The index of the quoted passage.
        start: First character quoted.
        stop: One past the last.
    """

    entry: str
    kind: str
    form: str
    source: str
    passage: int
    start: int
    stop: int


@dataclass
class Score:
    """How right the links of a thread are.

    Attributes:
        planted: How many quotations were planted.
        right: How many of them were linked to their source.
        linked: How many quotations were linked to anything.
        wrong: Links to something else.
        missed: Planted quotations without a right link.
        too_sure: Changed quotations that were called exact.
    """

    planted: int
    right: int
    linked: int
    wrong: list[Link]
    missed: list[Planted]
    too_sure: list[Planted]
    verdicts: Counter[tuple[str, str]]

    @property
    def precision(self) -> float:
        """The share of links that are right."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """The share of planted quotations that were linked to their source."""
        return self.right / self.planted if self.planted else 1.0


class _Planter:
    """Plants quotations in a made thread; the same seed plants the same."""

    def __init__(self, document: Document, seed: int, is_copy: bool) -> None:
        self._random = random.Random(seed)
        self._document = document
        self._is_copy = is_copy
        self._texts = [_unquoted(entry.markdown) for entry in document.entries]
        pairs = zip(document.entries, self._texts, strict=True)
        self._entries = [_with(entry, text) for entry, text in pairs]
        self._parents = {entry.id: entry.parent for entry in document.entries}
        self._positions = {entry.id: at for at, entry in enumerate(document.entries)}
        self._added: dict[int, list[str]] = {}
        self.planted: list[Planted] = []

    def plant(self, count: int) -> Document:
        """The thread with at most this many quotations more."""
        order = self._random.sample(range(1, len(self._entries)), len(self._entries) - 1)
        for at in order[:count]:
            self._plant_at(at)
        start = self._entries[0].posted_at
        assert start is not None
        entries = (
            replace(
                _with(entry, "\n\n".join([self._texts[at], *self._added.get(at, ())])),
                posted_at=start + timedelta(minutes=at) if at % 3 else None,
            )
            for at, entry in enumerate(self._entries)
        )
        return replace(self._document, entries=tuple(entries))

    def _plant_at(self, at: int) -> None:
        source = self._source(at)
        span = self._span(source) if source is not None else None
        if source is None or span is None:
            return
        passage, start, stop = span
        words = self._entries[source].passages[passage].text[start:stop]
        kind = self._random.choice(_KINDS)
        form = "repeated" if self._is_copy else self._random.choice(_FORMS)
        changed = self._changed(words, kind)
        self._added.setdefault(at, []).append(self._set(changed, form))
        entry = self._entries[at].id
        self.planted.append(Planted(entry, kind, form, self._entries[source].id, passage, start, stop))
        if self._random.random() < 0.3:
            self._add_trap(at, source, words)

    def _source(self, at: int) -> int | None:
        """An ancestor, the post, or anything earlier."""
        above = []
        entry: str | None = self._entries[at].parent
        while entry:
            above.append(self._positions[entry])
            entry = self._parents[entry]
        drawn = self._random.random()
        if above and drawn < 0.65:
            return self._random.choice(above)
        if drawn < 0.8 or at < 2 or self._is_copy:
            return 0
        return self._random.randrange(1, at)

    def _span(self, source: int) -> tuple[int, int, int] | None:
        """A span of words of an unmarked paragraph, begun and ended between words."""
        choices = [
            (index, list(re.finditer(r"\S+", passage.text)))
            for index, passage in enumerate(self._entries[source].passages)
            if passage.kind is PassageKind.PARAGRAPH and passage.text.isascii() and '"' not in passage.text
        ]
        least = 14 if self._is_copy else _SHORTEST
        choices = [choice for choice in choices if len(choice[1]) >= least + 4]
        if not choices:
            return None
        index, words = self._random.choice(choices)
        size = self._random.randint(least, min(len(words), _LONGEST))
        first = self._random.randint(0, len(words) - size)
        return index, words[first].start(), words[first + size - 1].end()

    def _changed(self, words: str, kind: str) -> str:
        if "elided" in kind:
            words = self._elide(words)
        if "edited" in kind:
            words = self._edit(words, 0.15)
        if kind == "marks":
            words = words.replace("'", "\u2019").replace(" - ", " \u2014 ").replace(" ", "\u00a0", 2)
            words = words[:3] + "\u00ad" + words[3:] if words[:4].isalpha() else words
        if kind == "emphasis":
            parts = words.split(" ")
            at = self._random.randrange(len(parts))
            parts[at] = f"**{parts[at]}**" if parts[at].isalpha() else parts[at]
            words = " ".join(parts)
        return words

    def _elide(self, words: str) -> str:
        parts = words.split(" ")
        if len(parts) < 12:
            return words + self._random.choice(_ELLIPSES).rstrip()
        start = self._random.randint(4, len(parts) - 7)
        stop = self._random.randint(start + 1, len(parts) - 5)
        return " ".join(parts[:start]) + self._random.choice(_ELLIPSES) + " ".join(parts[stop:])

    def _edit(self, words: str, share: float) -> str:
        """Replace, leave out or put in at most a share of the words, at least one, none at the ends."""
        parts = words.split(" ")
        most = max(1, math.floor(share * len(parts)))
        inner = range(1, len(parts) - 1)
        for at in sorted(self._random.sample(inner, self._random.randint(1, most)), reverse=True):
            new = self._random.choice(_NEW_WORDS)
            what = self._random.randrange(3)
            parts[at : at + (what != 1)] = [] if what == 0 else [new]
        return " ".join(parts)

    def _set(self, words: str, form: str) -> str:
        if form == "block":
            return "> " + words
        if form == "line":
            return "\\> " + words
        if form == "inline":
            return f'Then there is "{words}" and I wonder about it.'
        return words

    def _add_trap(self, at: int, source: int, words: str) -> None:
        """A near-duplicate in an entry that is no ancestor, or a copy by another quoter."""
        trap = self._random.randrange(1, len(self._entries))
        if trap in (at, source) or self._is_copy:
            return
        if self._random.random() < 0.3 and trap > source:
            self._added.setdefault(trap, []).append("> " + words)
            quoted = self.planted[-1]
            self.planted.append(quoted._replace(entry=self._entries[trap].id, kind="whole", form="block"))
        else:
            self._texts[trap] += "\n\n" + self._edit(self._edit(words, 0.3), 0.3)


def _unquoted(markdown: str) -> str:
    """A made text without its own quotations, which quote nothing."""
    return "\n".join(line for line in markdown.split("\n") if not line.startswith(">"))


def _with(entry: Entry, markdown: str) -> Entry:
    return replace(entry, markdown=markdown, passages=parse_markdown(markdown))


def planted_thread(comments: int, seed: int = 1, is_copy: bool = False) -> tuple[Document, list[Planted]]:
    """A made thread with planted quotations.

    Args:
        comments: How many comments it has; most of them quote something.
        seed: Another seed makes another thread.
        is_copy: Whether its quotations lost their marks, as in a copy as plain text.
    """
    planter = _Planter(from_json(made_thread(comments, seed)), seed, is_copy)
    return planter.plant(comments), planter.planted


def judge(planted: Sequence[Planted], links: Sequence[Link]) -> Score:
    """Compare links with what was planted."""
    sourced = [one for one in links if one.kind is LinkKind.QUOTATION and one.targets]
    by_entry: dict[str, list[Link]] = {}
    for one in sourced:
        by_entry.setdefault(one.entry, []).append(one)
    right, used = [], set[int]()
    verdicts: Counter[tuple[str, str]] = Counter()
    for quotation in planted:
        free = (one for one in by_entry.get(quotation.entry, ()) if id(one) not in used)
        found = next((one for one in free if _is_right(one, quotation)), None)
        verdicts[quotation.kind, found.verdict if found else "missed"] += 1
        if found:
            used.add(id(found))
            right.append((quotation, found))
    matched = {quotation for quotation, _ in right}
    return Score(
        len(planted), len(right), len(sourced), [one for one in sourced if id(one) not in used],
        [quotation for quotation in planted if quotation not in matched],
        [quotation for quotation, found in right
         if found.verdict is Verdict.EXACT and ("elided" in quotation.kind or "edited" in quotation.kind)],
        verdicts,
    )  # fmt: skip


def _is_right(one: Link, quotation: Planted) -> bool:
    """The source is the first target, or one of several equally good; and the same words are meant."""
    targets = one.targets if one.verdict is Verdict.AMBIGUOUS else one.targets[:1]
    return any(_covers(target, quotation) for target in targets)


def _covers(target: Target, quotation: Planted) -> bool:
    is_place = (target.entry, target.passage) == (quotation.source, quotation.passage)
    return is_place and target.start < quotation.stop and quotation.start < target.stop


def measure_time(sizes: Sequence[int]) -> Iterator[tuple[int, int, float, float]]:
    """Link made threads: comments, links, seconds of processor time, MiB at the peak."""
    for size in sizes:
        document, _ = planted_thread(size)
        start = time.process_time()
        count = len(link(document))
        taken = time.process_time() - start
        yield size, count, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _show_score(name: str, score: Score) -> None:
    print(f"{name}: {score.planted:,} planted, precision {score.precision:.4f}, recall {score.recall:.4f}, "
          f"{len(score.too_sure)} changed ones called exact")  # fmt: skip
    for (kind, verdict), number in sorted(score.verdicts.items()):
        print(f"  {kind:18} {verdict:10} {number:6,}")


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.links", description=__doc__)
    parser.add_argument("--comments", default="75,1000,10000", help="sizes for the time")
    parser.add_argument("--planted", type=int, default=3000, help="comments for the score")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0, help="how many errors to print")
    options = parser.parse_args()
    for is_copy in (False, True):
        document, planted = planted_thread(options.planted, options.seed, is_copy)
        score = judge(planted, link(document))
        _show_score("marks lost" if is_copy else "marks kept", score)
        for error in [*score.wrong[: options.errors], *score.missed[: options.errors], *score.too_sure]:
            print("   ", error)
    sizes = [int(size) for size in options.comments.split(",") if size]
    for size, count, taken, peak in measure_time(sizes):
        per = taken / (size * math.log2(size)) * 1e6
        print(f"{size:7,} comments: {count:7,} links, {taken:6.2f} s, {per:5.1f} µs / (n log2 n), "
              f"{peak:5.0f} MiB at the peak")  # fmt: skip


if __name__ == "__main__":
    main()
