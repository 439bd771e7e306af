"""Frozen values and pure functions: what a document is, with no disk, no network and no screen."""
