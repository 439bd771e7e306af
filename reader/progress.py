"""How far long work is, told to whoever watches it; where nobody does, telling costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What is counted, how many are done, and how many there will be, or None when that is not known.
Watch = Callable[[str, int, int | None], None]
_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
# Telling of each single thing would take longer than the things.
_STEP = 256


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """While the context is open, what is done in it tells how far it is.

    Args:
        watch: Called from the thread that works, often; it may raise to stop the work.
    """
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def tell(what: str, done: int, of: int | None = None) -> None:
    """Tell how far work is; only of every 256th thing is anything said.

    Args:
        what: What is counted, such as ``comments read``.
        done: How many so far.
        of: How many there will be; None when that is not known.
    """
    if done % _STEP == 0 and (watch := _WATCH.get()):
        watch(what, done, of)
