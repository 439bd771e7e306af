"""The README says what the program does."""

from __future__ import annotations

from tests.readme import README, SECTIONS, written


def test_the_tables_are_those_of_the_program() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "run `python -m tests.readme`"


def test_every_table_has_its_place() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(f"<!-- {name}: " in text and f"<!-- /{name} -->" in text for name in SECTIONS)


def test_the_two_commands_stand_where_checks_look_for_them() -> None:
    text = README.read_text(encoding="utf-8")
    for name, word in [("read-command", "threadside"), ("test-command", "pytest")]:
        block = text.partition(f"<!-- {name} -->\n```sh\n")[2].partition("\n```")[0]
        assert word in block
        assert "\n" not in block
