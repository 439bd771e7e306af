"""Whoosh: what the index uses of it, imported here and nowhere else.

Which distribution: three import as ``whoosh``. We depend on Whoosh 2.7.4 (2016), because

- its code cannot change under us: one release, known author, BSD licence, no dependencies;
- ``searcher.refresh()`` is right in it, and returns deleted documents in both successors (we open
  anew after every commit and never call it, but it says which code was the more careful);
- its extension points are all we need and are the same in the successors: a codec
  (:mod:`reader.index.codec`), column types (:mod:`reader.index.rows`) and the segment writer.

whoosh3 is a fifth faster where Whoosh's own Python loops do the work; ours do not run them, so the
speed of the distribution does not matter here. Its maintainer is declared to be a program that made
a hundred releases in ten weeks: a version to test against, not to ship. Whoosh-Reloaded is declared
unmaintained and brings a dependency. Never install two of them.

Python 3.12 and newer warn of escapes and ``is`` in Whoosh's source when it is first compiled.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import __version__ as _version  # type: ignore[import-untyped]
    from whoosh.codec.base import Automata, FieldWriter, TermsReader  # type: ignore[import-untyped]
    from whoosh.codec.whoosh3 import W3Codec  # type: ignore[import-untyped]
    from whoosh.columns import Column, ColumnReader, ColumnWriter  # type: ignore[import-untyped]
    from whoosh.fields import FieldType, Schema  # type: ignore[import-untyped]
    from whoosh.filedb.filestore import FileStorage  # type: ignore[import-untyped]
    from whoosh.formats import Frequency  # type: ignore[import-untyped]
    from whoosh.index import TOC, FileIndex  # type: ignore[import-untyped]
    from whoosh.lang.porter2 import stem as porter_stem  # type: ignore[import-untyped]
    from whoosh.matching import ListMatcher  # type: ignore[import-untyped]
    from whoosh.reading import TermInfo, TermNotFound  # type: ignore[import-untyped]
    from whoosh.writing import SegmentWriter  # type: ignore[import-untyped]

__all__ = [
    "TOC", "VERSION", "Automata", "Column", "ColumnReader", "ColumnWriter", "FieldType", "FieldWriter",
    "FileIndex", "FileStorage", "Frequency", "ListMatcher", "Schema", "SegmentWriter", "TermInfo",
    "TermNotFound", "TermsReader", "W3Codec", "porter_stem",
]  # fmt: skip

VERSION = ".".join(map(str, _version))
