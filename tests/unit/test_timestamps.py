"""Times in a recording are read as people write them, and written the one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.documents import SECONDS_LIMIT
from reader.model.timestamps import address_at, read_timestamp, write_timestamp
from tests.strategies import texts


@given(st.integers(0, 9_999 * 3600))
def test_a_time_that_is_written_is_read_again(seconds: int) -> None:
    assert read_timestamp(write_timestamp(seconds)) == seconds
    assert write_timestamp(seconds + 0.999) == write_timestamp(seconds)


@given(texts(8) | st.from_regex(r"[0-9:.,\-\s]{0,12}", fullmatch=True))
def test_whatever_is_written_gives_a_time_or_none(written: str) -> None:
    seconds = read_timestamp(written)
    assert seconds is None or 0 <= seconds <= SECONDS_LIMIT


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1:23:45", 5025), ("00:00:09", 9), ("0:00", 0), ("02:05.250", 125.25), ("00:00:01,5", 1.5),
        ("90:00", 5400), ("123:00:00", 442800), (" 1:02 ", 62), ("1:2", None), ("12", None), ("", None),
        ("-0:05", None), ("0:60", None), ("1:00:00:00", None), ("0:05x", None), ("٣:٠٠", None),
    ],
)  # fmt: skip
def test_times_as_people_write_them(written: str, seconds: float | None) -> None:
    assert read_timestamp(written) == seconds


@pytest.mark.parametrize(
    ("url", "played"),
    [
        ("https://www.youtube.com/watch?v=a_b", "https://www.youtube.com/watch?v=a_b&t=83s"),
        ("https://www.youtube.com/watch?t=5&v=a_b", "https://www.youtube.com/watch?v=a_b&t=83s"),
        ("https://youtu.be/a_b", "https://youtu.be/a_b?t=83s"),
        ("https://talks.example/watch?v=a_b", None),
        (None, None),
    ],
)
def test_a_recording_is_played_from_a_time_where_its_site_can(url: str | None, played: str | None) -> None:
    assert address_at(url, 83.9) == played
    assert address_at(url, None) is None
