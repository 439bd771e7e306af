"""The command ``doctor``; :mod:`reader.cli` registers it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from reader import __version__
from reader.clean import clean_line
from reader.doctor import Finding, Patient, Standing, examine, mend

_PART, _STANDING = 11, 7


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended; damaged files are set aside.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(ctx: click.Context, repair: bool, as_json: bool) -> None:
    """Look whether everything is well, and mend it with --repair.

    Looks at the program, the terminal, the clipboard, folders, settings, library, links, index,
    bookmarks, places and locks. Without --repair nothing is changed. Exits with 1 when something is
    wrong.
    """
    with Patient(os.environ) as patient:
        mended = list(mend(patient)) if repair else []
    with Patient(os.environ) as patient:
        findings = list(examine(patient))
    wrong = [found for found in findings if found.standing is Standing.WRONG]
    if as_json:
        is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
        click.echo(json.dumps(_to_json(findings, mended), ensure_ascii=not is_unicode, indent=1))
    else:
        _print(findings, mended)
    ctx.exit(1 if wrong else 0)


def _to_json(findings: Sequence[Finding], mended: Sequence[tuple[Finding, str]]) -> dict[str, Any]:
    return {
        "version": __version__,
        "is_well": all(found.standing is not Standing.WRONG for found in findings),
        "findings": [_finding(found) for found in findings],
        "repaired": [{**_finding(found), "done": clean_line(done)} for found, done in mended],
    }


def _finding(found: Finding) -> dict[str, str]:
    return {
        "part": found.part, "standing": found.standing.value, "said": clean_line(found.said),
        "repair": found.repair, "way_out": found.way_out,
    }  # fmt: skip


def _print(findings: Sequence[Finding], mended: Sequence[tuple[Finding, str]]) -> None:
    for found, done in mended:
        click.echo(f"{found.part:<{_PART}}{'done':<{_STANDING}}{clean_line(done)}")
    for found in findings:
        click.echo(f"{found.part:<{_PART}}{found.standing:<{_STANDING}}{clean_line(found.said)}")
        if found.standing is not Standing.FINE:
            for label, text in (("repair", found.repair), ("do", found.way_out)):
                if text:
                    click.echo(f"{'':<{_PART + _STANDING}}{label}: {text}")
    click.echo(_summary(findings, mended))


def _summary(findings: Sequence[Finding], mended: Sequence[tuple[Finding, str]]) -> str:
    wrong = [found for found in findings if found.standing is Standing.WRONG]
    if not wrong:
        return "Nothing is wrong." if not mended else "Nothing is wrong any more."
    said = "1 thing is wrong" if len(wrong) == 1 else f"{len(wrong)} things are wrong"
    can_mend = sum(found.mend is not None for found in wrong)
    if mended or not can_mend:
        return f"{said}."
    return f"{said}; `threadside doctor --repair` mends {'it' if can_mend == len(wrong) == 1 else can_mend}."
