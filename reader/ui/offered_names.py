"""Names to choose from while one is typed: those that fit are counted, and Down and Up step through them."""

from __future__ import annotations

from collections.abc import Iterable


class OfferedNames:
    """Known names, the likeliest first.

    Args:
        names: They; of one that comes twice the first counts.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = list(dict.fromkeys(names))
        self._typed = ""
        self._step = -1

    def type(self, typed: str) -> str:
        """Take note of what is typed; gives what fits it, in words."""
        self._typed, self._step = typed, -1
        fitting = self._fitting()
        known = f"Down: {fitting[0]} ({len(fitting)})" if fitting else "a new name"
        return known if typed.strip() else f"nothing: unknown; {known}"

    def _fitting(self) -> list[str]:
        words = self._typed.casefold().split()
        return [name for name in self._names if all(word in name.casefold() for word in words)]

    def step(self, typed: str, *, is_forward: bool) -> tuple[str, str] | None:
        """The next name that fits what was typed, or the one before, and which of how many it is.

        Args:
            typed: What stands in the line: a name stepped to, or what the reader typed.
            is_forward: Whether the next one is wanted.
        """
        if self._step < 0:
            self._typed = typed
        fitting = self._fitting()
        if not fitting:
            return None
        last, step = len(fitting) - 1, self._step + (1 if is_forward else -1)
        self._step = 0 if step > last else last if step < 0 else step
        return fitting[self._step], f"{self._step + 1} of {len(fitting)}"

    def known_as(self, typed: str) -> str:
        """A typed name as it is known; as typed when it is new."""
        name = " ".join(typed.split())
        return next((known for known in self._names if known.casefold() == name.casefold()), name)
