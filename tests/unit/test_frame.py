"""A saved frame is shown as it was kept, or not at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.frame import SavedFrame, decode, encode, find_files
from reader.paths import Paths
from tests.hostile import CORPUS

# All that a frame may send: the place of a line, a style, its end, and visible text.
_SENT = re.compile(
    r"(?:\x1b\[\d+;\d+H(?:\x1b\[[0-9;]+m[^\x00-\x1f\x7f-\x9f]*\x1b\[0m|[^\x00-\x1f\x7f-\x9f])*)*"
)
_STYLES = st.text("0123456789;", max_size=12)
_TEXTS = st.text(st.characters(categories=["L", "M", "N", "P", "S"]) | st.just(" "), max_size=20)
_LINES = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 100), st.lists(st.tuples(_STYLES, _TEXTS), max_size=5)),
    max_size=5,
)
GROUND = "(120, 40, 'all that decides it')"


def written(lines: list[tuple[int, int, list[tuple[str, str]]]]) -> str:
    return "".join(
        f"\x1b[{y + 1};{x + 1}H"
        + "".join(f"\x1b[{style}m{text}\x1b[0m" if style else text for style, text in runs)
        for x, y, runs in lines
    )


def sealed(body: bytes) -> bytes:
    """A file that passes for whole."""
    return f"threadside.frame/1 {zlib.crc32(body):08x}\n".encode() + body


@given(_LINES)
def test_a_frame_is_shown_as_it_was_kept(lines: list[tuple[int, int, list[tuple[str, str]]]]) -> None:
    assert decode(encode(GROUND, lines), GROUND) == written(lines)


@given(_LINES, st.data())
def test_a_frame_of_which_one_byte_changed_is_refused(
    lines: list[tuple[int, int, list[tuple[str, str]]]], draw: st.DataObject
) -> None:
    kept = bytearray(encode(GROUND, lines))
    at = draw.draw(st.integers(0, len(kept) - 1))
    kept[at] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match="no frame"):
        decode(bytes(kept), GROUND)


@given(st.text(), st.text())
def test_a_frame_of_other_conditions_is_refused(ground: str, other: str) -> None:
    ground, other = ascii(ground), ascii(other)
    kept = encode(ground, [])
    if ground == other:
        assert decode(kept, other) == ""
    else:
        with pytest.raises(ValueError, match="another"):
            decode(kept, other)


@given(
    st.binary()
    | st.text().map(lambda text: text.encode(errors="surrogatepass"))
    | st.sampled_from([*map(str.encode, ["0\t0\t1m\x1b]0;x\t", "0\t0\t;\tab\x9b"])])
)
def test_a_file_that_others_made_sends_nothing_that_a_terminal_obeys(hostile: bytes) -> None:
    for body in (hostile, GROUND.encode() + b"\n" + hostile, GROUND.encode() + b"\n0\t0\t1;31\t" + hostile):
        try:
            sent = decode(sealed(body), GROUND)
        except ValueError:
            continue
        assert _SENT.fullmatch(sent)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_hostile_text_is_not_kept_or_is_harmless(text: str) -> None:
    kept = encode(GROUND, [(0, 0, [("1", text), (text, "x")])])
    with suppress(ValueError):
        assert _SENT.fullmatch(decode(kept, GROUND))


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/nowhere/me"},
        {"HOME": "/nowhere/me", "THREADSIDE_HOME": "/nowhere/all"},
        {"HOME": "/nowhere/me", "THREADSIDE_HOME": "~/all"},
        {"HOME": "/nowhere/me", "THREADSIDE_HOME": "~"},
        {"HOME": "/nowhere/me", "THREADSIDE_HOME": "all/of"},
        {"HOME": "/nowhere/me", "XDG_STATE_HOME": "/nowhere/state", "XDG_DATA_HOME": "/nowhere/data"},
        {"HOME": "/nowhere/me", "XDG_CONFIG_HOME": "/nowhere/config", "XDG_STATE_HOME": ""},
    ],
)
def test_the_files_are_found_where_they_are(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "THREADSIDE_HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "STATE"))):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    paths = Paths.find(os.environ)
    assert find_files(os.environ) == tuple(map(str, (paths.settings, paths.library, paths.state)))


@pytest.fixture
def settled(home: Path) -> Path:
    """A folder whose files are old enough to tell one state from the next."""
    for name in ("library.db", "config.toml", "state.json"):
        (home / name).write_text("something")
        os.utime(home / name, (1e9, 1e9))
    return home


LINES = [(0, 0, [("1", "words")])]


def kept(home: Path) -> bytes:
    frame = SavedFrame({"THREADSIDE_HOME": str(home)})
    return frame.encode((80, 24), LINES, frame.look())


def test_what_is_the_same_gives_the_same_frame(settled: Path) -> None:
    assert kept(settled) == kept(settled) != b""


@pytest.mark.parametrize("name", ["library.db", "config.toml", "state.json"])
def test_whatever_changes_outside_makes_it_another(settled: Path, name: str) -> None:
    before = kept(settled)
    (settled / name).write_text("sometimes")
    os.utime(settled / name, (1e9 + 7, 1e9 + 7))
    assert kept(settled) not in (before, b"")


@pytest.mark.parametrize("name", ["library.db", "config.toml"])
def test_what_changed_just_now_gives_none(settled: Path, name: str) -> None:
    os.utime(settled / name)
    assert kept(settled) == b""


def test_what_the_library_has_not_taken_in_yet_gives_none(settled: Path) -> None:
    (settled / "library.db-wal").write_text("a change")
    assert kept(settled) == b""


def test_a_library_or_settings_that_change_while_one_reads_give_none(settled: Path) -> None:
    for name in ("library.db", "config.toml"):
        frame = SavedFrame({"THREADSIDE_HOME": str(settled)})
        looked = frame.look()
        os.utime(settled / name, (1e9 + 8, 1e9 + 8))
        assert frame.encode((80, 24), LINES, looked) == b""


@pytest.mark.parametrize("name", ["library.db-wal", "state.json", "library.db", "config.toml"])
def test_what_cannot_be_read_is_no_error(settled: Path, name: str) -> None:
    (settled / name).unlink(missing_ok=True)
    os.symlink(settled / name, settled / name)
    assert kept(settled) == b""
    (settled / name).unlink()
    (settled / name).mkdir()
    assert isinstance(kept(settled), bytes)


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
def test_a_size_that_is_not_the_terminals_gives_none(settled: Path, name: str) -> None:
    frame = SavedFrame({"THREADSIDE_HOME": str(settled), name: "40"})
    assert frame.encode((80, 24), LINES, frame.look()) == b""


@pytest.mark.parametrize(
    "change", [{"TERM": "vt100"}, {"NO_COLOR": ""}, {"LANG": "C"}, {"THREADSIDE_ASCII": "1"}]
)
def test_another_terminal_or_setting_makes_it_another(settled: Path, change: dict[str, str]) -> None:
    frame = SavedFrame({"THREADSIDE_HOME": str(settled), **change})
    assert frame.encode((80, 24), LINES, frame.look()) not in (kept(settled), b"")


def test_nothing_that_takes_time_is_imported_before_it() -> None:
    root = Path(__file__).resolve().parents[2]
    told = "import sys; sys.path.insert(0, sys.argv[1]); import reader.__main__, reader.frame; print(*sys.modules)"
    command = [sys.executable, "-S", "-c", told, str(root)]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in imported if name.startswith("reader")}
    assert ours == {"reader", "reader.__main__", "reader.frame"}
    assert not {"re", "pathlib", "typing", "dataclasses", "json", "signal", "sqlite3"} & set(imported)
