"""One corpus of hostile strings, and how they are planted into every field of a source.

Each planted string has a plain word of its own before and after it. What shows one of these words must
show the other, and between them every letter of the string; and no character upon which a terminal acts
may come through. All strings are written with escapes, none raw.
"""

from __future__ import annotations

import copy
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from reader.clean import clean

CONTROLS = {
    "escape": "\x1b[31mred\x1b[0m",
    "reset": "\x1bc",
    "csi": "\x1b[2J\x1b[1;1Hmoved",
    "title": "\x1b]0;taken\x07",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
    "copy": "\x1b]52;c;Y29waWVk\x07",
    "dcs": "\x1bPq#0;2;0;0;0\x1b\\",
    "apc": "\x1b_Gi=1;AAAA\x1b\\",
    "pm": "\x1b^private\x1b\\",
    "unfinished": "\x1b]52;c;",
    "c1 csi": "\x9b2J\x9b31m",
    "c1 osc": "\x9d0;taken\x9c",
    "c1 dcs": "\x90q\x9c",
    "c1 all": "".join(map(chr, range(0x80, 0xA0))),
    "c0 all": "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r"),
    "bell": "\x07",
    "delete": "\x7f\x7f\x7f",
    "backspace": "abc\x08\x08\x08xyz",
    "return": "harmless\rrm -rf",
    "tabs": "a\tb\x0bc\x0cd",
    "separators": "a\u2028b\u2029c\x85d",
}
UNSEEN = {
    "override": "\u202eevil\u202c",
    "embedding": "\u202aleft\u202b\u202c right\u202d",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks": "\u200ea\u200fb\u061cc",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "many zero width": "a" + "\u200b" * 200 + "b",
    "tags": "x\U000e0001\U000e0041\U000e007f",
    "variation": "a\ufe0fb\U000e0100c",
    "annotation": "\ufff9a\ufffab\ufffb",
    "deprecated": "\u206aa\u206fb",
    "surrogate": "lone \ud800 and \udfff",
    "pile": "z" + "\u0301" * 100,
    "soft hyphen": "so\u00adft",
    "family": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "flag": "\U0001f1e9\U0001f1ea\u2764\ufe0f",
    "wide": "\u6f22\u5b57\u304b\u306a",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
}
MARKUP = {
    "rich": "[red]r[/red] [b]s[/] [link=https://a.example]t",
    "rich closing": "[/]",
    "rich stray": "see [/ x",
    "rich escape": "a\\[b] \\",
    "rich emoji": ":smile: [bold on red",
    "textual": "[$error]e[/] [on $panel 50%]f",
    "textual action": "[@click=app.quit]press[/]",
    "textual auto": "[auto]a[/auto] [not bold]b",
    "markdown": "**s** _e_ `c` [l](https://a.example/l) ![i](https://a.example/i)",
    "markdown blocks": "# h",
    "markdown link": "[l](javascript:alert) <file:///etc/passwd>",
    "markdown open": "[[[a](b](c] **x __y `z",
    "html": "<b>b</b> <script>alert</script> <img src=x onerror=y>",
    "html open": '<!-- open <a href="https://a.example',
    "html close": "</body></html></p></div></script>",
    "cdata": "<![CDATA[ c ]]> <?php p ?>",
    "entity": "&#27;[31m &#x9b;2J &#155; &Tab; &NewLine;n",
    "entity twice": "&amp;#27;[31m &amp;amp;#x1b; &amp;lt;b&amp;gt;",
    "entity wrong": "&#0; &#xd800; &#9999999999; &nosuch;",
    "format": "%s %d {0} {x} $x ${y} %(z)s",
    "tcss": "} * { display: none; }",
}
WORDS = {
    "long word": "w" * 10_000,
    "long wide word": "\u6f22" * 3_000,
    "brackets": "[" * 500 + "]" * 500,
    "stars": "*" * 300 + "_" * 300,
    "quotes": "\"'`\u201c\u201d",
    "dash": "--help",
    "dash option": "-rf --json",
    "path": "../../etc/passwd",
    "path root": "/etc/passwd\\..\\x",
    "pipe": "; rm -rf $HOME | cat `id` $(id)",
    "sql": "'; DROP TABLE entries; --",
    "newline": "one\ntwo",
    "spoiler": ">!hidden!< ||also||",
    "comment": "=== comment c1",
}
LINKS = {
    "javascript": "javascript:alert(1)",
    "file": "file:///etc/passwd",
    "data": "data:text/html,x",
    "mail": "mailto:a@b.example",
    "userinfo": "https://bank.example@evil.example/p",
    "url control": "https://a.example/\x1b]0;x\x07",
    "url c1": "https://a.example/\x9b2J",
    "url space": "https://a.example/a b",
    "url dash": "-https://a.example/",
    "url bidi": "https://a.example/\u202egpj.exe",
    "url quote": 'https://a.example/"onclick=x',
    "url port": "https://a.example:99999999/",
    "url bracket": "https://[::1",
    "url letters": "https://\u0430.example/",
    "url slash": "//evil.example/x",
}
CORPUS: dict[str, str] = CONTROLS | UNSEEN | MARKUP | WORDS | LINKS

