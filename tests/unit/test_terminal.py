"""What a terminal can show is told from its environment."""

from __future__ import annotations

import pytest

from reader.terminal import FEW_COLOURS, MANY_COLOURS, NO_COLOURS, count_colours, is_dumb, needs_ascii


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm-256color"}, MANY_COLOURS), ({"TERM": "xterm", "COLORTERM": "truecolor"}, MANY_COLOURS),
        ({"TERM": "linux"}, FEW_COLOURS), ({"TERM": "screen"}, FEW_COLOURS), ({"TERM": "tmux-256color"}, MANY_COLOURS),
        ({"TERM": "vt100"}, NO_COLOURS), ({"TERM": "linux-m"}, NO_COLOURS), ({"TERM": "xterm-mono"}, NO_COLOURS),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, NO_COLOURS), ({}, FEW_COLOURS),
        ({"TERM": "xterm-direct"}, MANY_COLOURS), ({"TERM": "vt220", "COLORTERM": "24bit"}, MANY_COLOURS),
    ],
)  # fmt: skip
def test_colours_are_counted(environment: dict[str, str], colours: int) -> None:
    assert count_colours(environment) == colours


@pytest.mark.parametrize(
    ("environment", "is_wanted"),
    [
        ({}, False), ({"LANG": "de_DE.UTF-8"}, False), ({"LANG": "de_DE.utf8"}, False), ({"LANG": "C"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True), ({"LANG": "C", "LC_ALL": "C.UTF-8"}, False), ({"LC_ALL": "POSIX"}, True),
        ({"LANG": "C.UTF-8", "LC_ALL": "C"}, True), ({"LC_CTYPE": "UTF-8"}, False), ({"TERM": "linux", "LANG": "C.UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
    ],
)  # fmt: skip
def test_ascii_is_for_languages_that_know_no_more(environment: dict[str, str], is_wanted: bool) -> None:
    assert needs_ascii(environment, "utf-8") is is_wanted
    assert needs_ascii(environment, "iso8859-1")


def test_the_language_python_puts_in_place_of_c_is_not_the_readers() -> None:
    assert needs_ascii({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", is_c=True)
    assert not needs_ascii({"LC_CTYPE": "C.UTF-8"}, "utf-8", is_c=True)


def test_a_dumb_terminal_is_known() -> None:
    assert is_dumb({"TERM": "dumb"})
    assert not is_dumb({})
