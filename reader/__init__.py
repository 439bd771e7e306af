"""Threadside: read a long online discussion beside an interview, closely, in a terminal."""

__version__ = "0.1.0"
