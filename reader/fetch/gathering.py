"""Carrying out a plan: its requests asked one by one, its answers given back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from reader.errors import FetchError
from reader.fetch.body import Watch, unwatched
from reader.fetch.client import Client
from reader.sites.wire import Address, Answer, Found, Request

_UNCHANGED = 304
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_LONGEST = 1000


class Gathered(NamedTuple):
    """What was gathered for an address.

    Attributes:
        found: The source, and the comment to begin at.
        answers: All answers as they came, in order.
    """

    found: Found
    answers: tuple[Answer, ...]

    @property
    def kept(self) -> bytes:
        """What to keep beside the document: the one answer as it came, or the source made of several."""
        if len(self.answers) == 1:
            return self.answers[0].body
        return self.found.source.text.encode("utf-8", "replace")

    @property
    def validators(self) -> dict[str, str]:
        """By which the site can tell whether what it has is still the same; none for several answers."""
        if len(self.answers) != 1:
            return {}
        headers = self.answers[0].headers
        return {name: headers[name] for name in _CONDITIONS if _is_plain(headers.get(name, ""))}


def gather(
    client: Client, address: Address, validators: Mapping[str, str] | None = None, watch: Watch = unwatched
) -> Gathered | None:
    """Fetch all that an address needs.

    Args:
        client: The way to the network.
        address: The address.
        validators: Those of the time before; see :attr:`Gathered.validators`.
        watch: Told how many bytes of the present answer have come, and how many were announced.

    Returns:
        What came; None when the site says that nothing changed.

    Raises:
        FetchError: It cannot be fetched, or is not what was expected.
    """
    plan = address.plan()
    answers: list[Answer] = []
    try:
        request = _conditional(next(plan), validators or {})
        while True:
            try:
                answer = client.ask(request, watch)
            except FetchError as error:
                request = plan.throw(error)  # a plan may know another way
                continue
            if answer.status == _UNCHANGED and not answers:
                return None
            answers.append(answer)
            request = plan.send(answer)
    except StopIteration as end:
        found: Found = end.value
        return Gathered(found, tuple(answers))
    finally:
        plan.close()


def _is_plain(value: str) -> bool:
    return 0 < len(value) < _LONGEST and value.isascii() and value.isprintable()


def _conditional(request: Request, validators: Mapping[str, str]) -> Request:
    headers = {_CONDITIONS[name]: value for name, value in validators.items() if name in _CONDITIONS}
    if not headers:
        return request
    return replace(request, headers=headers, passes=request.passes | {_UNCHANGED})
