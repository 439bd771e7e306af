"""The packages Threadside stands on, and their versions."""

from __future__ import annotations

PACKAGES = (
    "textual", "rich", "markdown-it-py", "click", "platformdirs", "whoosh", "regex", "selectolax",
    "httpcore2",
)  # fmt: skip


def package_versions() -> dict[str, str]:
    """Each package with its version; empty for one that is missing."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found
