"""Pictures, films and sounds: what a page would load becomes its description and address."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from reader.importers.html.builder import BlockBuilder
from reader.importers.html.links import resolve

_SAVED_FILE = re.compile(r"\./[^/]*_files/|file:|data:|blob:|cid:", re.IGNORECASE)


def show_image(text: BlockBuilder, attributes: Mapping[str, str | None], base: str | None) -> bool:
    """Take a picture.

    Args:
        text: Where its description goes.
        attributes: The picture's.
        base: The page's address.

    Returns:
        Whether it is one: not a sign of a script, nor a dot that counts readers.
    """
    alt = attributes.get("alt") or attributes.get("title") or ""
    if alt and "emoji" in (attributes.get("class") or "").split():
        text.put(alt)
        return False
    if {attributes.get("width"), attributes.get("height")} <= {"0", "1"}:
        return False
    address = _address_of(attributes, base)
    text.show(alt if address else f"[image: {alt}]" if alt else "[image]", address, is_image=True)
    return True


def show_embedded(text: BlockBuilder, node: LexborNode, base: str | None) -> bool:
    """Take a film, a sound or a page within the page, as a link; whether it has an address."""
    source = node.css_first("source[src]")
    address = _address_of(node.attributes, base)
    address = address or (_address_of(source.attributes, base) if source is not None else "")
    if address:
        text.show(node.attributes.get("title") or "", address, is_image=False)
    return bool(address)


def _address_of(attributes: Mapping[str, str | None], base: str | None) -> str:
    """Where it is on the web; a file saved beside the page is nowhere."""
    source = attributes.get("src") or attributes.get("data-src") or ""
    return "" if _SAVED_FILE.match(source) else resolve(source, base)
