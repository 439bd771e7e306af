"""Threads of mail: every message is there once, below what it answers, and every word of it is seen."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.clean import clean, clean_line
from reader.errors import FileError, SourceError
from reader.importers.mail import find_sign, join_box
from reader.importers.mail.boxes import split_box
from reader.importers.mail.plain_text import set_plain
from reader.importers.registry import detect, read_source
from reader.importers.source import Source, decode
from reader.intake import take_file
from reader.library import Library
from reader.model.documents import Document, EntryKind, Flag
from reader.model.markdown import parse_markdown
from reader.model.passages import PassageKind
from tests.strategies import HOSTILE, texts
from tests.unit.importing import GOLDEN, assert_parsed, words

BOX = (GOLDEN / "mail" / "kettles.mbox").read_bytes()
SINGLE = (GOLDEN / "mail" / "latin.eml").read_bytes()


def read(data: bytes, wanted: str = "") -> Document:
    text, warnings = decode(data, "made.mbox")
    document = read_source(
        Source("made.mbox", text, data=data, warnings=warnings, wanted=wanted), importer="mail"
    )
    assert_parsed(document)
    assert document.title
    assert all(entry.markdown == clean(entry.markdown) for entry in document.entries)
    return document


def letter(id: int, answers: Iterable[int] = (), subject: str = "Pots", body: str = "", **more: str) -> bytes:
    """A message; what it answers stands in its references, the nearest last."""
    headers = {
        "From": f"W{id} <w{id}@a.example>", "Subject": subject, "Message-ID": f"<{id}@a.example>",
        "Date": f"Mon, 03 Mar 2031 {id // 60 % 24:02}:{id % 60:02}:00 +0000",
        "References": " ".join(f"<{one}@a.example>" for one in answers), **more,
    }  # fmt: skip
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    return "\n".join([*lines, "", body or f"text {id}", ""]).encode()


def box(*letters: bytes) -> bytes:
    return join_box(list(letters))


def number(id: str | None) -> str | None:
    return id and id.removesuffix("@a.example")


def tree(document: Document) -> dict[str | None, str | None]:
    return {number(entry.id): number(entry.parent) for entry in document.entries}


def test_a_box_is_a_thread() -> None:
    document = read(BOX)
    assert [(entry.id, entry.parent, entry.author) for entry in document.entries] == [
        ("one@a.example", None, "Adä Quill"), ("two@b.example", None, "Bo Reed"),
        ("missing-three@d.example", "two@b.example", None),
        ("four@c.example", "missing-three@d.example", "Cy Marsh"), ("five@c.example", None, "Di Vane"),
    ]  # fmt: skip
    assert [entry.kind for entry in document.entries] == [EntryKind.POST] + 4 * [EntryKind.COMMENT]
    assert document.entries[2].flags == {Flag.MISSING}
    assert document.entries[4].inferred == {"parent"}
    assert (document.title, document.tags) == ("[pots] Why kettles whistle", ("Pots and pans",))
    assert f"{document.posted_at:%Y-%m-%d %H:%M}" == "2031-03-03 09:00"
    assert document.report.imported == 3
    assert document.report.found["repeated messages"] == 1
    assert document.report.found["not in this copy"] == 1


def test_what_people_type_is_set_as_it_is_meant() -> None:
    post, reply, _, last, _ = read(BOX).entries
    shown = [(passage.text, passage.nesting, passage.kind) for passage in post.passages]
    assert shown[0][0].endswith("as it goes, which is all that there is to it, or nearly so.")
    assert shown[1:] == [
        ("From here on it is simple:", "", PassageKind.PARAGRAPH), ("    int whistle(void);", "", PassageKind.CODE),
        ("one", "-", PassageKind.PARAGRAPH), ("two", "-", PassageKind.PARAGRAPH),
        ("--\nAda Quill\nhttps://a.example", "", PassageKind.PARAGRAPH),
    ]  # fmt: skip
    assert [passage.nesting for passage in reply.passages] == ["", ">", ">>", ""]
    assert reply.passages[1].text == post.passages[0].text
    assert [passage.text for passage in last.passages] == [
        "Naïve.",
        "Attachment: pot.png, image/png, 5 bytes",
    ]


def test_one_message_is_a_document_in_its_own_encoding() -> None:
    document = read(SINGLE)
    (post,) = document.entries
    assert (document.title, post.author) == ("Đish es and pans", "Mara Quïll")
    assert post.passages[0].text == "Café pots are made of words that flow over lines, and"
    assert (post.passages[1].text, post.passages[1].nesting) == ("quoted ones too.", ">")
    assert post.passages[2].text.endswith("@@ -1,2 +1,2 @@\n-  old\n+  new")
    assert document.report.warnings == ()


_PARENTS = st.lists(st.integers(0, 99), min_size=1, max_size=12).map(
    lambda steps: {at: step % at if at else None for at, step in enumerate(steps)}
)


def ancestors(parents: Mapping[int, int | None], id: int) -> list[int]:
    above = parents[id]
    return [] if above is None else [*ancestors(parents, above), above]


@settings(max_examples=60, deadline=None)
@given(_PARENTS, st.sets(st.integers(1, 11)), st.booleans(), st.randoms())
def test_every_message_stands_below_what_it_answers_or_what_is_missing_there(
    parents: dict[int, int | None], gone: set[int], is_short: bool, order: random.Random
) -> None:
    kept = [id for id in parents if id not in gone]
    letters = [letter(id, ancestors(parents, id)[-1 if is_short else -9 :]) for id in kept]
    order.shuffle(letters)
    document = read(box(*letters))
    found = tree(document)
    assert sorted(id for id in found if id and id.isdigit()) == sorted(map(str, kept))
    if is_short:
        return  # what the missing ones answered is said nowhere
    for id in kept[1:]:
        above = ancestors(parents, id)
        nearest = next(one for one in reversed(above) if one in kept)
        stands = found[str(id)]
        if stands and stands.startswith("missing-"):
            assert above[-1] in gone
            assert int(stands.removeprefix("missing-")) in above
            stands = found[stands]
        assert stands == (str(nearest) if nearest else None)


def test_a_thread_without_its_beginning_says_so() -> None:
    document = read(box(letter(1, [0]), letter(2, [0]), letter(3, [0, 2])))
    assert tree(document) == {"missing-0": None, "1": None, "2": None, "3": "2"}
    assert document.entries[0].flags == {Flag.MISSING}
    assert document.entries[0].kind is EntryKind.POST
    alone = read(letter(1, [0]))
    assert (alone.entries[0].kind, alone.report.warnings) == (
        EntryKind.POST, ("what this message answers is not in this copy",)
    )  # fmt: skip


def test_messages_that_answer_one_another_are_all_read() -> None:
    found = tree(read(box(letter(0, [2]), letter(1, [0]), letter(2, [1]), letter(3, [3, 0]), letter(4, [0]))))
    assert sorted(map(str, found)) == ["0", "1", "2", "3", "4"]


def test_what_is_answered_is_named_by_either_header() -> None:
    answering = {"In-Reply-To": "Your message of Monday <0@a.example>"}
    junk = {"In-Reply-To": "<someone@else.example>"}
    found = tree(
        read(box(letter(0), letter(1, **answering), letter(2, [0, 1], **junk), letter(3, [1], **answering)))
    )
    assert found == {"0": None, "1": None, "2": "1", "3": None}


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        ("Re: Pots", True),
        ("[list] RE: pots", True),
        ("AW: Re: Pots", True),
        ("Pots", False),
        ("Re: Pans", False),
    ],
)
def test_a_subject_alone_joins_replies(subject: str, is_one: bool) -> None:
    data = box(letter(0), letter(1, subject=subject))
    if is_one:
        assert tree(read(data)) == {"0": None, "1": None}
    else:
        with pytest.raises(SourceError, match="holds 2 threads: 1 Pots "):
            read(data)


def test_of_several_threads_one_is_asked_for() -> None:
    data = box(letter(0), letter(1, [0]), letter(2, subject="Pans"), letter(3, subject="Pots and pans"))
    with pytest.raises(
        SourceError, match=r"3 threads: 1 Pots \(2\); 2 Pans \(1\); 3 Pots and pans \(1\)"
    ) as caught:
        read(data)
    assert "--thread" in caught.value.way_out
    assert [len(read(data, wanted).entries) for wanted in ("1", "pots", "PANS", "and pans")] == [2, 2, 1, 1]
    with pytest.raises(SourceError, match="none by the name 'kettles'"):
        read(data, "kettles")
    with pytest.raises(SourceError, match="2 threads in it go by 'an'"):
        read(data, "an")
    with pytest.raises(SourceError, match="leave out --thread"):
        read_source(Source("a.md", "# A\n\nb", wanted="b"))


def test_only_mail_is_taken_for_mail() -> None:
    assert detect(Source("a", BOX.decode())).name == detect(Source("a", SINGLE.decode())).name == "mail"
    for text in (
        "From: Ada\nTo: Bo\n\nHello.",
        "From here on\nit goes: on\n",
        "Ada: From: x\nDate: y",
        "",
        "Date: 1",
    ):
        assert find_sign(text) is None


BODIES = st.lists(
    st.one_of(texts(40), st.sampled_from(["> a", ">> b", "> > c", "-- ", "    code", "- item", "From x", "```", "", "+new"])),
    max_size=12,
).map("\n".join)  # fmt: skip


@given(BODIES, st.booleans(), st.booleans())
@example(">>> print(1)\n1", False, False)
@example("\n".join(">" * depth + "x" for depth in range(40)), False, False)
def test_no_word_of_plain_text_is_lost(text: str, is_flowed: bool, is_joined: bool) -> None:
    shown = " ".join(
        f"{passage.text} {passage.marker}" for passage in parse_markdown(set_plain(text, is_flowed))
    )
    assert not words(clean(text)) - words(shown)
    parse_markdown(set_plain(text, True, is_joined))


@given(st.lists(st.binary(max_size=60).map(lambda data: b"A: b\n\n" + data), max_size=4))
def test_a_box_is_split_where_it_was_joined(messages: list[bytes]) -> None:
    split = split_box(join_box(messages)) if messages else []
    assert [one.strip(b"\r\n") for one in split] == [one.strip(b"\r\n") for one in messages]


@pytest.mark.parametrize("data", [BOX, SINGLE], ids=["box", "single"])
def test_mail_cut_anywhere_is_a_document_or_one_error(data: bytes) -> None:
    for stop in range(1, len(data), 17):
        try:
            read(data[:stop])
        except SourceError as error:
            assert error.reason


_HEADERS = ("From", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Content-Type", "List-Id",
            "Content-Transfer-Encoding", "Content-Disposition", "Archived-At", "MIME-Version")  # fmt: skip
_JUNK = (
    *HOSTILE, "=?utf-8?b?/w==?=", "=?x?q?=ZZ?=", "=?utf-8?b?=", "=?idna?q?x?=", "<>", "<<a>", "<a", '"', "(((", "a@b@c",
    "text/plain; charset=idna", "text/plain; charset*=x'y'z", "multipart/mixed; boundary=", "multipart/mixed; boundary=x",
    "message/rfc822", "base64", "uuencode", "attachment; filename*0*=utf-8''%ff", "Mon, 99 Feb 99999 99:99 +9999", "\xff" * 9,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(_HEADERS), st.sampled_from(_JUNK)), max_size=8),
    st.sampled_from(["", *_JUNK]),
)
def test_any_headers_are_a_document_or_one_error(headers: list[tuple[str, str]], body: str) -> None:
    written = "\n".join(
        ["From: a@b.example", *(f"{name}: {value}" for name, value in headers), "", body, "text"]
    )
    try:
        read(written.encode("utf-8", "surrogatepass").replace(b"\x00", b"") * 2)
    except SourceError as error:
        assert error.reason


def test_parts_within_parts_end() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(300))
    document = read(b"From: a@b.example\nDate: x\n" + nested.encode() + b"\ndeep down")
    assert "deep down" in document.entries[0].markdown
    assert document.report.found["messages of too many parts"] == 1


def test_a_deep_thread_is_read() -> None:
    document = read(box(*(letter(id, [id - 1] if id else []) for id in range(1_500))))
    assert [number(entry.parent) for entry in document.entries[-2:]] == ["1497", "1498"]


def test_each_part_has_an_encoding_of_its_own() -> None:
    heads = b"From: a@b.example\nDate: x\nContent-Type: text/plain; charset="
    letters = [
        heads + b"koi8-r\nMessage-ID: <0@a>\n\n\xd0\xcf\xd4",
        heads + b"utf-8\nReferences: <0@a>\n\n\xc3\xa9",
    ]
    document = read(box(*letters, heads + b"nothing\nReferences: <0@a>\n\n\xe9"))
    assert [entry.passages[0].text for entry in document.entries] == ["пот", "é", "é"]
    assert document.report.found["texts of another encoding than they state"] == 1


def test_a_message_within_a_message_and_html_are_read() -> None:
    outer = EmailMessage()
    outer["From"], outer["Date"] = "Ada <a@b.example>", "Mon, 03 Mar 2031 10:00:00 +0000"
    outer.set_content("See below.")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Bo <b@b.example>", "Of *pots*"
    inner.set_content("<p>Said <b>loudly</b>.</p><blockquote>so</blockquote>", subtype="html")
    outer.add_attachment(inner)
    shown = [passage.text for passage in read(bytes(outer)).entries[0].passages]
    assert shown == ["See below.", "Message of Bo: Of *pots*", "Said loudly.", "so"]


@pytest.mark.parametrize("folder", ["cur", "new", "."])
def test_a_folder_of_mail_is_a_thread(tmp_path: Path, folder: str) -> None:
    home = tmp_path / "mail" / folder
    home.mkdir(parents=True)
    for id in range(3):
        (home / f"{3 - id}.eml").write_bytes(letter(id, range(id)))
    (tmp_path / "mail" / "notes.txt").write_text("no mail")
    with Library(tmp_path / "library.db") as library:
        added, document = take_file(library, str(tmp_path / "mail"), None)  # type: ignore[arg-type]
        assert tree(document) == {"0": None, "1": None, "2": "1"}
        kept = library.source(added.id)
    assert kept is not None
    assert len(re.findall(rb"^From - ", kept[1], re.MULTILINE)) == 3


def test_a_folder_without_mail_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no mail")
    with Library(tmp_path / "library.db") as library, pytest.raises(FileError, match="folder without mail"):
        take_file(library, str(tmp_path), None)  # type: ignore[arg-type]


def test_a_subject_cut_at_a_blank_is_told_in_one_line() -> None:
    with pytest.raises(SourceError) as caught:
        read(box(letter(0), letter(1, subject="Kettles " * 9)))
    assert clean_line(str(caught.value)) == str(caught.value)
