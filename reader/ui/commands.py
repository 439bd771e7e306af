"""Commands: everything a reader can ask for, each once.

Keys, footer, palette, help and the README's table all derive from this list; a reader's settings
may give a command other keys by its id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from reader.errors import SettingsError


class Scope(StrEnum):
    """Who carries a command out."""

    MOVEMENT = "movement"
    PANE = "pane"
    SCREEN = "screen"
    FINDING = "finding"
    SEARCHING = "searching"
    FILTERING = "filtering"
    BOOKMARKING = "bookmarking"
    FOLLOWING = "following"
    TRANSCRIPTS = "transcripts"
    CORRECTING = "correcting"
    TAKING = "taking"


class Command(NamedTuple):
    """Something a reader can ask for.

    Attributes:
        id: Stable name, ``group.what``, used in settings.
        keys: Keys as Textual names them; ``E+m`` is E, and then m.
        action: Name of the method that does it.
        scope: Whose method that is.
        title: What it does, for help and palette.
        interview: What it does in an interview, where that differs.
        footer: Its short name when the footer shows it; empty otherwise.
        footer_interview: The same in an interview, where that differs.
        is_jump: Whether the place left is remembered in the history.
        takes_key: Whether the method is given the key pressed, as a number.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    scope: Scope
    title: str
    interview: str = ""
    footer: str = ""
    footer_interview: str = ""
    is_jump: bool = False
    takes_key: bool = False

    @property
    def group(self) -> str:
        """The first part of its id, under which help lists it."""
        return self.id.partition(".")[0]


def _movement(id: str, keys: str, action: str, title: str, **more: str | bool) -> Command:
    return Command(id, tuple(keys.split()), action, Scope.MOVEMENT, title, **more)  # type: ignore[arg-type]


def _pane(id: str, keys: str, action: str, title: str, **more: str | bool) -> Command:
    return Command(id, tuple(keys.split()), action, Scope.PANE, title, **more)  # type: ignore[arg-type]


def _screen(id: str, keys: str, action: str, title: str, **more: str | bool) -> Command:
    return Command(id, tuple(keys.split()), action, Scope.SCREEN, title, **more)  # type: ignore[arg-type]


def _carried(scope: Scope, id: str, keys: str, action: str, title: str, **more: str | bool) -> Command:
    return Command(id, tuple(keys.split()), action, scope, title, **more)  # type: ignore[arg-type]


