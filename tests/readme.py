"""The README's tables, written from the program itself: ``python -m tests.readme`` puts them in."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reader.cli import commands
from reader.importers.registry import IMPORTERS
from reader.settings import Settings
from reader.ui.commands import COMMANDS, show_keys

README = Path(__file__).resolve().parents[1] / "README.md"


def keys() -> str:
    """Every command with its keys."""
    rows = ["| keys | what they do | in an interview |", "|---|---|---|"]
    rows += [
        f"| {_code(show_keys(command))} | {command.title} | {command.interview} |"
        for command in COMMANDS
        if command.keys
    ]
    return "\n".join(rows)


def _code(shown: str) -> str:
    return ", ".join(f"`{key}`" for key in shown.replace(" to ", ", … ,").split(", ")).replace("`… ,", "… `")


def command_line() -> str:
    """Every command of the command line with its arguments and options."""
    lines = ["```", "threadside [DOC]...".ljust(52) + "Read, at most two documents side by side."]
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        parts = [parameter.make_metavar(click.Context(command)) for parameter in _arguments(command)]
        options = [f"[{'|'.join(option.opts)}]" for option in _options(command)]
        usage = " ".join([f"threadside {name}", *parts, *options])
        said = command.get_short_help_str(limit=100)
        lines += [usage.ljust(52) + said] if len(usage) < 51 else [usage, " " * 52 + said]
    return "\n".join([*lines, "```"])


def _arguments(command: click.Command) -> list[click.Parameter]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Argument)]


def _options(command: click.Command) -> list[click.Parameter]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def settings() -> str:
    """Every setting with its default."""
    described = re.findall(r"^    (\w+): ((?:.+\n)(?:     {4,}.+\n)*)", _attributes(), re.MULTILINE)
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {_default(getattr(Settings(), name))} | {' '.join(text.split())} |"
        for name, text in described
    ]
    return "\n".join(rows).replace("``", "")


def _default(value: object) -> str:
    return "" if value is None else f"`{value!r}`"


def _attributes() -> str:
    doc = Settings.__doc__ or ""
    return re.sub(r"^    ", "", doc.partition("Attributes:\n")[2], flags=re.MULTILINE)


def formats() -> str:
    """Every format that can be added, with what it is recognised by."""
    rows = ["| format | what it is | recognised by |", "|---|---|---|"]
    rows += [f"| `{one.name}` | {one.title} | {_plain(one.sign)} |" for one in IMPORTERS]
    return "\n".join(rows)


def _plain(sign: str) -> str:
    return re.sub(r"[<>*|]", lambda found: f"\\{found[0]}", sign)


SECTIONS = {"keys": keys, "commands": command_line, "formats": formats, "settings": settings}


def written(text: str) -> str:
    """The README's text with every table as the program has it now."""
    for name, table in SECTIONS.items():
        pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda found, table=table: f"{found[1]}\n{table()}\n\n{found[2]}", text)
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
