"""The health of an index: looked at thoroughly, and left as it is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reader.errors import LibraryError
from reader.index.generations import is_of_other_version, pointer, present
from reader.index.snapshot import Snapshot
from reader.index.source import states
from reader.index.sums import check_sums
from reader.index.updating import compare
from reader.library import Library


class Health(NamedTuple):
    """How an index is.

    Attributes:
        damage: What is wrong with it; empty when it can be used, or is not built yet.
        is_current: Whether it holds the library's present state.
        entries: How many entries it holds.
    """

    damage: str = ""
    is_current: bool = False
    entries: int = 0


def look_at(folder: Path, library: Library) -> Health:
    """Look at every file of an index, unlike searching, which only sees damage that shows.

    Args:
        folder: Where it lies.
        library: The documents it should hold.

    Raises:
        LibraryError: The library cannot be read.
    """
    if not pointer(folder).exists():
        return Health()
    generation = present(folder)
    if generation is None:
        return Health() if is_of_other_version(folder) else Health("it is damaged")
    try:
        check_sums(generation, is_thorough=True)
        with Snapshot(generation) as snapshot:
            plan = compare(snapshot, states(library))
            return Health(is_current=not any(plan), entries=snapshot.entries)
    except LibraryError:
        raise
    except Exception:
        # Whatever a damaged file makes Whoosh or Python raise, it says the same.
        return Health("files of it are damaged")