COMMANDS: tuple[Command, ...] = (
    _movement("move.next", "j down", "next_passage", "Next passage, or line of a long one", footer="next"),
    _movement("move.previous", "k up", "previous_passage", "Previous passage, or line of a long one"),
    _movement("move.page_down", "space pagedown", "page_down", "A page down"),
    _movement("move.page_up", "b pageup", "page_up", "A page up"),
    _movement("move.half_down", "d ctrl+d", "half_down", "Half a page down"),
    _movement("move.half_up", "u ctrl+u", "half_up", "Half a page up"),
    _movement("move.beginning", "g home", "beginning", "The beginning", is_jump=True),
    _movement("move.end", "G end", "end", "The end", is_jump=True),
    _movement("thread.parent", "p", "parent", "What this answers",
              interview="The question this answers", footer="parent", footer_interview="question",
              is_jump=True),
    _movement("thread.root", "r", "root", "Top of this branch", interview="This section", is_jump=True),
    _movement("thread.next_sibling", "J", "next_sibling", "Next sibling",
              interview="Next turn of this speaker", is_jump=True),
    _movement("thread.previous_sibling", "K", "previous_sibling", "Previous sibling",
              interview="Previous turn of this speaker", is_jump=True),
    _movement("thread.next_top", "right_square_bracket", "next_top", "Next top-level comment",
              interview="Next section", footer="top", footer_interview="section", is_jump=True),
    _movement("thread.previous_top", "left_square_bracket", "previous_top", "Previous top-level comment",
              interview="Previous section", is_jump=True),
    _movement("thread.next_by_author", "right_curly_bracket", "next_by_author",
              "Next entry by the same author", is_jump=True),
    _movement("thread.previous_by_author", "left_curly_bracket", "previous_by_author",
              "Previous entry by the same author", is_jump=True),
    _movement("fold.collapse", "h left", "collapse", "Collapse, or go to the parent", footer="collapse"),
    _movement("fold.expand", "l right", "expand", "Expand, or go to the first reply",
              interview="Expand, or go to the first turn", footer="expand"),
    _movement("fold.collapse_all", "H", "collapse_all", "Collapse all (also zM)"),
    _movement("fold.expand_all", "L", "expand_all", "Expand all (also zR)"),
    _movement("fold.depth", "1 2 3 4 5 6 7 8 9", "expand_to", "Expand to that depth", takes_key=True),
    _pane("view.branch", "f", "turn_branch", "Read this branch alone, or the whole again",
          interview="Read this section alone, or the whole again"),
    _pane("view.order", "c", "next_order", "Sort comments: source, score, newest, oldest"),
    _pane("view.more", "x", "turn_cut", "Show a cut comment in full, or cut it again"),
    _pane("view.more_all", "X", "turn_all_cut", "Show all in full, or cut long comments"),
    _pane("view.quotations", "T", "turn_quotations", "Hide or show quoted text"),
    _pane("view.spoilers", "exclamation_mark", "turn_spoilers", "Show all spoilers, or hide them again"),
    _pane("view.wider", "plus", "wider", "Wider text"),
    _pane("view.narrower", "minus", "narrower", "Narrower text"),
    _carried(Scope.FINDING, "find.find", "slash", "find", "Find in this document while typing",
             footer="find"),
    _carried(Scope.FINDING, "find.next", "n", "next", "Next hit"),
    _carried(Scope.FINDING, "find.previous", "N", "previous", "Previous hit"),
    _carried(Scope.FILTERING, "find.filter", "F", "filter", "Show only what matches, or everything again"),
    _carried(Scope.SEARCHING, "search.library", "s ctrl+f", "search", "Search the library", footer="search"),
    _carried(Scope.SEARCHING, "search.related", "R", "related", "What is most like this passage"),
    _carried(Scope.FOLLOWING, "view.lens", "e", "lens",
             "Read one exchange alone: a chain, two people, one author"),
    _screen("view.cut", "number_sign", "choose_cut", "Cut long comments at a number of lines"),
    _screen("view.since", "w", "choose_since", "Set off comments since a date"),
    _screen("view.outline", "t", "outline", "Outline", footer="outline"),
    _screen("pane.other", "tab shift+tab", "other_pane", "Other pane", footer="pane"),
    _screen("pane.zoom", "z", "zoom", "Maximise this pane, or show both"),
    _screen("pane.split_left", "less_than_sign", "split_left", "Move the split left"),
    _screen("pane.split_right", "greater_than_sign", "split_right", "Move the split right"),
    _screen("pane.document", "D", "choose_document", "Show another document in this pane"),
    _screen("history.back", "ctrl+o backspace", "back", "Back to the place before"),
    _screen("history.forward", "alt+right", "forward", "Forward again"),
    _carried(Scope.BOOKMARKING, "select.words", "v", "select",
             "Select words by keys, or select none any more"),
    _carried(Scope.BOOKMARKING, "bookmark.add", "a", "add",
             "Bookmark the selection, or the passage, with a note"),
    _carried(Scope.BOOKMARKING, "bookmark.list", "B", "list",
             "Bookmarks"),
    _carried(Scope.BOOKMARKING, "mark.set", "m", "mark",
             "Set a mark: m and a letter, a capital for all documents"),
    _carried(Scope.BOOKMARKING, "mark.go", "grave_accent", "go_to_mark",
             "Go to a mark: ` and its letter; `` goes back"),
    _carried(Scope.BOOKMARKING, "seen.next", "full_stop", "next_unseen",
             "Next entry not read yet", is_jump=True),
    _carried(Scope.BOOKMARKING, "seen.previous", "comma", "previous_unseen",
             "Entry before not read yet", is_jump=True),
    _carried(Scope.FOLLOWING, "history.list", "apostrophe", "history", "The places gone to, to pick one"),
    _carried(Scope.TRANSCRIPTS, "transcript.next_question", "right_parenthesis", "next_question",
             "Next question of an interview"),
    _carried(Scope.TRANSCRIPTS, "transcript.previous_question", "left_parenthesis", "previous_question",
             "Previous question of an interview"),
    _carried(Scope.TRANSCRIPTS, "transcript.questions", "O", "questions",
             "Collapse the answers of an interview, or expand them again"),
    _carried(Scope.TRANSCRIPTS, "transcript.time", "at", "time",
             "Go to a time of the recording (also : and the time)"),
    _carried(Scope.TRANSCRIPTS, "transcript.speakers", "S", "speakers",
             "Speakers: call one otherwise, or make one of two"),
    _carried(Scope.CORRECTING, "correct.doubt", "Z E+d", "next_doubt", "Next doubt of the structure",
             is_jump=True),
    _carried(Scope.CORRECTING, "correct.doubt_before", "E+D", "previous_doubt",
             "Doubt before", is_jump=True),
    _carried(Scope.CORRECTING, "correct.menu", "E", "menu",
             "Correct the structure: E and a letter"),
    _carried(Scope.CORRECTING, "correct.move", "E+m", "move", "Say what this comment answers"),
    _carried(Scope.CORRECTING, "correct.split", "E+s", "split",
             "Split the entry at this passage, or at the selection"),
    _carried(Scope.CORRECTING, "correct.join", "E+j", "join", "Join the entry with the one before"),
    _carried(Scope.CORRECTING, "correct.name", "E+n", "name", "Name the author",
             interview="Name the speaker"),
    _carried(Scope.CORRECTING, "correct.confirm", "E+y", "confirm",
             "Confirm what was inferred of this entry"),
    _carried(Scope.CORRECTING, "correct.undo", "E+u", "undo", "Undo the last correction"),
    _carried(Scope.CORRECTING, "correct.redo", "E+r", "redo", "Correct again what was undone"),
    _carried(Scope.TAKING, "document.add", "A", "add", "Add a document from an address or a file"),
    _carried(Scope.TAKING, "document.update", "U", "update",
             "Fetch this document again, and mark what is new"),
    _carried(Scope.TAKING, "document.former", "V", "former", "What this said before the last update"),
    _carried(Scope.TAKING, "document.report", "f5", "report", "What the import of this document found"),
    _screen("copy.quotation", "y", "copy_quotation", "Copy as a quotation with author, date and address"),
    _screen("copy.permalink", "Y", "copy_permalink", "Copy the address of this comment, or of the document"),
    _carried(Scope.FOLLOWING, "link.follow", "enter", "follow",
             "Open the spoiler, follow the note, quotation or link, list what quotes this, or turn the fold"),
    _carried(Scope.FOLLOWING, "link.peek", "i", "peek",
             "Peek at its footnote, what it quotes or answers, without moving", footer="peek"),
    _carried(Scope.FOLLOWING, "link.quoted", "W", "quoted", "Who quotes or links this passage"),
    _carried(Scope.FOLLOWING, "link.audit", "f4", "audit",
             "List the quotations of this document with their verdicts"),
    _carried(Scope.FOLLOWING, "link.beside", "equals_sign", "beside",
             "Show what is most related in the other pane, or no longer"),
    _screen("link.open", "o", "open_link", "Open in the browser, the address shown first"),
    _screen("app.theme", "f2", "next_theme", "Light or dark"),
    _screen("app.themes", "f3", "choose_theme", "Choose a theme"),
    _screen("app.help", "question_mark f1", "help", "Help for this pane", footer="help"),
    _screen("app.palette", "colon ctrl+p", "palette", "Command palette"),
    _screen("app.redraw", "ctrl+l", "redraw", "Draw the screen again, when something else wrote over it"),
    _screen("app.escape", "escape", "escape", "Drop the selection; leave a branch or a maximised pane"),
    _screen("app.suspend", "ctrl+z", "suspend", "Put the program aside; fg in the shell takes it up again"),
    _screen("app.back_out", "q", "back_out", "Back one level; quit at the top", footer="quit"),
    _screen("app.quit", "Q ctrl+q", "quit", "Quit"),
    _screen("app.interrupt", "ctrl+c", "interrupt", "Copy the selected text; quit when none is selected"),
)  # fmt: skip

