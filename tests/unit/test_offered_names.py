"""Names offered while one is typed: every step leads to one that fits, and all are reached."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.offered_names import OfferedNames

NAMES = ["Ada Quill", "Bo Reed", "ada quill the younger", "Ada Quill", "Cy"]


@given(st.text(alphabet="adboq ", max_size=4), st.integers(0, 9), st.booleans())
def test_steps_go_round_the_names_that_fit(typed: str, steps: int, is_forward: bool) -> None:
    offered, line = OfferedNames(NAMES), typed
    offered.type(typed)
    fitting = [
        name for name in dict.fromkeys(NAMES) if all(word in name.casefold() for word in typed.split())
    ]
    seen = []
    for _ in range(steps):
        found = offered.step(line, is_forward=is_forward)
        if found is None:
            break
        line, said = found
        seen.append(line)
        assert said == f"{fitting.index(line) + 1} of {len(fitting)}"
    order = fitting if is_forward else fitting[::-1]
    assert seen == [order[at % len(order)] for at in range(steps)] if fitting else not seen


def test_a_name_is_taken_as_it_is_known() -> None:
    offered = OfferedNames(NAMES)
    assert offered.known_as("  bo   REED ") == "Bo Reed"
    assert offered.known_as(" Dee  Fox ") == "Dee Fox"
    assert offered.type("") == "nothing: unknown; Down: Ada Quill (4)"
    assert offered.type("bo") == "Down: Bo Reed (1)"
    assert offered.type("zed") == "a new name"
