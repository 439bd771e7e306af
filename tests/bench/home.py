"""A library with the documents to measure, the same at every start."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_WORD = re.compile(r"\b[A-Za-z]{7,}\b")
_TOP = 1500


@dataclass
class Home:
    """A folder in which the reader keeps everything.

    Attributes:
        checkout: The folder of the reader's source.
        folder: The folder it keeps everything in.
        documents: Ids of the two documents to open, left and right.
    """

    checkout: Path
    folder: Path
    documents: tuple[str, ...] = ()
    _kept: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="bench-kept-")))

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make the reader use this folder."""
        return {"THREADSIDE_HOME": str(self.folder)}

    def add(self, sources: Sequence[Path]) -> None:
        """Add sources to the library; none at all takes in the shipped documents."""
        for source in sources:
            self._run("add", str(source))
        # Every link is found beforehand, so that nothing does so beside what is measured.
        self._run("quotes")
        listed = json.loads(self._run("list", "--json"))["documents"]
        made = [entry for entry in listed if entry["id"].startswith("made-")]
        by_kind = {entry["kind"]: entry["id"] for entry in listed if entry not in made}
        left = made[0] if made else {"id": by_kind["thread"], "kind": "thread"}
        self.documents = (left["id"], by_kind["interview" if left["kind"] == "thread" else "thread"])

    def index(self) -> None:
        """Make the search index beforehand."""
        self._run("reindex")

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "reader", *arguments]
        env = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.folder), **self.environment}
        done = subprocess.run(command, cwd=self.checkout, env=env, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"threadside {' '.join(arguments)}: {done.stderr.decode().strip()[-500:]}")
        return str(done.stdout, "utf-8")

    def thread(self) -> dict[str, Any]:
        """The left document, as interchange JSON values."""
        shown: dict[str, Any] = json.loads(self._run("show", self.documents[0], "--json"))
        return shown

    def first_word(self) -> str:
        """A word from the top of the left document's text that is not in its title."""
        shown = self.thread()
        words = _WORD.findall(re.sub(r"\S*(?:://|www)\S*", " ", shown["entries"][0]["markdown"][:_TOP]))
        title = str(shown["title"]).lower()
        return str(next(word for word in words if word.lower() not in title))

    def keep(self) -> None:
        """Note what the folder holds now, the library's database apart."""
        for path in self._small():
            shutil.copy2(path, self._kept / path.name)

    def restore(self) -> None:
        """Put back what was noted, and take away what came since: places, folds, saved frames."""
        for path in self._small():
            path.unlink()
        for path in self._kept.iterdir():
            shutil.copy2(path, self.folder / path.name)

    def _small(self) -> list[Path]:
        files = (path for path in self.folder.iterdir() if path.is_file())
        return [path for path in files if not path.name.startswith("library.db")]

    def remove(self) -> None:
        """Remove both folders."""
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
