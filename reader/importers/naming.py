"""Names for documents whose source states none."""

from __future__ import annotations

import re
import unicodedata

from reader.model.fingerprint import START, hash_start, normalise

_TITLE_WORDS = 8
_TITLE_CHARACTERS = 80
_SLUG_CHARACTERS = 60
UNTITLED = "Untitled"
DOCUMENT_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def first_words(text: str) -> str:
    """The first words of a text, for a title; an ellipsis says that there is more."""
    words = text[: 4 * _TITLE_CHARACTERS].split()
    title = " ".join(words[:_TITLE_WORDS])[:_TITLE_CHARACTERS].rstrip()
    return f"{title}…" if len(" ".join(words)) > len(title) else title


def document_id(title: str, text: str, fallback: str) -> str:
    """An id that stays the same when the same text is imported again.

    Args:
        title: The document's title.
        text: The text it begins with; its first normalised characters count.
        fallback: What to use where the title has no Latin letter or digit.

    Returns:
        Lower-case letters, digits and hyphens, ending in six hexadecimal digits.
    """
    return f"{_slug(title) or fallback}-{hash_start(normalise(text[:4000])[:START])[:6]}"


def _slug(title: str) -> str:
    latin = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", latin.replace("'", "")))
    return words if len(words) <= _SLUG_CHARACTERS else words[: _SLUG_CHARACTERS + 1].rpartition("-")[0]
