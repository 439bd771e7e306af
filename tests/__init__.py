"""Threadside's tests: ``unit`` one file a module, ``ui`` by pilot, ``e2e`` in a real pty, ``bench``."""
