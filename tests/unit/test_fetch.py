"""Fetching: an answer, or one sentence; never beyond its limits, never to a private address."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from httpcore2 import ConnectError, NetworkStream, SyncBackend
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FetchError
from reader.fetch import Client, Limits
from reader.fetch.public import is_public
from reader.sites import Answer, Request
from tests.made_site import PUBLIC, MadeClock, MadeSite, Reply, made_site, moved

URL = "https://forum.example/page"
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.1.1", "64:ff9b::a00:1",
    "2002:a00:1::1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.fixture
def site() -> Iterator[MadeSite]:
    with made_site() as made:
        yield made


def ask(site: MadeSite, url: str = URL, **options: Any) -> Answer:
    with site.client(**options) as client:
        return client.ask(Request(url))


def refusal(site: MadeSite, url: str = URL, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as raised:
        ask(site, url, **options)
    assert str(raised.value).isprintable()
    assert raised.value.way_out
    return raised.value


def limited(**limits: Any) -> Limits:
    return Limits(**{"read_seconds": 5.0, **limits})


def test_an_answer_is_given_as_it_came(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said", headers={"X-Twice": "a"}))
    answer = ask(site)
    assert (answer.url, answer.status, answer.body) == (URL, 200, b"said")
    assert answer.headers["x-twice"] == "a"


def test_the_client_says_who_it_is(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said"))
    ask(site)
    asked = site.asked[0]
    assert asked.headers["user-agent"].startswith("Threadside/")
    assert "mozilla" not in asked.headers["user-agent"].lower()
    assert "cookie" not in asked.headers
    assert asked.headers["host"] == "forum.example"


def test_what_is_sent_along_makes_a_post(site: MadeSite) -> None:
    site.serve(URL, Reply(b"{}"))
    with site.client() as client:
        client.ask(Request(URL, b'{"a": 1}'))
    assert (site.asked[0].method, site.asked[0].json) == ("POST", {"a": 1})


# Addresses that are not public


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_as_public_as_it_is(ip: Any) -> None:
    mapped, translated = (
        f"::ffff:{ip}",
        str(socket.inet_ntop(socket.AF_INET6, b"\0d\xff\x9b" + bytes(8) + ip.packed)),
    )
    assert is_public(mapped) == is_public(translated) == is_public(str(ip))


def test_this_machine_is_asked_only_when_that_is_allowed(site: MadeSite) -> None:
    site.serve(f"{site.base}/page", Reply(b"inside"))
    with Client() as client, pytest.raises(FetchError, match=r"127\.0\.0\.1.*--allow-private"):
        client.ask(Request(f"{site.base}/page"))
    assert not site.asked
    with Client(allow_private=True) as client:
        assert client.ask(Request(f"{site.base}/page")).body == b"inside"


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_way_of_writing_this_machine_gets_through(site: MadeSite, host: str) -> None:
    with Client() as client, pytest.raises(FetchError):
        client.ask(Request(f"http://{host}:{site.port}/page"))
    assert not site.asked


@pytest.mark.parametrize("addresses", [["10.0.0.1"], [PUBLIC, "10.0.0.1"], ["fe80::1", PUBLIC]])
def test_a_name_that_leads_inside_is_refused(site: MadeSite, addresses: list[str]) -> None:
    assert "not on the public internet" in refusal(site, resolve=lambda host, port: addresses).reason
    assert not site.dialled


def test_a_name_that_changes_where_it_leads_is_followed_only_to_where_it_was_checked(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said"))
    leads = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    assert ask(site, resolve=lambda host, port: next(leads)).body == b"said"
    assert site.dialled == [PUBLIC]


def test_a_redirect_inside_is_refused(site: MadeSite) -> None:
    site.serve(URL, moved("http://intranet.example/secret"))
    error = refusal(site, resolve=lambda host, port: ["10.0.0.1" if "intranet" in host else PUBLIC])
    assert "intranet.example leads to 10.0.0.1" in error.reason
    assert site.paths() == ["/page"]


# Redirects


@pytest.mark.parametrize(
    "where",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://u:p@a.example/",
        "//a..b/",
        "http://[",
    ],
)
def test_a_redirect_out_of_the_web_is_refused(site: MadeSite, where: str) -> None:
    site.serve(URL, moved(where))
    assert "redirects to" in refusal(site).reason
    assert site.paths() == ["/page"]


def test_redirects_are_followed_a_few_times(site: MadeSite) -> None:
    site.serve(URL, moved("/second"))
    site.serve("https://forum.example/second", moved("http://other.example/third?a=1#part", 301))
    site.serve("http://other.example/third", Reply(b"there"))
    answer = ask(site)
    assert (answer.body, answer.url) == (b"there", "http://other.example/third?a=1#part")


def test_a_circle_of_redirects_ends(site: MadeSite) -> None:
    site.serve(URL, moved(URL))
    assert "more than 5 times" in refusal(site).reason
    assert len(site.paths()) == 6


@pytest.mark.parametrize(("status", "method"), [(307, "POST"), (308, "POST"), (302, "POST"), (303, "GET")])
def test_a_redirect_keeps_what_was_sent_but_for_see_other(site: MadeSite, status: int, method: str) -> None:
    site.serve(URL, moved("/there", status))
    site.serve("https://forum.example/there", Reply(b"{}"))
    with site.client() as client:
        client.ask(Request(URL, b"{}"))
    assert site.asked[-1].method == method


# Time


def test_a_server_that_drips_is_left_when_the_time_is_over(site: MadeSite) -> None:
    site.serve(URL, Reply(b".", announced=10**6, is_dripping=True))
    error = refusal(site, clock=MadeClock(tick=10.0))
    assert "not complete after 180 seconds" in error.reason


def test_a_server_that_drips_its_header_is_left_too(site: MadeSite) -> None:
    site.serve(
        URL,
        Reply(headers={"Content-Length": "1", "X-Long": "x"}, raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 99_000),
    )
    assert refusal(site, clock=MadeClock(tick=70.0)).reason.startswith("the answer was not complete")


def test_a_server_that_says_nothing_is_left(site: MadeSite) -> None:
    never = Event()
    site.serve(URL, Reply(waits_for=never))
    assert "sent nothing for 0.05 seconds" in refusal(site, limits=limited(read_seconds=0.05)).reason
    never.set()
    assert len(site.asked) == 1


# Size


def test_what_is_announced_too_large_is_not_read(site: MadeSite) -> None:
    site.serve(URL, Reply(b"x", announced=10**9))
    assert "larger than the limit of 64 MiB" in refusal(site).reason


def test_what_turns_out_too_large_is_left(site: MadeSite) -> None:
    site.serve(URL, Reply(raw=b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 3000))
    assert "larger than the limit" in refusal(site, limits=limited(size=2000)).reason
    assert len(ask(site, limits=limited(size=3000)).body) == 3000


def test_what_is_packed_is_unpacked_up_to_the_limit(site: MadeSite) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.serve(URL, Reply(gzip.compress(b"x" * 5000), headers=packed))
    assert ask(site, limits=limited(size=5000)).body == b"x" * 5000
    assert "unpacked it is larger" in refusal(site, limits=limited(size=4999)).reason


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate", "nonsense"])
def test_what_is_packed_otherwise_is_refused(site: MadeSite, encoding: str) -> None:
    site.serve(URL, Reply(b"x", headers={"Content-Encoding": encoding}))
    assert "not asked for" in refusal(site).reason


def test_damaged_packing_is_refused(site: MadeSite) -> None:
    site.serve(URL, Reply(gzip.compress(b"said")[:-3], headers={"Content-Encoding": "gzip"}))
    assert "its end is missing" in refusal(site).reason
    site.serve(URL, Reply(b"said", headers={"Content-Encoding": "gzip"}))
    assert "damaged" in refusal(site).reason


@pytest.mark.parametrize("kind", ["audio/mpeg", "video/mp4", "image/png", "application/pdf"])
def test_sounds_and_pictures_are_refused_before_they_come(site: MadeSite, kind: str) -> None:
    site.serve(URL, Reply(b"x", announced=10**9, headers={"Content-Type": kind}))
    assert f"no text ({kind})" in refusal(site).reason


def test_what_came_is_told(site: MadeSite) -> None:
    site.serve(URL, Reply(b"x" * 200_000))
    told: list[tuple[int, int | None]] = []
    with site.client() as client:
        client.ask(Request(URL), lambda size, announced: told.append((size, announced)))
    assert told[-1] == (200_000, 200_000)
    assert told == sorted(told)


# Trying again


def test_a_broken_connection_is_tried_again_twice(site: MadeSite) -> None:
    site.serve(URL, Reply(is_reset=True), Reply(b"half", announced=100), Reply(b"whole"))
    clock = MadeClock()
    assert ask(site, clock=clock).body == b"whole"
    assert clock.slept == [2.0, 4.0]


def test_a_connection_broken_each_time_is_said(site: MadeSite) -> None:
    site.serve(URL, Reply(b"half", announced=100))
    assert "closed the connection midway" in refusal(site).reason
    assert len(site.asked) == 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_site_in_trouble_is_asked_three_times(site: MadeSite, status: int) -> None:
    site.serve(URL, Reply(b"no", status))
    assert refusal(site).status == status
    assert len(site.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 500, 501])
def test_what_a_site_refuses_is_asked_once(site: MadeSite, status: int) -> None:
    site.serve(URL, Reply(b"no", status))
    assert refusal(site).status == status
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "7"},
        {"Retry-After": "Tue, 02 Jan 2024 00:00:07 GMT", "Date": "Tue, 02 Jan 2024 00:00:00 GMT"},
    ],
)
def test_the_pause_a_site_asks_for_is_kept(site: MadeSite, headers: dict[str, str]) -> None:
    site.serve(URL, Reply(b"slow", 429, headers), Reply(b"said"))
    clock = MadeClock()
    assert ask(site, clock=clock).body == b"said"
    assert clock.slept == [7.0]


def test_a_pause_too_long_is_said_and_not_waited_for(site: MadeSite) -> None:
    site.serve(URL, Reply(b"slow", 429, {"Retry-After": "3600"}))
    clock = MadeClock()
    assert "come back in 3600 seconds" in refusal(site, clock=clock).reason
    assert (clock.slept, len(site.asked)) == ([], 1)


@pytest.mark.parametrize("said", ["", "soon", "-5", "²", "9" * 400, "Tue, 99 Foo"])
def test_a_pause_that_is_none_is_ours(site: MadeSite, said: str) -> None:
    site.serve(URL, Reply(b"slow", 503, {"Retry-After": said.encode().decode("latin-1")}), Reply(b"said"))
    clock = MadeClock()
    with site.client(clock=clock) as client:
        if said.startswith("9"):
            with pytest.raises(FetchError):
                client.ask(Request(URL))
        else:
            assert client.ask(Request(URL)).body == b"said"
            assert clock.slept == [2.0]


# Manners


def ask_twice(site: MadeSite, robots: Reply | None = None) -> MadeClock:
    site.serve(URL, Reply(b"said"))
    if robots:
        site.serve("https://forum.example/robots.txt", robots)
    clock = MadeClock()
    with site.client(clock=clock) as client:
        client.ask(Request(URL))
        assert clock.slept == []
        client.ask(Request(URL))
    return clock


def test_one_request_needs_no_pause_and_no_robots(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said"))
    ask(site)
    assert [one.link.path for one in site.asked] == ["/page"]


def test_the_pause_robots_asks_for_is_kept(site: MadeSite) -> None:
    assert ask_twice(site, Reply(b"User-agent: *\nCrawl-Delay: 3\nDisallow: /private\n")).slept == [3.0]


@pytest.mark.parametrize(
    "robots",
    [
        None,
        Reply(b"", 500),
        Reply(b"\xff\x00 Crawl-delay: x"),
        Reply("User-agent: *\nCrawl-delay: ²\n".encode()),
        moved("/x"),
    ],
)
def test_without_a_pause_asked_for_it_is_one_second(site: MadeSite, robots: Reply | None) -> None:
    assert ask_twice(site, robots).slept == [1.0]


def test_no_robots_makes_us_wait_for_ever(site: MadeSite) -> None:
    assert ask_twice(site, Reply(b"User-agent: *\nCrawl-delay: 999999\n")).slept == [60.0]


def test_another_site_needs_no_pause(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said"))
    site.serve("https://other.example/page", Reply(b"said"))
    clock = MadeClock()
    with site.client(clock=clock) as client:
        client.ask(Request(URL))
        client.ask(Request("https://other.example/page"))
    assert clock.slept == []


# Doors, and no way to the site at all


@pytest.mark.parametrize(
    ("reply", "keeper"),
    [
        (Reply(b"<html>", 429, {"x-vercel-mitigated": "challenge"}), "Vercel"),
        (Reply(b"<title>Vercel Security Checkpoint</title>", 403), "Vercel"),
        (Reply(b"<html>", 403, {"cf-mitigated": "challenge"}), "Cloudflare"),
        (Reply(b"<title>Just a moment...</title>", 503), "Cloudflare"),
    ],
)
def test_a_door_for_browsers_is_named_and_not_knocked_at_again(
    site: MadeSite, reply: Reply, keeper: str
) -> None:
    site.serve(URL, reply)
    error = refusal(site)
    assert f"checkpoint of {keeper}" in error.reason
    assert "save it, and add the file" in error.way_out
    assert len(site.asked) == 1


def test_a_page_about_doors_is_a_page(site: MadeSite) -> None:
    site.serve(URL, Reply(b"On the Vercel Security Checkpoint"))
    assert ask(site).status == 200


def test_reddits_closed_door_is_named(site: MadeSite) -> None:
    site.serve("https://www.reddit.com/comments/abc.json", Reply(b"whoa there, pardner!", 403))
    error = refusal(site, "https://www.reddit.com/comments/abc.json")
    assert "Reddit answers no programs (403)" in error.reason
    assert "add the file" in error.way_out


def raising(error: OSError) -> Any:
    def resolve(host: str, port: int) -> list[str]:
        raise error

    return resolve


def test_a_host_that_is_not_there_is_said(site: MadeSite) -> None:
    error = refusal(site, resolve=raising(socket.gaierror(socket.EAI_NONAME, "Name or service not known")))
    assert "there is no host forum.example" in error.reason


def test_an_offline_machine_is_said(site: MadeSite) -> None:
    error = refusal(site, resolve=raising(socket.gaierror(socket.EAI_AGAIN, "Temporary failure")))
    assert "this machine seems to be offline" in error.reason
    assert "add a page saved before" in error.way_out


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy", ""])
def test_where_a_proxy_is_set_it_is_said_that_none_is_used(
    site: MadeSite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for set_here in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(set_here, raising=False)
    if name:
        monkeypatch.setenv(name, "http://proxy.example:3128")
    error = refusal(site, resolve=raising(socket.gaierror(socket.EAI_AGAIN, "Temporary failure")))
    assert ("a proxy is set here, and none is used" in error.way_out) is bool(name)


def test_a_network_that_is_down_is_said(site: MadeSite) -> None:
    def dial(address: str, port: int, timeout: float) -> NetworkStream:
        raise ConnectError(OSError(101, "Network is unreachable"))

    assert "this machine seems to be offline" in refusal(site, dial=dial).reason


def test_a_closed_port_is_said(site: MadeSite) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = refusal(site, f"http://127.0.0.1:{taken.getsockname()[1]}/", allow_private=True,
                        resolve=lambda host, port: ["127.0.0.1"],
                        dial=lambda *given: SyncBackend().connect_tcp(*given))  # fmt: skip
    assert "accepts no connection" in error.reason


def test_a_server_that_is_not_secure_is_said(site: MadeSite) -> None:
    error = refusal(
        site, dial=lambda address, port, timeout: SyncBackend().connect_tcp("127.0.0.1", site.port, timeout)
    )
    assert "no secure connection to forum.example could be made" in error.reason


def test_the_second_address_of_a_host_is_tried(site: MadeSite) -> None:
    site.serve(URL, Reply(b"said"))

    def dial(address: str, port: int, timeout: float) -> NetworkStream:
        if address != PUBLIC:
            raise ConnectError(OSError(101, "Network is unreachable"))
        return site.dial(address, port, timeout)

    assert ask(site, dial=dial, resolve=lambda host, port: ["2606:4700::1111", PUBLIC]).body == b"said"


def test_what_is_not_http_is_said(site: MadeSite) -> None:
    site.serve(URL, Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))
    assert "is not HTTP" in refusal(site).reason


_HEADS = st.sampled_from([
    b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"HTTP/1.0 302 X\r\nLocation: ",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 429 Slow\r\nRetry-After: ", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
    b"HTTP/1.1 304 Not Modified\r\n\r\n", b"HTTP/1.1 101 Switching\r\n\r\n", b"HTTP/1.1 999 X\r\n\r\n",
])  # fmt: skip


_TAILS = st.sampled_from([b"", b"\r\n\r\n", b"\r\n\r\nbody"])


def test_whatever_a_server_sends_is_an_answer_or_a_sentence(site: MadeSite) -> None:
    @settings(max_examples=100)
    @given(_HEADS, st.binary(max_size=60), _TAILS)
    def check(head: bytes, middle: bytes, tail: bytes) -> None:
        site.serve(URL, Reply(raw=head + middle + tail))
        with site.client() as client:
            try:
                answer = client.ask(Request(URL))
            except FetchError as error:
                assert str(error)
            else:
                assert 200 <= answer.status < 300

    check()


def test_nothing_of_an_answer_stays_when_watching_stops_it(site: MadeSite) -> None:
    class Stopped(Exception):
        pass

    def stop(size: int, announced: int | None) -> None:
        raise Stopped

    site.serve(URL, Reply(b"x" * 100_000))
    with site.client() as client:
        with pytest.raises(Stopped):
            client.ask(Request(URL), stop)
        assert client.ask(Request(URL)).body == b"x" * 100_000
