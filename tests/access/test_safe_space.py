"""A secret sentence is planted in own actions, and looked for everywhere as everybody.

The sentences come by the real pages, so that whatever watches requests could have kept them:
every address as every role, with searches; exports, PDFs, calendars and mails; the trail, the
logs, error pages, sessions, the cache, and every table of the database, in the clear and encoded.
`tests/access/test_crawling.py` follows links besides.
"""

from __future__ import annotations

import base64
import io
import logging
import re
import sys
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.core import mail as sent
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.mail import delivery, kinds
from core.models import AuditEvent, OutboundEmail
from reports.subject_data import copying
from tests.access.asking import address
from tests.access.matrix import MATRIX
from tests.access.routes import all_routes
from tests.access.world import ROLES, World
from workshops.models import Commitment
from workshops.models.commitment import CommitmentQuerySet

pytestmark = pytest.mark.django_db
ROUTES = {route.key: route for route in all_routes()}
PRIVATE = "quokka private sentence nine"
SHARED = "quokka shared sentence nine"
EDITED = "quokka words before the edit"
DELETED = "quokka words that were deleted"
REFUSED = "quokka words too long " * 30
ALL = (PRIVATE, SHARED, EDITED, DELETED, REFUSED[:40])
# What every planted sentence has and nothing else in the tests.
MARK = "quokka"


def traces(mark: str = MARK) -> list[bytes]:
    """The word as it may look after somebody encoded it."""
    raw = mark.encode()
    inside = [base64.b64encode(pad + raw)[4 if pad else 0 :][:6] for pad in (b"", b"x", b"xx")]
    wide = mark.encode("utf-16-le")
    return [raw, raw[::-1], raw.hex().encode(), wide, quote(mark).encode(), inside[0]]


def found(data: bytes | str) -> bool:
    data = data.encode() if isinstance(data, str) else data
    low = data.lower()
    return any(trace in data or trace in low for trace in traces())


@pytest.fixture(scope="module")
def planted(world: World) -> dict[str, Any]:
    """Written, shared, changed, deleted and refused, by the owner, on the pages."""
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.db.backends")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    force, connection.force_debug_cursor = connection.force_debug_cursor, True
    try:
        keys = _plant(world)
        kinds.plan()
    finally:
        connection.force_debug_cursor = force
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    return {**keys, "log": logged.getvalue()}


def _plant(world: World) -> dict[str, Any]:
    owner, here = world.client("pioneer"), world.ours.rows["set"].pk
    write = reverse("workshops:write_own_action", args=[here])
    save = reverse("workshops:save_own_action", args=[here])
    keys = {name: str(uuid.uuid4()) for name in ("private", "shared", "edited", "deleted")}
    owner.post(save, {"id": keys["private"], "text": PRIVATE[:20]})
    owner.post(write, {"id": keys["private"], "text": PRIVATE})
    owner.post(write, {"id": keys["shared"], "text": SHARED})
    owner.post(write, {"id": keys["edited"], "text": EDITED})
    owner.post(write, {"id": keys["deleted"], "text": DELETED})
    owner.post(write, {"id": str(uuid.uuid4()), "text": REFUSED})
    owner.post(save, {"id": str(uuid.uuid4()), "text": REFUSED})
    owner.post(f"/own-actions/{keys['edited']}/", {"text": "Other words"})
    for verb, key in (("share", "shared"), ("share", "deleted"), ("done", "edited")):
        owner.post(reverse("workshops:press_own_action", args=[keys[key], verb]))
    owner.post(reverse("workshops:press_own_action", args=[keys["deleted"], "delete"]))
    # Signed out, and by people who may not.
    for role in ("anonymous", "facilitator", "staff", "funder"):
        world.client(role).post(write, {"id": str(uuid.uuid4()), "text": PRIVATE})
    texts = sorted(row.text for row in Commitment.objects.filter(pk__in=keys.values()))
    assert texts == sorted([PRIVATE, SHARED, "Other words"]), "planted as meant"
    return keys


def words_in(response: Any) -> bytes:
    """All that an answer holds: headers, body, the parts of a workbook, the text of a PDF."""
    body = (
        b"".join(response.streaming_content)
        if getattr(response, "streaming", False)
        else response.content
    )
    parts = [body, repr(list(response.items())).encode()]
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    if body[:5] == b"%PDF-" and b"xref" in body:
        from pypdf import PdfReader

        parts += [page.extract_text().encode() for page in PdfReader(io.BytesIO(body)).pages]
    return b"\n".join(parts)


