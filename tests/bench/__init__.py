"""How fast the reader is, each figure beside its floor: ``python -m tests.bench``."""
