"""Adding a bookmark and changing its note: the dialog, the editor, and the desk behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import ThreadsideError
from reader.model.annotations import Bookmark, join_note, split_note
from reader.ui.clerk import Clerk
from reader.ui.picking import Picked, pick
from reader.ui.screens.noting import EDIT, NoteDialog, edit_text
from reader.ui.screens.panes import PanesScreen

if TYPE_CHECKING:
    from reader.desk import Desk, Draft, Kept
    from reader.library import Listing


class Adding:
    """Asks for a note and lets the bookmark be saved.

    Args:
        screen: The reading screen.
        clerk: Saves.
        saved: Called when something was saved, with what happened.
    """

    def __init__(self, screen: PanesScreen, clerk: Clerk[Desk], saved: Callable[[str], None]) -> None:
        self.screen = screen
        self.clerk = clerk
        self.saved = saved
        self._tags: Sequence[str] = ()

    # A new one

    def add(self) -> None:
        """Bookmark the selection, or the passage."""
        page = self.screen.page
        picked = pick(page, self.screen.pane.selection.span)
        self._ask(page.document.listing, picked, "", "")

    def _ask(self, listing: Listing, picked: Picked, typed: str, trouble: str) -> None:
        dialog = NoteDialog("Bookmark", picked.words)
        dialog.input.value = typed
        dialog.say(trouble)
        if picked.is_cut:
            dialog.say("The selection goes over several comments: what is of the first is bookmarked.")
        drafts: list[Draft] = []

        def drafted(draft: Draft) -> None:
            drafts.append(draft)
            if draft.existing:
                dialog.know(draft.existing, is_told=True)

        def answered(answer: str | None) -> None:
            existing = drafts[0].existing if drafts else None
            if answer is not None and answer.startswith(EDIT):
                self._add_long(listing, picked, answer.removeprefix(EDIT))
            elif answer is not None:
                instead_of = existing if not dialog.is_behind else None
                self._save(listing, picked, answer, instead_of)

        self.clerk.ask(lambda desk: desk.draft(listing, picked.entry, picked.pieces), drafted)
        self.offer_tags(dialog)
        self.screen.app.push_screen(dialog, answered)

    def _add_long(self, listing: Listing, picked: Picked, typed: str) -> None:
        """Open the editor on what was typed, behind the note that is there already."""

        def edit(draft: Draft) -> None:
            existing = draft.existing
            note = join_note(existing) if existing else ""
            is_typed_anew = typed and not typed.startswith(note)
            text = "\n".join(filter(None, [note, typed])) if is_typed_anew else typed or note
            edited = self._edit(text)
            if edited is not None:
                self._save(listing, picked, edited, existing)

        self.clerk.ask(lambda desk: desk.draft(listing, picked.entry, picked.pieces), edit)

    def _save(self, listing: Listing, picked: Picked, typed: str, instead_of: Bookmark | None) -> None:
        def failed(error: ThreadsideError) -> None:
            self._ask(listing, picked, " ".join(typed.split()), f"Not saved: {error}.")

        self.screen.say("Saving")
        self.clerk.ask(
            lambda desk: desk.save(listing, picked.entry, picked.pieces, typed, instead_of),
            self._saved,
            failed,
        )

    def _saved(self, kept: Kept) -> None:
        tags = [tag for tag in kept.bookmark.tags if tag not in self._tags]
        self._tags = [*tags, *self._tags]
        self.saved(kept.said)

    # One that is there

    def edit(self, bookmark: Bookmark, trouble: str = "") -> None:
        """Change the note of a bookmark in the dialog, or a long one in the editor."""
        dialog = NoteDialog("Change the note", bookmark.shown, bookmark)
        dialog.say(trouble)

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            typed = answer.removeprefix(EDIT)
            note = join_note(bookmark)
            text = "\n".join(filter(None, [note, typed])) if dialog.is_behind else typed
            if answer.startswith(EDIT):
                self.edit_long(bookmark, text)
            elif text != note:
                self._change(bookmark, text)

        self.offer_tags(dialog)
        self.screen.app.push_screen(dialog, answered)

    def edit_long(self, bookmark: Bookmark, text: str | None = None) -> None:
        """Change the note of a bookmark in the editor."""
        edited = self._edit(join_note(bookmark) if text is None else text)
        if edited is not None and edited != join_note(bookmark):
            self._change(bookmark, edited)

    def _change(self, bookmark: Bookmark, text: str) -> None:
        note, tags = split_note(text)

        def failed(error: ThreadsideError) -> None:
            self.edit(bookmark, f"Not saved: {error}. What you typed: {text}")

        self.clerk.ask(lambda desk: desk.edit(bookmark, note, tags), self._saved, failed)

    def _edit(self, text: str) -> str | None:
        try:
            edited = edit_text(self.screen.app, text)
        except ThreadsideError as error:
            self.screen.say(str(error))
            return None
        if edited is None:
            self.screen.say("The editor ended with an error: nothing is changed")
        return edited

    # Tags

    def offer_tags(self, dialog: NoteDialog) -> None:
        """Let a dialog complete the tags in use."""
        dialog.offer(self._tags)
        if not self._tags:
            self.clerk.ask_in_slices(lambda desk: desk.tags(), partial(self._know_tags, dialog))

    def _know_tags(self, dialog: NoteDialog, tags: Sequence[str]) -> None:
        self._tags = tags
        dialog.offer(tags)
