"""Textual imported without what the reader never uses, which is a tenth of its start.

The command palette alone brings the widgets for selecting, typing, trees and folders along; asyncio
brings TLS; and the folder of downloads a package of its own. Those that are wanted after all, such as
the line to type in, are imported when they are.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Absent(ModuleType):
    """A module whose every name is an empty class, which may be imported and derived from."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def import_textual() -> None:
    """Import Textual; what was imported before stays as it is, and what was left out can be imported."""
    # asyncio does without ``ssl`` where Python was built without it: that is what None says here.
    left_out: dict[str, Any] = {"ssl": None}
    left_out |= {name: _Absent(name) for name in ("textual.command", "platformdirs")}
    left_out = {name: stand_in for name, stand_in in left_out.items() if name not in sys.modules}
    sys.modules.update(left_out)
    try:
        import textual.app  # noqa: F401
    finally:
        for name in left_out:
            del sys.modules[name]
