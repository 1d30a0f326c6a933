"""Downloads against a server on this machine: what is stored, what is refused, and what is never touched."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from iidsp_analysis.errors import SourceError, UsageError
from iidsp_analysis.fetch import fetch_table, known_tables

DAY = date(2026, 1, 15)
ADDRESS = "/api/iblock/element/5931/file/ru/"


@cache
def workbook(cell: str = "ВДС") -> bytes:
    """The same bytes all through: a workbook carries the second in which it was made."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("2013-2018").write(0, 0, cell)
    return content.getvalue()


def answer(status: int = 200, body: bytes = b"", length: int | None = -1) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer whose Content-Length is that of the body (−1), another number, or absent (None)."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        if length is not None:
            request.send_header("Content-Length", str(len(body) if length < 0 else length))
        request.end_headers()
        request.wfile.write(body)

    return send


class Site:
    """A server that gives the listed answers one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = [answer(200, workbook())]
        self.requests: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                number = min(len(site.requests), len(site.answers) - 1)
                site.requests.append(self.path)
                try:
                    site.answers[number](self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client gave up, as it should

            def log_message(self, *arguments: Any) -> None:
                """Keep the tests' output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = Site()
    thread = threading.Thread(target=served.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


@pytest.fixture
def fetch(site: Site, tmp_path: Path) -> Callable[..., Path]:
    def fetch(table: str = "5931", **options: Any) -> Path:
        given = {"folder": tmp_path, "base_url": site.url, "today": DAY, "timeout": 5.0, "backoff": 0.01, **options}
        return fetch_table(table, **given)

    return fetch


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_table_is_stored_with_its_date_and_its_record(site: Site, fetch: Callable[..., Path], tmp_path: Path) -> None:
    stored = fetch()
    assert stored == tmp_path / "bns_5931_2026-01-15.xlsx"
    assert stored.read_bytes() == workbook()
    assert site.requests == [ADDRESS]
    assert left_in(tmp_path) == ["bns_5931_2026-01-15.xlsx", "bns_5931_2026-01-15.xlsx.yml"]
    record = yaml.safe_load((tmp_path / "bns_5931_2026-01-15.xlsx.yml").read_text(encoding="utf-8"))
    assert record == {
        "table": "5931",
        "title": known_tables()["5931"].title,
        "address": site.url + ADDRESS,
        "fetched": "2026-01-15",
        "bytes": len(workbook()),
        "sha256": hashlib.sha256(workbook()).hexdigest(),
    }


def test_an_older_vintage_stays_as_it_was(site: Site, fetch: Callable[..., Path], tmp_path: Path) -> None:
    older = fetch(today=date(2025, 12, 1))
    content, changed = older.read_bytes(), older.stat().st_mtime_ns
    site.answers = [answer(200, workbook("revised"))]
    newer = fetch()
    assert newer != older
    assert (older.read_bytes(), older.stat().st_mtime_ns) == (content, changed)
    assert newer.read_bytes() == workbook("revised")
    assert len(left_in(tmp_path)) == 4


def test_the_same_content_on_the_same_day_is_stored_once(fetch: Callable[..., Path], tmp_path: Path) -> None:
    assert fetch() == fetch()
    assert len(left_in(tmp_path)) == 2


def test_other_content_on_the_same_day_is_a_second_vintage(
    site: Site, fetch: Callable[..., Path], tmp_path: Path
) -> None:
    first = fetch()
    site.answers = [answer(200, workbook("revised"))]
    second = fetch()
    assert second.name == "bns_5931_2026-01-15_2.xlsx"
    assert fetch() == second
    assert first.read_bytes() == workbook()
    assert yaml.safe_load((tmp_path / f"{second.name}.yml").read_text(encoding="utf-8"))["fetched"] == "2026-01-15"


def test_a_server_error_is_tried_again(site: Site, fetch: Callable[..., Path]) -> None:
    site.answers = [answer(500), answer(503), answer(200, workbook())]
    assert fetch().read_bytes() == workbook()
    assert len(site.requests) == 3


def test_a_truncated_answer_is_tried_again(site: Site, fetch: Callable[..., Path]) -> None:
    whole = workbook()
    site.answers = [answer(200, whole[:1000], len(whole)), answer(200, whole)]
    assert fetch().read_bytes() == whole


def slow(request: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)


def trickle(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(40):
        request.wfile.write(b"PK\x03\x04" * 8192 * 4)
        request.wfile.flush()
        time.sleep(0.05)


HTML = b"<!DOCTYPE html><html><body>Service is temporarily unavailable</body></html>"
REFUSALS: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], dict[str, Any], str, int]] = {
    "404": (answer(404), {}, "404 Not Found", 1),
    "500": (answer(500), {"retries": 2}, "500 Internal Server Error", 3),
    "slow": (slow, {"timeout": 0.2, "retries": 1}, "no answer within 0.2 seconds", 2),
    "trickle": (trickle, {"deadline": 0.3}, "longer than 0.3 seconds", 1),
    "oversized": (answer(200, workbook()), {"max_bytes": 1000}, "larger than 0.0 MB", 1),
    "oversized, unannounced": (answer(200, workbook(), None), {"max_bytes": 1000}, "larger than 0.0 MB", 1),
    "truncated": (answer(200, workbook()[:1000], 9000), {"retries": 1}, "connection failed", 2),
    "truncated, unannounced": (answer(200, workbook()[:1000], None), {}, "damaged or cut short", 1),
    "page": (answer(200, HTML), {}, "web page", 1),
    "empty": (answer(200), {}, "empty", 1),
}


