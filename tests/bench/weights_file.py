"""Writes the weights of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import reader.importers.inference.weights as committed

_WIDE = 108
_HEAD = '''"""What each rule of a flat page counts, in log-odds, and how often what had some share was right.

Learned by ``python -m tests.bench.copies --learn`` from made discussions and from public ones with known
trees (tests/bench/discussions.py, tests/bench/trees.py), flattened as a forum's page is by copying
(tests/bench/flat_copies.py): three logistic regressions, see tests/bench/learning.py. No page whose tree
was found by close reading was among them. What ``STARTS_HOLD`` and ``ANSWERS_HOLD`` say is of copies that
were left out of the learning in turn (cross-validation).
"""

from __future__ import annotations

from collections.abc import Mapping

'''


def write_weights(
    weights: Mapping[str, float], starts: Mapping[float, float], answers: Mapping[float, float]
) -> None:
    """Put them in the place of the committed ones.

    Args:
        weights: What each rule counts.
        starts: How often a beginning with some share of all readings was right.
        answers: The same for what is answered.
    """
    text = _HEAD + "\n".join((
        "# By the share of all readings in which a comment begins somewhere: how often one did.",
        _shown("STARTS_HOLD", "float", {str(share): rate for share, rate in starts.items()}),
        "# The same for what a comment answers.",
        _shown("ANSWERS_HOLD", "float", {str(share): rate for share, rate in answers.items()}),
        _shown("WEIGHTS", "str", {f'"{rule}"': weight for rule, weight in sorted(weights.items())}),
    ))  # fmt: skip
    Path(committed.__file__).write_text(text, encoding="utf-8")


def _shown(name: str, kind: str, numbers: Mapping[str, float]) -> str:
    lines = ["   "]
    for key, number in numbers.items():
        item = f" {key}: {number:g},"
        if len(lines[-1]) + len(item) > _WIDE:
            lines.append("   ")
        lines[-1] += item
    return "\n".join([f"{name}: Mapping[{kind}, float] = {{", *lines, "}  # fmt: skip", ""])
