"""Picking: which document of the library a reader means."""

from __future__ import annotations

from collections.abc import Mapping

from reader.errors import NotInLibrary


def unknown(name: str) -> NotInLibrary:
    """What is said where no document goes by a name."""
    return NotInLibrary(name, "no document goes by this name", "`threadside list` shows those there are")


def pick(name: str, titles: Mapping[str, str]) -> str:
    """The id of the one document that goes by a name: its id, its beginning, or a part of the title.

    Args:
        name: As the reader typed it.
        titles: Of all documents the titles, case-folded, by id.

    Raises:
        NotInLibrary: None goes by it, or several do.
    """
    part = " ".join(name.casefold().split())
    for found in (
        [id for id in titles if id == name],
        [id for id in titles if part and id.startswith(part)],
        [id for id, title in titles.items() if part and part in title],
    ):
        if len(found) > 1:
            raise NotInLibrary(name, f"{len(found)} documents go by it", f"say which: {_some(found)}")
        if found:
            return found[0]
    raise unknown(name)


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "")
