"""The interface, without a terminal."""