_SHOWN = {
    "right_square_bracket": "]", "left_square_bracket": "[", "less_than_sign": "<",
    "greater_than_sign": ">", "question_mark": "?", "colon": ":", "plus": "+", "minus": "-",
    "equals_sign": "=", "grave_accent": "`", "full_stop": ".", "comma": ",",
    "apostrophe": "'", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "left_parenthesis": "(", "right_parenthesis": ")", "at": "@", "exclamation_mark": "!", "number_sign": "#",
    "space": "Space", "pagedown": "PgDn", "pageup": "PgUp",
    "home": "Home", "slash": "/", "end": "End", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
    "enter": "Enter", "tab": "Tab", "escape": "Esc", "backspace": "Backspace",
}  # fmt: skip

# Keys of the menu of corrections are pressed after its own.
MENU = "E"
_KEY = re.compile(r"(E\+)?((alt|ctrl|shift|super|meta|hyper)\+)*([a-z0-9_]+|[A-Z])|.")
_RENAMED = {
    "plus_sign": "plus", "hyphen_minus": "minus", "solidus": "slash", "reverse_solidus": "backslash",
    "commercial_at": "at", "low_line": "underscore",
}  # fmt: skip


def show_key(key: str) -> str:
    """A key as a reader knows it: ``ctrl+o`` is Ctrl-o, and ``E+m`` is E m."""
    if key.startswith(f"{MENU}+"):
        return f"{MENU} {show_key(key.removeprefix(f'{MENU}+'))}"
    *modifiers, last = key.split("+")
    name = _SHOWN.get(last, last.upper() if len(last) > 1 and last[0] == "f" else last)
    return "-".join([*(modifier.capitalize() for modifier in modifiers), name])


