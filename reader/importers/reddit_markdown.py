"""Reddit's Markdown as ours: CommonMark but for its spoilers, ``>!words!<``."""

from __future__ import annotations

import re

from reader.clean import clean
from reader.model.spoilers import SPOILER

# A run of code is passed over; a spoiler left open at the start of a line goes on to the paragraph's end.
_PART = re.compile(
    r"(?P<code>(?P<tick>`+)(?:(?!\n[ ]*\n)[^`]|(?!(?P=tick)(?!`))`)+?(?P=tick)(?!`))"
    r"|>!(?P<closed>(?:(?!\n[ ]*\n|>!)[\s\S]){1,10000}?)!<"
    r"|(?m:^)[ ]{0,3}>!(?P<left_open>[^\n]+)"
)
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\]\(([^()\s]{1,2000})\)")
_BRACKET = re.compile(r"(?<!\\)[\[\]]")


def read_markdown(written: str) -> str:
    """Turn Markdown as a Reddit answer holds it, entities of the answer undone, into ours.

    Args:
        written: Text from outside.

    Returns:
        Cleaned Markdown; spoilers are links to ``#spoiler``, as the HTML walker writes them.
    """
    cleaned = clean(written)
    return _PART.sub(_set_part, cleaned) if ">!" in cleaned else cleaned


def _set_part(match: re.Match[str]) -> str:
    hidden = match["closed"] or match["left_open"]
    return match[0] if hidden is None else _hide(hidden)


def _hide(words: str) -> str:
    """Words as links that hide them; a link among them keeps its address behind the sign."""
    parts, at = [], 0
    for link in _LINK.finditer(words):
        parts += [_link(words[at : link.start()], ""), _link(link[1], link[2])]
        at = link.end()
    return "".join([*parts, _link(words[at:], "")])


def _link(words: str, target: str) -> str:
    said = words.strip()
    if not said:
        return words
    before, after = words[: words.index(said[0])], words[len(words.rstrip()) :]
    escaped = _BRACKET.sub(lambda bracket: f"\\{bracket[0]}", said)
    return f"{before}[{escaped}]({SPOILER}{':' + target if target else ''}){after}"