@pytest.mark.parametrize(("given", "options", "says", "requests"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_failure_stores_nothing_and_says_what_to_do_by_hand(
    site: Site,
    fetch: Callable[..., Path],
    tmp_path: Path,
    given: Callable[[BaseHTTPRequestHandler], None],
    options: dict[str, Any],
    says: str,
    requests: int,
) -> None:
    site.answers = [given]
    with pytest.raises(SourceError, match=says) as raised:
        fetch(**options)
    by_hand = f"Open {site.url}{ADDRESS} in a browser and save the file as {tmp_path / 'bns_5931_2026-01-15.xlsx'}."
    assert raised.value.what_next == by_hand
    assert raised.value.exit_code == 6
    assert len(site.requests) == requests
    assert left_in(tmp_path) == []


def test_an_announced_oversize_is_refused_before_it_is_read(site: Site, fetch: Callable[..., Path]) -> None:
    seen: list[int] = []
    site.answers = [answer(200, b"PK", 10_000)]
    with pytest.raises(SourceError, match="larger than"):
        fetch(max_bytes=1000, progress=lambda received, expected: seen.append(received))
    assert seen == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://no-such-host.invalid"])
def test_offline_it_names_the_publishers_address_and_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("iidsp_analysis.fetch.BASE_URL", address)
    with pytest.raises(SourceError, match="connection failed") as raised:
        fetch_table("446905", folder=tmp_path / "bns", retries=0, today=DAY)
    assert f"Open {address}/api/iblock/element/446905/file/ru/ in a browser" in raised.value.what_next
    assert str(tmp_path / "bns" / "bns_446905_2026-01-15.xlsx") in raised.value.what_next


def test_an_unknown_table_names_the_nearest(fetch: Callable[..., Path], site: Site) -> None:
    with pytest.raises(UsageError, match="'5932'") as raised:
        fetch("5932")
    assert "5931 (GVA by industry division" in raised.value.what_next
    with pytest.raises(UsageError) as raised:
        fetch("exports")
    assert "446905 (Exports by region" in raised.value.what_next
    assert site.requests == []


def test_a_cube_is_json_or_refused(site: Site, fetch: Callable[..., Path], tmp_path: Path) -> None:
    site.answers = [answer(200, HTML)]
    with pytest.raises(SourceError, match="not a json file"):
        fetch("5809")
    cube = json.dumps([{"terms": [], "termNames": [], "periods": []}]).encode()
    site.answers = [answer(200, cube)]
    assert fetch("5809").name == "bns_5809_2026-01-15.json"
    assert site.requests[-1] == "/api/iblock/element/5809/json/file/ru/"


def test_progress_is_reported(site: Site, fetch: Callable[..., Path]) -> None:
    seen: list[tuple[int, int | None]] = []
    fetch(progress=lambda received, expected: seen.append((received, expected)))
    assert seen[-1] == (len(workbook()), len(workbook()))


def test_every_known_table_says_whether_its_address_was_verified() -> None:
    tables = known_tables()
    assert {"5923", "5927", "450904", "5931", "446905", "446906"} <= set(tables)
    assert all(table.verified in {"yes", "no"} for table in tables.values())
    assert all(f"/{number}/" in table.path and table.ext in {"xlsx", "json"} for number, table in tables.items())
