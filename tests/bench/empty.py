"""The least a Textual app can do: the floor that every figure of the reader stands beside."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """One line, which changes with every key and turn of the wheel; ``Q`` quits."""

    count = 0

    def compose(self) -> ComposeResult:
        """One Static and nothing else."""
        yield Static("hello")

    def on_key(self, event: events.Key) -> None:
        """Change the line, or quit."""
        if event.key == "Q":
            self.exit()
        self._change()

    def on_mouse_scroll_down(self) -> None:
        """Change the line."""
        self._change()

    def _change(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"hello {self.count}")


if __name__ == "__main__":
    Empty().run()
