"""Mailing lists: the archives of public-inbox (such as lore.kernel.org) give a whole thread as mbox.

Pipermail's monthly files, and any other file of mail, are pages like others.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from reader.sites.pages import page
from reader.sites.wire import Address

_HOSTS = frozenset({"lore.kernel.org", "public-inbox.org", "inbox.sourceware.org", "inbox.dpdk.org"})
_MESSAGE = re.compile(r"(?P<message>/[\w.+-]+/[^/]*@[^/]*)(?:/(?:[tT]/?|raw|t\.(?:mbox\.gz|atom))?)?")


def recognise(link: SplitResult) -> Address | None:
    """A message of a public-inbox archive, for its whole thread."""
    path = _MESSAGE.fullmatch(link.path) if link.hostname in _HOSTS else None
    if not path:
        return None
    shown = f"https://{link.netloc}{path['message']}/"
    return Address(shown, "a mailing list", lambda: page(f"{shown}t.mbox.gz", shown=shown))
