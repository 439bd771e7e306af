"""The reader's bookmarks and the file that keeps them."""

from __future__ import annotations

from reader.bookmarks.store import AddedMany, Bookmarks, Found

__all__ = ["AddedMany", "Bookmarks", "Found"]