_BEFORE, _AFTER = "qavant", "qapres"
_LETTERS = re.compile(r"[^\W_]")
# A terminal acts upon these, or shows what follows in another order; line feeds are the reader's own.
_ACTING = frozenset(
    char
    for char in map(
        chr, [*range(0x3000), *range(0xD800, 0xE000), *range(0xFFF0, 0x10000), *range(0xE0000, 0xE0080)]
    )
    if char != "\n"
    and (
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or char in "\u061c\u200e\u200f"
    )
)
_ENDS = (f"{_BEFORE}[a-j]+z", f"{_AFTER}[a-j]+z")


def planted(text: str, number: int = 0) -> str:
    """A string between two plain words of its own."""
    code = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"{_BEFORE}{code}z {text} {_AFTER}{code}z"


def words_of(text: str) -> tuple[str, str]:
    """The plain words before and after a planted string."""
    first, *_, last = text.split(" ")
    return first, last


def acting(text: str) -> list[str]:
    """The characters of a text upon which a terminal acts, line feeds apart, as Python writes them."""
    return [ascii(char) for char in text if char in _ACTING]


def letters(text: str) -> str:
    """The letters and digits that a text shows."""
    return "".join(_LETTERS.findall(clean(text)))


def shown_words(text: str) -> set[str]:
    """The plain words of planted strings that a text shows, whatever lines it is broken into."""
    joined = re.sub(r"\s", "", text)
    return {word for end in _ENDS for word in re.findall(end, joined)}


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside of a value: a document, values of JSON, a report."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from (*texts_in(name), *texts_in(member))
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for member in value:
            yield from texts_in(member)


# Planting: each gives, for a source, the places where a text may stand, with a way to put one there.

Put = Callable[[str], str]


def places(text: str) -> dict[str, Put]:
    """Every place of a source where an outsider's text may stand, by a name for it.

    Places that differ only in the number of a list's member are one place.
    """
    if text.lstrip()[:1] in ("{", "["):
        return _json_places(text)
    return _html_places(text) if re.match(r"\s*<(?!\d)", text) else _text_places(text)


def _json_places(text: str) -> dict[str, Put]:
    try:
        values, is_lines = [json.loads(text)], False
    except ValueError:
        values, is_lines = [json.loads(line) for line in text.splitlines() if line.strip()], True
    found: dict[str, Put] = {}
    for way in _ways(values):
        name = ".".join("*" if isinstance(step, int) else step for step in way[1:])
        found.setdefault(name, _json_put(values, way, is_lines))
    return found


def _ways(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield above
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        yield from _ways(member, (*above, name))


def _json_put(values: list[Any], way: tuple[Any, ...], is_lines: bool) -> Put:
    def put(text: str) -> str:
        whole = copy.deepcopy(values)
        holder = whole
        for step in way[:-1]:
            holder = holder[step]
        was = holder[way[-1]]
        holder[way[-1]] = f"{was}<p>{html.escape(text)}</p>" if "<p>" in was else text
        return "\n".join(map(json.dumps, whole)) if is_lines else json.dumps(whole[0])

    return put


def _html_places(text: str) -> dict[str, Put]:
    """Behind each element's text and in each attribute, one for each kind of element."""
    found: dict[str, Put] = {}
    for match in re.finditer(r"<(\w+)([^<>]*)>([^<>]*\w)(?=</)", text):
        kind = re.search(r'class="?([\w-]+)', match[2])
        name = f"{match[1]}.{kind[1] if kind else ''}"
        if match[1] not in ("script", "style"):
            found.setdefault(name, _insert(text, match.end(), lambda given: f" {html.escape(given)}"))
    for match in re.finditer(r'<(\w+)[^<>]*?\s([\w-]+)="([^"<>]*)"', text):
        span = match.start(3), match.end(3)
        found.setdefault(f"{match[1]}@{match[2]}", _replace(text, span, html.escape))
    return found


def _text_places(text: str) -> dict[str, Put]:
    """Behind each line, those apart that are alike."""
    found: dict[str, Put] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        stop = at + len(line.rstrip("\n"))
        name = re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", line.strip()))[:12]
        if name:
            found.setdefault(name, _insert(text, stop, lambda given: f" {given}"))
        at += len(line)
    return found


def _insert(text: str, at: int, form: Callable[[str], str]) -> Put:
    return lambda given: f"{text[:at]}{form(given)}{text[at:]}"


def _replace(text: str, span: tuple[int, int], form: Callable[[str], str]) -> Put:
    return lambda given: f"{text[: span[0]]}{form(given)}{text[span[1] :]}"
