"""Going where a lead leads: what every way of following shares."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from reader.errors import NotInLibrary
from reader.model.links import LinkKind, Verdict
from reader.model.place import Place
from reader.ui.captions import Caption
from reader.ui.choices import Choices
from reader.ui.commands import Scope
from reader.ui.leads import Connections, Lead, Sources, has_words, who
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.panes import PanesScreen
from reader.ui.widgets.pane import ReadingPane


class Going(Carrier):
    """Goes along leads, and asks which.

    Args:
        screen: The reading screen.
    """

    SCOPE = Scope.FOLLOWING

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self._connections: dict[int, Connections] = {}

    def connections(self, pane: ReadingPane) -> Connections:
        """What leads from and to the document a pane shows."""
        assert pane.page is not None
        document, kept = pane.page.document, self._connections.get(pane.side)
        if kept is None or kept.document is not document:
            kept = self._connections[pane.side] = Connections(self.screen.session.library, document)
        return kept

    def sources(self) -> Sources:
        """The documents of the library, those in the panes as they are there."""
        shown = [pane.page.document for pane in self.screen.panes if pane.page]
        return Sources(self.screen.session.library, shown)

    def go(self, lead: Lead) -> None:
        """Go where a lead leads, its words set off, and say what must be known of it.

        Raises:
            NotInLibrary: It is no longer there.
        """
        found = self.sources().find(lead)
        if found is None:
            name = f"{lead.document}#{lead.entry}" if lead.entry else lead.document
            raise NotInLibrary(name, "what this links was removed since", "go on reading here")
        document, index = found
        is_there = has_words(lead, document.entry(index), self.screen.page.document)
        passage, spans = (lead.passage, lead.spans) if is_there else (0, ())
        place = Place(lead.document, document.columns.ids[index], passage, self.side_for(lead.document))
        self.screen.open_place(place, spans)
        self.screen.say(said_of(lead, who(document, index), is_there))

    def side_for(self, document: str) -> int:
        """The pane that shows a document, this one before the other; else this one."""
        own = self.screen.pane
        for pane in (own, self.screen.panes[1 - own.side]):
            if pane.page is not None and pane.page.document.listing.id == document:
                return pane.side
        return own.side

    def ask(
        self,
        title: str,
        count: int,
        label: Callable[[int], Caption],
        then: Callable[[int], None],
        start: int = 0,
    ) -> None:
        """Let the reader choose a row."""
        self.screen.offer(Choices(title, count, label, then, start))


def said_of(lead: Lead, author: str, is_there: bool) -> str:
    """What must be known of a place gone to, in a sentence; empty for nothing."""
    if not is_there:
        return f"{author}: the text was replaced since, the words quoted are no longer there"
    if lead.is_back:
        return ""
    if lead.link.kind is LinkKind.QUOTATION and lead.link.verdict is Verdict.HIDDEN:
        return f"{author}: the source was cut here, the rest of the quotation is in what is not shown"
    if lead.link.difference:
        return f"{author}: the quotation is edited; i on it shows what was changed"
    return ""


def dialogs() -> ModuleType:
    """The dialogs, imported when the first one opens."""
    from reader.ui.screens import dialogs

    return dialogs