def visits(world: World) -> Iterator[tuple[str, str]]:
    """(name, address) of every route, of our side; lists and searches also asked for the word."""
    for key, expected in MATRIX.items():
        url = address(world, ROUTES[key].name, expected.ids, expected.fixed, world.ours)
        yield key, url
        if not expected.fixed and "pk" not in expected.ids:
            yield key, f"{url}?q={MARK}&search={MARK}&name={MARK}"


def shown_to(world: World, roles: tuple[str, ...] = ROLES) -> tuple[dict[str, set[str]], int]:
    """{name of a page: roles whom it showed the word}, and how many answers were read."""
    shown: dict[str, set[str]] = {}
    asked = 0
    for key, url in visits(world):
        for role in roles:
            cache.clear()
            with transaction.atomic():
                response = world.client(role).get(url)
                text = words_in(response)
                transaction.set_rollback(True)
            asked += 1
            # What one typed into the address oneself comes back in the page's own links.
            text = re.sub(rb"(?:q|search|name)(?:=|%3D)quokka", b"", text)
            text = text.replace(b'value="quokka"', b"").replace("“quokka”".encode(), b"")
            if found(text):
                shown.setdefault(key, set()).add(role)
    return shown, asked


OWNERS_PAGES = {"workshops:own_actions"}
SET_PAGES = {"workshops:learning_set", "workshops:session"}


def test_no_address_shows_it_to_anybody_but_those_whom_the_owner_chose(world, planted, capsys):
    shown, asked = shown_to(world)
    with capsys.disabled():
        sys.stdout.write(f"\nsafe space: {asked} answers read as {len(ROLES)} roles\n")
    assert {key for key in shown if key in SET_PAGES} == SET_PAGES, "the search finds what is there"
    assert shown.pop("workshops:own_actions") == {"pioneer"}
    for key in SET_PAGES:
        assert shown.pop(key) == {"pioneer", "facilitator"}
    assert shown == {}


def page_of(world: World, role: str, name: str, row: str) -> str:
    url = reverse(name, args=[world.ours.rows[row].pk])
    return world.client(role).get(url).content.decode()


def test_the_facilitator_reads_the_shared_one_and_not_the_private_one(world, planted):
    page = page_of(world, "facilitator", "workshops:learning_set", "set")
    assert [SHARED in page, PRIVATE in page] == [True, False]
    mine = page_of(world, "pioneer", "workshops:learning_set", "set")
    assert [SHARED in mine, PRIVATE in mine] == [True, True]


def test_the_search_would_see_it_if_the_rule_were_broken(world, planted, monkeypatch):
    """Positive control: with the rule gone, the facilitator's page shows the private one."""
    monkeypatch.setattr(CommitmentQuerySet, "visible_to", lambda rows, user: rows.all())
    page = page_of(world, "facilitator", "workshops:learning_set", "set")
    assert PRIVATE in page
    assert found(page)


@pytest.mark.parametrize("verb", ["unshare", "leave", "facilitator"])
def test_the_very_next_request_of_an_open_session_shows_nothing(world, planted, verb):
    client = world.client("facilitator")
    url = reverse("workshops:learning_set", args=[world.ours.rows["set"].pk])
    with transaction.atomic():
        assert SHARED in client.get(url).content.decode()
        if verb == "unshare":
            press = reverse("workshops:press_own_action", args=[planted["shared"], "unshare"])
            world.client("pioneer").post(press)
        elif verb == "leave":
            world.ours.rows["pioneer"].set_memberships.update(left_on=clock.today())
        else:
            other = world.neighbours.people["facilitator"]
            type(world.ours.rows["set"]).objects.filter(pk=world.ours.rows["set"].pk).update(
                facilitator=other
            )
        assert not found(client.get(url).content)
        transaction.set_rollback(True)


def test_no_table_holds_it_in_any_form(world, planted):
    leaks, cells = search_database()
    assert leaks == []
    assert cells > 10_000


def test_the_search_of_the_tables_sees_words_that_were_not_sealed(world, planted):
    for kept in (PRIVATE.encode(), base64.b64encode(PRIVATE.encode()), PRIVATE.encode().hex()):
        with transaction.atomic():
            data = kept.encode() if isinstance(kept, str) else kept
            Commitment.objects.filter(pk=planted["private"]).update(sealed=data)
            assert search_database()[0] == ["workshops_commitment.sealed"]
            transaction.set_rollback(True)


def search_database() -> tuple[list[str], int]:
    """(the columns in which the word stands, how many cells were read)."""
    leaks, cells = set(), 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    cells += 1
                    data = bytes(value) if isinstance(value, memoryview | bytes) else str(value)
                    if found(data):
                        leaks.add(f"{table}.{name}")
    return sorted(leaks), cells


