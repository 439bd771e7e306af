"""``python -m tests.bench.transcripts``: transcripts cut at every byte, and how fast long ones are read.

Every golden transcript is cut after each of its bytes: each must become a document of which every
line has its place, or one SourceError. Then subtitles of 5,000 to 50,000 cues are read.
"""

from __future__ import annotations

import argparse
import sys
import time

from reader.errors import SourceError
from reader.importers.source import Source, decode
from tests.unit.importing import assert_accounted, assert_parsed
from tests.unit.transcribing import GOLDEN, READERS

SIZES = (5_000, 20_000, 50_000)
_WORDS = ("the", "lamp", "burns", "oil", "and", "nobody", "on", "this", "coast", "asks", "why", "at", "noon.")


def cut_everywhere(name: str) -> tuple[int, int, list[str]]:
    """Read a golden transcript cut after each byte.

    Returns:
        How many became documents, how many were refused, and what must not be.
    """
    data = (GOLDEN / name).read_bytes()
    read, refused, faults = 0, 0, list[str]()
    for size in range(1, len(data) + 1):
        try:
            text = decode(data[:size], name)[0]
            document = READERS[name](Source(name, text))
            assert_parsed(document)
            if document.report.lines:
                assert_accounted(document, text)
            read += 1
        except SourceError:
            refused += 1
        except Exception as error:
            faults.append(f"{name} cut at {size}: {type(error).__name__}: {str(error)[:100]!r}")
    return read, refused, faults


def made_subtitles(count: int) -> str:
    """Subtitles of two speakers who change every twelve cues."""
    cues = []
    for number in range(count):
        start = number * 3
        label = ("Ada Quill: ", "Bo Reed: ")[number // 12 % 2] if number % 12 == 0 else ""
        said = " ".join(_WORDS[(number * 7 + at) % len(_WORDS)] for at in range(9))
        clock = f"{start // 3600:02}:{start // 60 % 60:02}:{start % 60:02}"
        cues.append(f"{number + 1}\n{clock},000 --> {clock},900\n{label}{said}\n")
    return "\n".join(cues)


def main() -> int:
    """Cut, read, print; the exit code says whether all was read as it may be."""
    argparse.ArgumentParser(prog="python -m tests.bench.transcripts", description=__doc__).parse_args()
    faults: list[str] = []
    for name in READERS:
        read, refused, wrong = cut_everywhere(name)
        faults += wrong
        print(f"{name:16} {read:>5,} documents {refused:>5,} refused {len(wrong):>3} faults", flush=True)
    for size in SIZES:
        text = made_subtitles(size)
        start = time.process_time()
        document = READERS["spoken.srt"](Source("made.srt", text))
        taken = time.process_time() - start
        turns = document.report.imported
        print(f"{size:>7,} cues {len(text) / 2**20:5.1f} MiB {turns:>6,} turns {size / taken:>8,.0f} cues/s")
    print(*(f"FAULT {fault}" for fault in faults[:20]), sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
