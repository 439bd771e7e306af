"""Widgets: they draw and ask; the screen answers."""
