"""What a widget that hands out its own strips must still do to them."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

# The class of an app in which nothing moves or blinks by itself.
STILL = "-still"


def fit(widget: Widget, strips: list[Strip], crop: Region) -> list[Strip]:
    """Strips of the whole width as Textual asks for them: without colour if so wished, and cropped.

    Textual's usual way does the same through a cache of styled lines, which costs a third of a frame.

    Args:
        widget: Whose they are.
        strips: Lines of the widget's whole width, those of the region.
        crop: The region asked for.
    """
    if widget.app.no_color:
        strips = [_without_color(widget, strip) for strip in strips]
    if crop.x or crop.width != widget.size.width:
        strips = [strip.crop(crop.x, crop.right) for strip in strips]
    return strips


def _without_color(widget: Widget, strip: Strip) -> Strip:
    for line_filter in widget.app.get_line_filters():
        strip = strip.apply_filter(line_filter, widget.background_colors[1])
    return strip
