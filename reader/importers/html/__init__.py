"""HTML to our Markdown: the one walker that every importer of HTML uses.

* :mod:`.walker` walks the elements; :mod:`.elements` says what each is; :mod:`.formulas` finds LaTeX.
* :mod:`.flow` holds the blocks it finds; :mod:`.tables` sets tables; :mod:`.notes` joins footnotes.
* :mod:`.inline` and :mod:`.rendering` write the blocks as Markdown.
* :mod:`.taming` bounds what a hostile page can make the parser do; :mod:`.links` passes addresses.

What CommonMark has no sign for is written as links inside the entry: ``[1](#fn-1)`` refers to a
footnote, whose text holds a link ``#fnref-1`` back; ``[words](#spoiler)`` are hidden until opened,
and ``[words](#spoiler:https://…)`` are hidden words of a link.
"""

from reader.importers.html.taming import tame
from reader.importers.html.walker import Walked, html_to_markdown, node_to_markdown, parse_html

__all__ = ["Walked", "html_to_markdown", "node_to_markdown", "parse_html", "tame"]
