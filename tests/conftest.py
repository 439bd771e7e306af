"""Fixtures for every kind of test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says nothing on a busy machine. A submission is tried on the same
# examples each time; at home every run tries others, and keeps what it finds.
settings.register_profile(
    "threadside",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("threadside")

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of the originals beside the repository; without it the test is skipped."""
    if not _SHARED.is_dir():
        pytest.skip(f"the originals are not at hand: no folder {_SHARED.name!r} beside the repository")
    return _SHARED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which Threadside keeps everything."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("THREADSIDE_HOME", str(folder))
    return folder
