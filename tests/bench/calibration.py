"""How often what is said with some confidence is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Table = Mapping[float, float]
_BINS = 12


class _Block(NamedTuple):
    shares: float
    right: float
    count: int


def learn_table(pairs: Sequence[tuple[float, bool]]) -> Table:
    """How often what had some share of all readings was right: never falling as the share rises.

    Args:
        pairs: Shares, and whether what had them was right.
    """
    ordered = sorted(pairs)
    size = max(1, len(ordered) // _BINS)
    blocks: list[_Block] = []
    for at in range(0, len(ordered), size):
        part = ordered[at : at + size]
        blocks.append(_Block(sum(share for share, _ in part), sum(right for _, right in part), len(part)))
        while len(blocks) > 1 and _rate(blocks[-2]) >= _rate(blocks[-1]):
            last, before = blocks.pop(), blocks.pop()
            blocks.append(_Block(*(one + other for one, other in zip(before, last, strict=True))))
    table = {round(block.shares / block.count, 3): round(_rate(block), 3) for block in blocks}
    return {0.0: 0.0} | table | ({} if 1.0 in table else {1.0: max(table.values(), default=0.0)})


def _rate(block: _Block) -> float:
    """One more wrong than there were: no share is certain."""
    return block.right / (block.count + 1)


def held(table: Table, share: float) -> float:
    """What a table says of a share, between the two nearest known ones."""
    above = min((known for known in table if known >= share), default=max(table))
    below = max((known for known in table if known <= share), default=min(table))
    part = (share - below) / (above - below) if above > below else 0.0
    return table[below] + part * (table[above] - table[below])


def show_calibration(given: Sequence[tuple[float, bool]]) -> None:
    """Print how often what was given with a confidence was right.

    Args:
        given: Confidences, and whether what was given was right.
    """
    print("confidence      given   right")
    for tenth in range(10):
        least, most = tenth / 10, (tenth + 1) / 10
        part = [is_right for share, is_right in given if least <= share < most or share == most == 1.0]
        if part:
            print(f"{least:.1f} to {most:.1f} {len(part):10} {sum(part) / len(part):7.3f}")
