"""The app: themes, stylesheets, signals and a calm garbage collector round the reading screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual._styles_cache import StylesCache
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import NoColor
from textual.worker import WorkerFailed

from reader.errors import DocumentChanged, ThreadsideError, UnexpectedError
from reader.frame import SavedFrame
from reader.library import Library
from reader.paths import styles_folder
from reader.settings import Settings
from reader.state import ReadingState
from reader.terminal import MANY_COLOURS, count_colours
from reader.ui.commands import remap
from reader.ui.screens.reading import ReadingScreen
from reader.ui.session import Session
from reader.ui.themes import DARK, LIGHT
from reader.ui.turnstile import Turnstile
from reader.ui.widgets.drawn import STILL

if TYPE_CHECKING:
    from reader.ui.screens.parting import Parting

_SAVE_SECONDS = 20
_LOOK_SECONDS = 2
# Collections of the oldest generation walk every object and take 20 to 50 ms: in a program that
# waits for keys there is little garbage, so they are made rare (measured: 99th percentile 38 -> 14 ms).
_GC_THRESHOLD = (50_000, 20, 50)
# While nothing is pressed nobody waits: pages that were replaced and dialogs that were closed refer to
# themselves, and would else stay as long as the program runs.
_LITTLE_GARBAGE = 2_000


class ThreadsideApp(App[None]):
    """Reads two documents side by side.

    Args:
        library: The documents at hand.
        settings: The reader's choices.
        state: What the reader left.
        state_path: Where that is kept.
        index: The folder of the search index.
        documents: Ids of the left and the right document.
        bookmarks_path: Where the reader's bookmarks are kept; by default beside the state.
        notice: A sentence to show at first.
        frame: The saved frame of this start.

    Attributes:
        parting: What the next start will draw first; None until the reader quits, and when it is not told.
    """

    TITLE = "Threadside"
    CSS_PATH: ClassVar = [styles_folder() / "threadside.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    ALLOW_SELECT = False

    def __init__(
        self, *, library: Library, settings: Settings, state: ReadingState, state_path: Path,
        index: Path, documents: tuple[str, str], bookmarks_path: Path | None = None, notice: str = "",
        frame: SavedFrame | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        state.panes = list(documents)
        bookmarks = bookmarks_path or state_path.with_name("bookmarks.jsonl")
        self.session = Session(library, settings, state, state_path, index, bookmarks)
        self.notice = notice
        self.frame = frame
        self.parting: Parting | None = None
        self.failure: BaseException | None = None
        self._said_of_library = ""
        self._is_at_rest = False
        commands = remap(settings.keys)
        self._redrawing = {key for each in commands if each.id == "app.redraw" for key in each.keys}
        self.reading = ReadingScreen(self.session, commands)
        self.reading.is_seen = frame is not None and frame.is_shown
        self._turnstile = Turnstile(self, self._give)
        self.animation_level = "none"
        self.set_class(settings.reduced_motion, STILL, update=False)
        self.set_class(bool(settings.ascii), "-ascii", update=False)
        self._suit_colours(count_colours(os.environ))
        self._choose_theme(state.theme or settings.theme)

    def _suit_colours(self, count: int) -> None:
        """Where colours are few, say by other means what they say; where none are wished, use none at all."""
        if self.no_color:
            self._filters = [NoColor()]
        if count < MANY_COLOURS:
            self.css_path.append(styles_folder() / "bare.tcss")

    def _choose_theme(self, wanted: str) -> None:
        """Choose the theme before the stylesheets are read: changing it later reads them again."""
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.set_reactive(App.theme, wanted if wanted in self.available_themes else DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal; on Linux and macOS the one that quits at once."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from reader.ui.driver import WakingDriver

        return WakingDriver

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen is the only one under the dialogs."""
        return self.reading

    def on_load(self) -> None:
        """Before the terminal is taken: a signal shall give it back at any moment from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self.exit)

    def on_mount(self) -> None:
        """Save now and then; the rest waits for the first frame."""
        self.set_interval(_SAVE_SECONDS, self.save)
        self.set_interval(_LOOK_SECONDS, self._look_after)
        self.call_after_refresh(self._settle)

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """The program was put aside and taken up again: the terminal has forgotten what stood there."""
        self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """The window changed; when it is as the screen was drawn for, it was another meanwhile."""
        # A window made smaller and at once larger again has lost what stood there, and Textual, which
        # learns of the last size alone, would not write it again.
        if self.screen_stack and event.size == self.screen._compositor.size:
            self.refresh()

    def _settle(self) -> None:
        """After the first frame: the collector, a waiting notice."""
        gc.freeze()
        gc.set_threshold(*_GC_THRESHOLD)
        gc.enable()
        if self.notice:
            self.reading.keys.warn(self.notice)

    def save(self) -> None:
        """Keep where the reader is, if that is news; what goes wrong is said."""
        try:
            self.reading.remember()
        except ThreadsideError as error:
            self.tell(error)
        else:
            if self.session.has_news():
                self.run_worker(self._write(self.session.writing()), group="saving")

    async def _write(self, write: Callable[[], None]) -> None:
        # A slow disk takes longer to keep a file than a key may wait.
        try:
            await asyncio.to_thread(write)
        except ThreadsideError as error:
            self.tell(error)

    def tell(self, error: ThreadsideError) -> None:
        """Tell the reader what went wrong; a document that changed is shown as it is now."""
        if isinstance(error, DocumentChanged):
            self.reading.reopen_changed()
        else:
            self.reading.keys.warn(str(error))

    def tidy(self) -> None:
        """Let go of what is no longer used, unless that is little."""
        # Textual remembers by its widget how each line's frame is drawn, which keeps a closed dialog's
        # lines for as long as a thousand others are not asked for.
        StylesCache.get_inner_outer.cache_clear()
        youngest, *older = gc.get_count()
        if youngest > _LITTLE_GARBAGE or any(older):
            gc.collect()

    def _look_after(self) -> None:
        """See whether the library is still where it was; tidy up when nothing was pressed since then."""
        if self._is_at_rest:
            self.tidy()
        self._is_at_rest = True
        try:
            said = self.session.library.whereabouts()
        except ThreadsideError as error:
            self.tell(error)
        else:
            if said != self._said_of_library:
                self.reading.keys.dismiss()
            if said and said != self._said_of_library:
                self.reading.keys.warn(said)
            self._said_of_library = said
            self.reading.look_after()

    def read(self) -> int:
        """Run until the reader quits or the terminal goes, then keep where they were.

        Returns:
            The exit code.

        Raises:
            FileError: The place could not be kept.
            UnexpectedError: Something failed that should not; the place was kept.
        """
        gc.disable()
        threading.excepthook = self._fail_in_thread
        try:
            self.run()
        finally:
            threading.excepthook = threading.__excepthook__
        if self.failure is not None:
            with suppress(ThreadsideError):
                self.session.save()
            raise UnexpectedError(self.failure, self.session.asked)
        self.session.save()
        return self.return_code or 0

    async def on_event(self, event: events.Event) -> None:
        """Keys and the mouse go to the screen, unless the program is ending and has none any more."""
        self._is_at_rest = self._is_at_rest and not isinstance(event, events.InputEvent)
        if isinstance(event, events.Key) and event.key in self._redrawing and not event.is_printable:
            self.refresh(layout=True)  # whatever is open, and leaving it so
        elif not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        else:
            await self._turnstile.enter(event)

    async def _give(self, event: events.Event) -> None:
        if not self._exit:
            await super().on_event(event)

    async def _on_exit_app(self) -> None:
        """Take note of the reader's places while the pages are still there."""
        with suppress(ThreadsideError):  # of a library that is gone the places of before are kept
            self.reading.remember()
            self._part()
        self.reading.leave()
        await super()._on_exit_app()

    def _part(self) -> None:
        """Draw what the next start will draw first, for :mod:`reader.opening` to keep; not after a fault.

        Raises:
            ThreadsideError: A document cannot be opened.
        """
        if self.failure is None and self.frame is not None and (library := self.frame.look()):
            from reader.ui.screens.parting import Parting, draw_start

            if lines := draw_start(self.reading):
                self.parting = Parting(self.size, lines, library)

    def _handle_exception(self, error: Exception) -> None:
        """No traceback reaches a reader; a test still sees the error itself."""
        if isinstance(error, ThreadsideError):
            self.tell(error)
            return
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.failure is None:
            self.failure = error.error if isinstance(error, WorkerFailed) else error
        self.exit(return_code=1)

    def _fail_in_thread(self, failed: threading.ExceptHookArgs) -> None:
        """A thread ended by a fault of ours ends the program, and is reported like any other."""
        error = failed.exc_value
        if isinstance(error, Exception) and self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._handle_exception, error)
