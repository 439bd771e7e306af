"""Every command is there once, is carried out by a method that exists, and can be given other keys."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.keys import _character_to_key

from reader.errors import SettingsError
from reader.ui.commands import COMMANDS, Command, Scope, remap, show_key, show_keys
from reader.ui.movement import Movement
from reader.ui.screens.carrying import carrier_class
from reader.ui.screens.reading import ReadingScreen
from reader.ui.widgets.viewing import Viewing

IDS = [command.id for command in COMMANDS]
UNUSED = st.sampled_from(["f6", "f7", "f8", "ctrl+t", "alt+x", "M", "P", "semicolon", "percent_sign"])


def by_id(commands: tuple[Command, ...]) -> dict[str, Command]:
    return {command.id: command for command in commands}


def method_of(command: Command) -> object:
    if command.scope is Scope.MOVEMENT:
        return getattr(Movement, command.action)
    if command.scope is Scope.PANE:
        return getattr(Viewing, command.action)
    if command.scope is Scope.SCREEN:
        return getattr(ReadingScreen, f"do_{command.action}")
    return getattr(carrier_class(command.scope), f"do_{command.action}")


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_a_command_is_carried_out_by_a_method_with_a_sentence(command: Command) -> None:
    method = method_of(command)
    assert callable(method)
    assert inspect.getdoc(method)
    assert len(inspect.signature(method).parameters) == 1 + command.takes_key


def test_no_two_commands_share_an_id_or_a_key() -> None:
    assert len(set(IDS)) == len(IDS)
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_a_command_is_named_and_described(command: Command) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", command.id)
    assert command.group == command.id.split(".")[0]
    assert command.keys
    assert command.title[0].isupper()
    assert not command.title.endswith(".")
    assert command.interview != command.title
    assert isinstance(command.is_jump, bool)
    assert isinstance(command.takes_key, bool)


def test_digits_are_of_the_command_that_takes_them() -> None:
    (command,) = (command for command in COMMANDS if command.takes_key)
    assert list(command.keys) == list("123456789")
    assert show_keys(command) == "1 to 9"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("j", "j"), ("G", "G"), ("ctrl+o", "Ctrl-o"), ("shift+tab", "Shift-Tab"), ("f2", "F2"), ("f12", "F12"),
        ("f", "f"), ("right_square_bracket", "]"), ("plus", "+"), ("ctrl+pageup", "Ctrl-PgUp"), ("space", "Space"),
        ("alt+right", "Alt-Right"), ("question_mark", "?"), ("5", "5"), ("E+m", "E m"), ("ctrl+shift+a", "Ctrl-Shift-a"),
    ],
)  # fmt: skip
def test_a_key_is_shown_as_a_reader_knows_it(key: str, shown: str) -> None:
    assert show_key(key) == shown


def test_keys_are_shown_apart_and_never_alike() -> None:
    shown = [show_key(key) for command in COMMANDS for key in command.keys]
    assert len(set(shown)) == len(shown)
    assert show_keys(by_id(COMMANDS)["move.next"]) == "j, Down"


# Other keys


def test_no_wishes_change_nothing() -> None:
    assert remap({}) == COMMANDS


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(IDS), st.just(""), max_size=5))
def test_a_wish_for_none_takes_the_keys_away(wishes: dict[str, str]) -> None:
    for command in remap(wishes):
        assert command.keys == (() if command.id in wishes else by_id(COMMANDS)[command.id].keys)


@settings(max_examples=30)
@given(
    st.sampled_from(IDS), st.lists(UNUSED, unique=True, max_size=4), st.sampled_from([" ", ",", ", ", " ,  "])
)
def test_a_command_gets_the_keys_wished_for_and_the_others_keep_theirs(
    id: str, keys: list[str], comma: str
) -> None:
    commands = remap({id: comma.join(keys)})
    assert [command.id for command in commands] == IDS
    for command in commands:
        wanted = tuple(keys) if command.id == id else by_id(COMMANDS)[command.id].keys
        assert command == by_id(COMMANDS)[command.id]._replace(keys=wanted)


@settings(max_examples=30)
@given(st.text(max_size=12).filter(lambda id: id not in IDS))
def test_a_command_that_is_none_is_refused(id: str) -> None:
    with pytest.raises(SettingsError, match="no command has this id"):
        remap({"move.next": "j", id: "f5"})


@settings(max_examples=30)
@given(st.sampled_from(COMMANDS), st.sampled_from(COMMANDS), st.data())
def test_a_key_given_to_a_command_is_taken_from_the_one_that_had_it(
    one: Command, other: Command, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(other.keys))
    commands = remap({one.id: f"f5 {key}"})
    assert by_id(commands)[one.id].keys == ("f5", key)
    assert [command.id for command in commands if key in command.keys] == [one.id]


@settings(max_examples=30)
@given(st.sampled_from(COMMANDS), st.sampled_from(COMMANDS))
def test_a_key_given_to_two_commands_is_refused(one: Command, other: Command) -> None:
    if one is not other:
        with pytest.raises(SettingsError, match="is also that of"):
            remap({one.id: "f5 f6", other.id: "f6"})


def test_two_commands_may_swap_their_keys() -> None:
    commands = by_id(remap({"thread.parent": "r", "thread.root": "p"}))
    assert (commands["thread.parent"].keys, commands["thread.root"].keys) == (("r",), ("p",))


@pytest.mark.parametrize("sign", sorted(set("!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~ä")))
def test_a_sign_may_be_written_as_itself(sign: str) -> None:
    others = {command.id: "" for command in COMMANDS}
    commands = by_id(remap({**others, "thread.parent": sign}))
    assert commands["thread.parent"].keys == (_character_to_key(sign),)


def test_a_sign_and_its_name_are_one_key() -> None:
    with pytest.raises(SettingsError, match="is also that of"):
        remap({"thread.parent": "]", "thread.root": "right_square_bracket"})


@pytest.mark.parametrize("written", ["Ctrl-o", "Ctrl+o", "PgUp", "ctrl+", "ctrl-o", "shift+PageUp", "++"])
def test_a_key_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="no key is called"):
        remap({"thread.parent": written})
