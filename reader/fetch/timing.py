"""How long fetching may take, how much may come, and the clock that says so."""

from __future__ import annotations

import time
from dataclasses import dataclass

from reader.importers.source import SIZE_LIMIT


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching keeps to.

    Attributes:
        connect_seconds: To reach a site and agree on a secure connection.
        read_seconds: Between two pieces of an answer.
        total_seconds: From asking to the last byte of an answer.
        size: Bytes of an answer, packed and unpacked.
        tries: How often the same is asked for at most.
        redirects: How many may follow one another.
        wait_seconds: The longest pause that a site may ask for.
        pause_seconds: Between two requests to a site that asks for nothing else.
    """

    connect_seconds: float = 15.0
    read_seconds: float = 30.0
    total_seconds: float = 180.0
    size: int = SIZE_LIMIT
    tries: int = 3
    redirects: int = 5
    wait_seconds: float = 60.0
    pause_seconds: float = 1.0


class Clock:
    """The clock fetching goes by."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class OutOfTime(Exception):
    """An answer has taken all the time it may take."""


class Deadline:
    """When the present answer must be complete.

    Args:
        clock: The clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """From now on there are so many seconds."""
        self._end = self._clock.now() + seconds

    def limit(self, timeout: float | None) -> float:
        """A time-out for one step, in seconds: as long as the step may take, or what is left.

        Raises:
            OutOfTime: Nothing is left.
        """
        left = self._end - self._clock.now()
        if left <= 0:
            raise OutOfTime
        return left if timeout is None else min(timeout, left)