def test_no_sign_in_and_no_cache_keeps_it(world, planted):
    assert [one.pk for one in SignIn.objects.all() if found(repr(one.get_decoded()))] == []
    kept = getattr(cache, "_cache", {})
    assert [key for key, value in kept.items() if found(value)] == []


def test_the_trail_says_what_was_done_without_the_words(world, planted):
    events = list(AuditEvent.objects.filter(action__contains="own action"))
    assert len(events) >= 7
    assert [event for event in events if found(repr(event.__dict__))] == []


def test_no_log_line_holds_it_even_with_everything_logged(world, planted):
    log = planted["log"]
    assert "workshops_commitment" in log, "the statements were logged"
    assert not found(log)


def test_no_mail_holds_it(world, planted):
    """Whatever was queued when it was written, and what goes out when everything is due."""
    rows = list(OutboundEmail.objects.all())
    assert [row.pk for row in rows if found(repr(row.__dict__))] == []
    with transaction.atomic():
        sent.outbox.clear() if hasattr(sent, "outbox") else None
        OutboundEmail.objects.filter(state="held").update(state="due")
        delivery.deliver_due()
        bodies = [one.message().as_bytes() for one in getattr(sent, "outbox", [])]
        transaction.set_rollback(True)
    assert [body for body in bodies if found(body)] == []


def test_an_error_in_the_middle_of_saving_shows_and_logs_nothing(
    world, planted, monkeypatch, caplog, settings
):
    settings.DEBUG = False
    caplog.set_level(logging.DEBUG)

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Commitment, "save", breaks)
    client = world.client("pioneer")
    client.raise_request_exception = False
    url = reverse("workshops:write_own_action", args=[world.ours.rows["set"].pk])
    with transaction.atomic():
        answer = client.post(url, {"id": str(uuid.uuid4()), "text": PRIVATE})
        transaction.set_rollback(True)
    assert answer.status_code == 500
    assert "the disk is full" in caplog.text, "the error was logged"
    assert not found(answer.content)
    assert not found(caplog.text)
    reports = [_reported(record) for record in caplog.records if record.exc_info]
    assert reports
    assert [report for report in reports if found(report)] == []


def _reported(record: logging.LogRecord) -> str:
    """What Django would mail to administrators of this error, with every variable in it."""
    from django.views.debug import ExceptionReporter

    assert record.exc_info
    return ExceptionReporter(
        getattr(record, "request", None), *record.exc_info
    ).get_traceback_html()


def test_words_that_do_not_open_break_no_page_and_are_logged_without_words(world, planted, caplog):
    with transaction.atomic():
        other = Commitment.objects.get(pk=planted["shared"]).sealed
        Commitment.objects.filter(pk=planted["private"]).update(sealed=other)
        page = page_of(world, "pioneer", "workshops:learning_set", "set")
        transaction.set_rollback(True)
    assert "These words cannot be opened just now" in page
    assert "belongs to another row" in caplog.text
    assert not found(caplog.text)


def test_no_copy_of_anybodys_data_holds_it_but_the_one_that_the_owner_makes(world, planted):
    """Nor does one that an administrator makes of the owner's, shared with the set or not."""
    sides = (world.ours, world.neighbours, world.theirs)
    shown, asked = set(), 0
    with transaction.atomic():
        for side in sides:
            people = {**side.people, "peer": side.rows["peer"].person}
            for role, person in people.items():
                for maker in (person, world.ours.people["administrator"]):
                    with copying.make(person, by=maker) as copy, zipfile.ZipFile(copy) as archive:
                        text = b"".join(map(archive.read, archive.namelist()))
                    asked += 1
                    if found(text):
                        shown.add((side.word, role, maker == person))
                        assert all(one.encode() in text for one in (PRIVATE, SHARED))
        transaction.set_rollback(True)
    assert (shown, asked > 60) == ({("ours", "pioneer", True)}, True)


def test_pages_with_own_actions_are_kept_by_no_cache(world, planted):
    for url in (
        reverse("workshops:learning_set", args=[world.ours.rows["set"].pk]),
        reverse("workshops:session", args=[world.ours.rows["meeting"].pk]),
        reverse("workshops:own_actions"),
        reverse("workshops:change_own_action", args=[planted["private"]]),
    ):
        assert world.client("pioneer").get(url)["Cache-Control"] == "private, no-store", url


def test_an_address_never_holds_words(world, planted):
    """No form of own actions is sent by GET, where words would stand in logs of web servers."""
    client: Client = world.client("pioneer")
    page = client.get(reverse("workshops:learning_set", args=[world.ours.rows["set"].pk]))
    forms = re.findall(r"<form[^>]*>", page.content.decode())
    assert [form for form in forms if 'method="post"' not in form] == []
