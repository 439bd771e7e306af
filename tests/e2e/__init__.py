"""Whole programs in a real pseudo-terminal; :class:`tests.e2e.terminal.Terminal` is the tool."""
