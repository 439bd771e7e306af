"""Manners: how long to wait between two requests to one site.

What robots.txt disallows is meant for programs that wander; a reader who gives one address asks for
that, as with a browser. The pause it asks for is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

from reader.fetch.timing import Clock, Limits
from reader.sites.wire import Answer

AGENT = "Threadside"
BACKOFF_SECONDS = 2.0


class Manners:
    """Keeps pauses between the requests to each site.

    Args:
        clock: The clock.
        limits: The usual pause, and the longest.
    """

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._last: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def wait(self, origin: str, robots: Callable[[], str]) -> None:
        """Wait until a site may be asked again; the first time at once.

        Args:
            origin: The site, such as ``https://forum.example``.
            robots: Gives the text of its robots.txt; asked for before its second request.
        """
        if origin not in self._last:
            return
        if origin not in self._pauses:
            self._pauses[origin] = self._read_pause(robots())
        left = self._last[origin] + self._pauses[origin] - self._clock.now()
        if left > 0:
            self._clock.sleep(left)

    def note(self, origin: str) -> None:
        """A request to a site has just ended."""
        self._last[origin] = self._clock.now()

    def _read_pause(self, robots: str) -> float:
        rules = RobotFileParser()
        try:
            rules.parse(robots.splitlines())
            asked = float(rules.crawl_delay(AGENT) or 0)
        except ValueError:
            asked = 0.0
        return min(max(asked, self._limits.pause_seconds), self._limits.wait_seconds)


def retry_pause(answer: Answer, attempt: int) -> float | None:
    """How many seconds to wait before asking the same again; None where that cannot help.

    Args:
        answer: The answer that came.
        attempt: How often it was asked for, from 1.
    """
    if answer.status not in (429, 502, 503, 504):
        return None
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        # By the site's own clock: this machine's may be wrong.
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, wait.total_seconds())
    except (ValueError, TypeError, OverflowError):
        return backoff(attempt)


def backoff(attempt: int) -> float:
    """Seconds to wait after so many failed attempts: 2, 4, 8."""
    return float(BACKOFF_SECONDS * 2 ** (attempt - 1))
