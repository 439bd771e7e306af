"""GreaterWrong: the forums' posts as plain pages, all comments in full; fetched as they are."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlunsplit

from reader.sites.forum_magnum import ID
from reader.sites.pages import page
from reader.sites.wire import Address

_HOST = re.compile(r"(?:(?:www|ea|arbital)\.)?greaterwrong\.com")
_POST = re.compile(rf"(?P<post>/posts/{ID}(?:/[^/]+)?)(?:/(?:comment|answer)/(?P<comment>{ID}))?/?")
_FRAGMENT = re.compile(rf"(?:comment-)?({ID})")


def recognise(link: SplitResult) -> Address | None:
    """A post of GreaterWrong, or a comment on one."""
    path = _POST.fullmatch(link.path) if _HOST.fullmatch(link.hostname or "") else None
    if not path:
        return None
    fragment = _FRAGMENT.fullmatch(link.fragment)
    comment = path["comment"] or (fragment[1] if fragment else "")
    url = urlunsplit((link.scheme, link.netloc, path["post"], "", ""))
    return Address(url, "GreaterWrong", lambda: page(url, comment))
