"""Screens: they mediate between widgets, the library and what the reader left."""
