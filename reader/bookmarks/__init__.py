"""The reader's bookmarks and the file that keeps them."""

from __future__ import annotations

from reader.bookmarks.matches import Matches
from reader.bookmarks.store import AddedMany, Bookmarks

__all__ = ["AddedMany", "Bookmarks", "Matches"]
