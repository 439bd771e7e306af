"""Fixtures for tests of one module each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library import Library
from tests.made import made_thread

NOBODY = 65534


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A folder with a file and a library in it, in which the present user may not write.

    Root may write everywhere: under root the user is another one until the test ends.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "forbidden"
        folder.mkdir()
        (folder / "kept").write_bytes(b"old")
        with Library(folder / "library.db") as library:
            library.add(made_thread("a post"), None, "")
        is_root = os.geteuid() == 0
        os.chmod(name, 0o755)
        os.chmod(folder, 0o555)
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            os.chmod(folder, 0o755)
