"""The way through every screen, list, dialog and notice that shows an outsider's words."""

from __future__ import annotations

from typing import NamedTuple

from tests.hostile import CORPUS

# Pasted and typed by the reader, who may have copied it anywhere; a paste cannot hold the end of a paste.
PASTED = "".join(
    CORPUS[name] for name in ("copy", "c1 csi", "override", "rich stray", "textual", "separators")
)

# As a terminal passes it on: none lets a clipboard press keys.
PASSED = PASTED.replace("\x1b", "").replace("\x07", "")
# The key as terminals of today send it: a lone ESC would be one key with what follows soon.
ESCAPE = "\x1b[27u"


class Step(NamedTuple):
    """Something to open, and what to do there.

    Attributes:
        shows: Modules of the interface whose outside text is on the screen then, without ``reader.ui.``.
        keys: Keys that open it, as Textual names them.
        pasted: Whether a hostile string is pasted then.
        then: Keys that go on.
        close: Keys that lead back to the panes.
    """

    shows: str
    keys: str
    pasted: bool = False
    then: str = ""
    close: str = "escape"


STEPS = (
    Step("app lean page laid_page layout highlights sheet painting widgets.pane widgets.page_view widgets.divider captions entry_captions", "g space space", close=""),
    Step("overview choices", "t down down", close="escape"),
    Step("screens.asking", "t", then="enter", close=""),
    Step("screens.asking", "D"),
    Step("screens.asking screens.reading widgets.line widgets.footer", "w", pasted=True, then="enter", close=""),
    Step("screens.asking widgets.sentence", "number_sign", pasted=True, then="enter", close=""),
    Step("screens.asking outside", "o"),
    Step("screens.dialogs", "question_mark pagedown"),
    Step("screens.asking", "colon", then="down"),
    Step("screens.asking", "f3"),
    Step("widgets.ask_line screens.finding", "slash", pasted=True, then="enter", close="escape"),
    Step("widgets.ask_line hits", "slash q a v a n t", then="enter n N", close="escape"),
    Step("screens.filtering widgets.ask_line", "F", pasted=True, then="enter", close="escape"),
    Step("screens.filtering", "F q a v a n t asterisk", then="enter", close="escape f"),
    Step("screens.search_screen screens.searching screens.indexing index_worker", "s", pasted=True, then="enter", close="escape"),
    Step("widgets.results result_captions result_tree library_search", "s", then="q a v a n t asterisk down down tab ctrl+s", close="escape"),
    Step("screens.searching", "R", close="escape"),
    Step("lenses screens.following", "e", then="a", close="escape"),
    Step("screens.peeking sights leads", "g", then="right_square_bracket i i", close="escape"),
    Step("screens.following rows", "apostrophe down"),
    Step("screens.link_finder screens.following rows", "f4 down"),
    Step("leads", "W"),
    Step("leads screens.going", "enter", close="escape"),
    Step("screens.beside", "equals_sign", then="j", close="equals_sign"),
    Step("screens.noting screens.adding screens.bookmarking clerk", "a", pasted=True, then="enter", close=""),
    Step("screens.noting", "a", then="number_sign", close="escape"),
    Step("screens.bookmark_list screens.bookmark_rows widgets.bookmark_table", "B", then="down down tab", close="escape"),
    Step("screens.bookmark_list", "B slash", pasted=True, then="enter", close="escape escape"),
    Step("screens.bookmark_list screens.noting", "B tab down n", close="escape escape"),
    Step("screens.lettering", "m", then="a", close=""),
    Step("screens.asking quoting", "y Y", close=""),
    Step("screens.selecting word_selection widgets.selection", "v", then="l l y", close="escape"),
    Step("screens.margin marks", "H", then="L", close=""),
    Step("screens.seeing", "full_stop", close=""),
    Step("widgets.viewing", "T c X x plus minus f", close="f"),
    Step("sheet painting captions", "tab g space", then="t", close="escape"),
    Step("screens.transcripts screens.carrying", "tab S down", then="enter", close="escape tab"),
    Step("screens.transcripts", "tab at", pasted=True, then="enter", close="tab"),
    Step("screens.transcripts", "tab O right_parenthesis", close="O tab"),
    Step("screens.taking errand errands screens.dialogs", "A full_stop slash", pasted=True, then="enter"),
    Step("screens.taking", "A full_stop slash", pasted=True, then="tab"),
    Step("screens.taking", "f5 pagedown"),
    Step("screens.taking", "V", close=""),
    Step("doubts screens.correcting widgets.ask_line", "right_square_bracket E", close="escape"),
    Step("screens.correcting widgets.ask_line", "right_square_bracket E n", pasted=True, then="tab"),
    Step("screens.correcting screens.rehanging screens.dialogs", "E m down"),
    # Every walk ends by quitting, which draws what the next start shows.
    Step("screens.panes screens.split screens.parting", "ctrl+o ctrl+o alt+right z z", close=""),
)  # fmt: skip
