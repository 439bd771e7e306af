"""``python -m tests.screens``: the screens in docs/screens, drawn anew from the shipped digests.

Each is the program itself at a size, in one of four looks. ``--all FOLDER`` writes every scene in every
look and size into another folder, to look at.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from reader.opening import gather
from reader.ui.app import ThreadsideApp

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
LARGEST = 100_000
THREAD, INTERVIEW = "common-misconceptions-about-openai", "jan-leike-on-superalignment"
SIZES = ((80, 24), (120, 40), (200, 50))
LOOKS = {
    "dark": {},
    "light": {"THREADSIDE_THEME": "threadside-light"},
    "monochrome": {"NO_COLOR": "1"},
    "ascii": {"THREADSIDE_ASCII": "yes"},
}
# What is done before the picture is taken.
SCENES = {
    "reading": "right_square_bracket right_square_bracket",
    "collapsed": "H right_square_bracket right_square_bracket l",
    "peek": "right_square_bracket l l l i",
    "outline": "t",
    "find": "slash a l i g n m e n t enter",
    "search": "s c a p a b i l i t i e s",
    "bookmarks": "right_square_bracket a # s a f e t y enter j j a enter B",
    "select": "right_square_bracket v l l l l",
    "palette": "colon",
    "help": "question_mark",
    "interview": "tab right_square_bracket j j j",
}
# What must be on the screen before.
WAITS = {"search": " found, by ", "find": " of ", "bookmarks": "bookmarked "}
SHOWN = {
    ("dark", 80): "reading", ("dark", 120): "peek", ("dark", 200): "search",
    ("light", 80): "collapsed", ("light", 120): "find", ("light", 200): "reading",
    ("monochrome", 80): "select", ("monochrome", 120): "bookmarks", ("monochrome", 200): "find",
    ("ascii", 80): "interview", ("ascii", 120): "outline", ("ascii", 200): "collapsed",
}  # fmt: skip


class Shot(NamedTuple):
    """A picture to take."""

    scene: str
    look: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.scene}-{self.look}-{self.size[0]}x{self.size[1]}.svg"


def chosen() -> Iterator[Shot]:
    """The pictures that are kept."""
    for size in SIZES:
        for look in LOOKS:
            yield Shot(SHOWN[look, size[0]], look, size)


def every() -> Iterator[Shot]:
    """Every scene in every look and size."""
    return (Shot(scene, look, size) for scene in SCENES for look in LOOKS for size in SIZES)


async def take(shot: Shot) -> str:
    """The picture as SVG, the same each time."""
    environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **LOOKS[shot.look]}
    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, environment, clear=True):
        parts = gather([THREAD, INTERVIEW], {"THREADSIDE_HOME": home, **environment})
        with parts.library:
            app = ThreadsideApp(
                library=parts.library, settings=parts.settings, state=parts.state, state_path=parts.state_path,
                bookmarks_path=parts.bookmarks_path, index=parts.index_path, documents=parts.documents,
            )  # fmt: skip
            async with app.run_test(size=shot.size) as pilot:
                await pilot.pause(0.5)
                for key in SCENES[shot.scene].split():
                    await pilot.press("number_sign" if key == "#" else key)
                await pilot.pause(1.0)
                while WAITS.get(shot.scene, "") not in _text(app):
                    await pilot.pause(0.2)
                # Viewers place long runs by letters of their own width: without colours no run would be short.
                is_run_together = shot.look != "monochrome"
                return _plain(app.export_screenshot(title="threadside", simplify=is_run_together))


def _text(app: ThreadsideApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def _plain(svg: str) -> str:
    """Without what differs each time, or is loaded from elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"(bookmarked(?: |&#160;))[\d-]+((?: |&#160;))[\d:]+", r"\g<1>2031-05-04\g<2>12:00", svg)
    svg = re.sub(r"terminal-\d+", "t", svg)
    # Some viewers take spaces at a beginning away, whatever their kind.
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1).replace("&#160;", " ")


def main() -> int:
    """Take the pictures."""
    folder = Path(sys.argv[2]) if sys.argv[1:2] == ["--all"] else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for shot in every() if sys.argv[1:2] == ["--all"] else chosen():
        svg = asyncio.run(take(shot))
        (folder / shot.name).write_text(svg, encoding="utf-8")
        print(f"{shot.name}: {len(svg):,} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
