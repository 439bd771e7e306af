"""Commands of the reading screen that ask the reader something, or lead out of it."""

from __future__ import annotations

from types import ModuleType

from reader.clean import clean_line, safe_url
from reader.model.documents import DocumentKind
from reader.model.spoilers import address_of
from reader.model.timestamps import address_at, read_timestamp
from reader.ui.captions import Caption, Run
from reader.ui.choices import OFFERED, Choices
from reader.ui.commands import Scope, show_keys
from reader.ui.messages import Ask, Tell
from reader.ui.overview import count_new
from reader.ui.quoting import quote, where
from reader.ui.screens.panes import PanesScreen
from reader.ui.session import read_since, write_since

_MOST_CUT_LINES = 1_000


def _dialogs() -> ModuleType:
    """The dialogs, imported when the first one opens and not before the first frame."""
    from reader.ui.screens import dialogs

    return dialogs


class AskingScreen(PanesScreen):
    """Adds what asks a question first."""

    # Going somewhere

    def do_outline(self) -> None:
        """Choose a heading, a top-level comment or a section to go to."""
        page = self.page
        outline = self.pane.outline()

        def go(row: int) -> None:
            self.session.visit(self.session.place(page, self.pane.side))
            page.reading.go(outline.place(row))
            self.pane.changed()

        title = f"Outline of {page.document.listing.title}"
        at = outline.row_of(page.reading.cursor)
        self.offer(Choices(title, len(outline), outline.label, go, at))

    def do_choose_document(self) -> None:
        """Choose the document this pane shows."""
        listings, side = self.session.library.listings(), self.pane.side

        def label(row: int) -> Caption:
            listing = listings[row]
            return [Run(f"{listing.title}  {listing.kind}, {listing.edition}, {listing.entries} entries")]

        def show(row: int) -> None:
            self.session.visit(self.session.place(self.page, side))
            self.show_document(listings[row].id, side)

        self.offer(Choices("Show a document in this pane", len(listings), label, show))

    # Asking for a number or a date

    def do_choose_since(self) -> None:
        """Set off what was posted since a date."""
        pane, page = self.pane, self.page

        def set_off(answer: str | None) -> None:
            if answer is None:
                return
            since = read_since(answer)
            if answer and since is None:
                self.say(f"{clean_line(answer)[:40]} is no date: write it as 2022-08-26")
                return
            page.since = since
            pane.changed()
            self.say(count_new(page))

        hint = (
            "A day as 2022-08-26, in UTC. Empty: set nothing off. Entries without a date are never set off."
        )
        self.app.push_screen(
            _dialogs().QuestionDialog("Set off comments since", write_since(page.since) or "", hint), set_off
        )

    def do_choose_cut(self) -> None:
        """Choose at how many lines long comments are cut."""
        pane = self.pane

        def cut(answer: str | None) -> None:
            if answer is None:
                return
            lines = int(answer) if answer.isascii() and answer.isdigit() else 0 if not answer else -1
            if not 0 <= lines <= _MOST_CUT_LINES:
                self.say(f"{clean_line(answer)[:40]} is no number from 0 to {_MOST_CUT_LINES}")
                return
            pane.cut_lines = lines or pane.cut_lines
            pane.restyle(cut=lines)

        hint = f"A number of lines up to {_MOST_CUT_LINES}. Empty or 0: show all in full."
        self.app.push_screen(
            _dialogs().QuestionDialog("Cut long comments at", str(pane.cut_lines), hint), cut
        )

    # Out of the reader

    def do_copy_quotation(self) -> None:
        """Copy the selection, or the passage, with its source."""
        page, selection = self.page, self.pane.selection
        position = selection.span[0].position if selection.span else page.reading.cursor.position
        words = selection.text() or self._passage_text()
        self.copy(quote(page, position, words), "the selection" if selection.span else "the passage")

    def _passage_text(self) -> str:
        return self.page.shown(*self.page.reading.cursor)

    def do_copy_permalink(self) -> None:
        """Copy where the entry stands on the web; else where its document does; else the permalink."""
        page = self.page
        address, what = where(page, page.entry(page.reading.cursor.position))
        self.copy(address, what)

    def copy(self, text: str, what: str) -> None:
        """Put text on the clipboard, and say which."""
        from reader.ui.outside import copy_locally

        self.app.copy_to_clipboard(text)
        tool = copy_locally(text)
        self.say(f"Copied {what} " + (f"by {tool} and the terminal" if tool else "by the terminal (OSC 52)"))

    def do_open_link(self) -> None:
        """Open one of the passage's links, or the page, in the browser."""
        from reader.ui.outside import open_in_browser

        urls = self._urls()
        if not urls:
            self.say("No web address is known here")
            return

        def open_chosen(row: int) -> None:
            self.say(f"{open_in_browser(urls[row])} opens {urls[row]}")

        label = lambda row: [Run(urls[row])]  # noqa: E731
        self.offer(Choices("Open in the browser", len(urls), label, open_chosen))

    def _urls(self) -> list[str]:
        page = self.page
        position, passage = page.reading.cursor
        entry, url = page.entry(position), page.document.listing.url
        passages = entry.passages[passage : passage + 1]
        targets = [safe_url(address_of(span.target)) for shown in passages for span in shown.spans]
        targets += [address_at(url, entry.starts_at), url]
        return list(dict.fromkeys(filter(None, targets)))

    # The program

    def do_help(self) -> None:
        """Every key of the focused pane."""
        is_interview = self.page.document.listing.kind is DocumentKind.INTERVIEW
        title = "Keys in an interview" if is_interview else "Keys in a thread"
        self.app.push_screen(_dialogs().HelpDialog(title, self.commands, is_interview))

    def do_palette(self) -> None:
        """Choose a command by name, or type a time of the recording to go to."""
        commands = [command for command in self.commands if not command.takes_key]
        keys = [show_keys(command) for command in commands]
        width = max(map(len, keys))

        def label(row: int) -> Caption:
            return [Run(f"{keys[row]:<{width}}  {commands[row].title}")]

        def offer(typed: str) -> Caption | None:
            is_time = read_timestamp(typed) is not None
            return [Run(f"Go to {typed.strip()} of the recording")] if is_time else None

        def ask(row: int) -> None:
            if row == OFFERED:
                self.post_message(Tell(Scope.TRANSCRIPTS, "go_to_time", choices.typed))
            else:
                self.post_message(Ask(commands[row]))

        choices = Choices("Commands", len(commands), label, ask, offer=offer)
        self.offer(choices)

    def do_next_theme(self) -> None:
        """Light or dark."""
        self.app.theme = "threadside-light" if self.app.current_theme.dark else "threadside-dark"
        self.session.state.theme = self.app.theme

    def do_choose_theme(self) -> None:
        """Choose one of our themes or of Textual's own."""
        names = sorted(self.app.available_themes)

        def choose(row: int) -> None:
            self.app.theme = self.session.state.theme = names[row]

        start = names.index(self.app.theme)
        self.offer(Choices("Theme", len(names), lambda row: [Run(names[row])], choose, start))
