"""The app over two small documents, without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reader.library import Library
from reader.model.documents import Document
from reader.settings import Settings
from reader.state import load_state
from reader.ui.app import ThreadsideApp
from reader.ui.choices import Choices
from tests.samples import sample_interview, sample_thread

Start = Callable[..., ThreadsideApp]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Build the app, as often as wanted, over one library and one state file."""
    library = Library(tmp_path / "library.db")
    for document in (sample_thread(), sample_interview()):
        library.add(document, None, "sample")

    def build(settings: Settings | None = None, documents: Sequence[Document] = ()) -> ThreadsideApp:
        state, _ = load_state(tmp_path / "state.json")
        for document in documents:
            library.add(document, None, "sample")
        left = documents[0].id if documents else "on-tides"
        return ThreadsideApp(
            library=library, settings=settings or Settings(), state=state,
            state_path=tmp_path / "state.json", index=tmp_path / "index", documents=(left, "on-boats"),
        )  # fmt: skip

    yield build
    library.close()


def listed(app: ThreadsideApp) -> Choices:
    """The list to choose from in the pane that has the keys."""
    choices = app.reading.pane.choices
    assert choices is not None
    return choices