def show_keys(command: Command) -> str:
    """All keys of a command as a reader knows them."""
    if command.takes_key and len(command.keys) > 2:
        return f"{show_key(command.keys[0])} to {show_key(command.keys[-1])}"
    return ", ".join(map(show_key, command.keys))


def remap(keys: Mapping[str, str]) -> tuple[Command, ...]:
    """The commands with a reader's own keys.

    A key the reader gives to one command is taken from the command that has it by default, so that
    no settings file fails when a new version uses a key of its own.

    Args:
        keys: For some command ids, keys separated by spaces or commas; none takes the keys away.

    Raises:
        SettingsError: An id is unknown, no key has such a name, or the reader gave a key twice.
    """
    known = {command.id for command in COMMANDS}
    if unknown := sorted(set(keys) - known):
        raise SettingsError(f"keys.{unknown[0]}", "no command has this id", "see `threadside keys`")
    wished = {id: tuple(_read_keys(id, written)) for id, written in keys.items()}
    taken = _owners(wished)
    return tuple(
        command._replace(keys=wished.get(command.id, tuple(key for key in command.keys if key not in taken)))
        for command in COMMANDS
    )


def _read_keys(id: str, written: str) -> Iterator[str]:
    for key in written.replace(",", " ").split():
        if not _KEY.fullmatch(key):
            raise SettingsError(f"keys.{id}", f"no key is called {key}", "write it as ctrl+o, pageup or ]")
        yield _name_sign(key) if len(key) == 1 and not key.isalnum() else key


def _name_sign(sign: str) -> str:
    """A punctuation mark as Textual names its key: ``]`` is right_square_bracket."""
    name = unicodedata.name(sign, sign).lower().replace(" ", "_").replace("-", "_")
    return _RENAMED.get(name, name)


def _owners(wished: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The command to which the reader gave each key.

    Raises:
        SettingsError: Two have the same.
    """
    owners: dict[str, str] = {}
    for id, keys in wished.items():
        for key in keys:
            if owners.setdefault(key, id) != id:
                reason = f"the key {show_key(key)} is also that of {owners[key]}"
                raise SettingsError(f"keys.{id}", reason, "give one of them another key")
    return owners
