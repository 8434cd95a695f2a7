"""A file of the register from being sent to being imported, and what can go wrong between."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from kombu.exceptions import OperationalError

from core import clock
from core.errors import Refused
from core.models import AuditEvent
from pioneers import tasks
from pioneers.models import CareHome, RegisterImport, RegisterUpload
from pioneers.services import uploads
from tests import factories as make
from tests.pioneers.register_files import csv_text, home, table

pytestmark = pytest.mark.django_db
NAME = "01_July_2026_HSCA_Active_Locations.csv"


def content(*rows):
    return csv_text(table(rows or [home()])).encode("utf-8-sig")


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def send(staff):
    def run(*rows, data=None, name=NAME):
        file = ContentFile(content(*rows) if data is None else data)
        return uploads.receive(file, name=name, by=staff)

    return run


@pytest.fixture
def read(send):
    """A file that was sent and read."""

    def run(*rows, **kwargs):
        upload = send(*rows, **kwargs)
        uploads.work(str(upload.pk))
        upload.refresh_from_db()
        return upload

    return run


def test_reading_tells_what_would_change_and_changes_nothing(read):
    made = make.care_home(location_id="1-1000001", name="Old name", beds=42)
    upload = read(home(), home(id="1-2"), home(id="1-3", borough="Kent"))
    made.refresh_from_db()
    assert (upload.state, made.name, RegisterImport.objects.count()) == ("read", "Old name", 0)
    preview = upload.preview
    assert (preview["created"], preview["updated"], preview["skipped"]) == (1, 1, 1)
    assert preview["produced_on"] == "2026-07-01"
    assert ["name", "Old name", "Larch House"] in preview["updates"][0]["changes"]
    assert preview["skips"] == [["Not in one of the programme's boroughs", 1]]


def test_what_is_looked_at_is_imported_by_whoever_sent_it_and_the_file_is_gone(read, staff):
    upload = read()
    path = Path(upload.file.path)
    uploads.confirm(upload, by=staff)
    uploads.work(str(upload.pk))
    upload.refresh_from_db()
    record = RegisterImport.objects.get()
    assert (upload.state, upload.register_import) == ("done", record)
    assert (record.file_name, record.imported_by, record.created) == (NAME, staff.email, 1)
    assert (bool(upload.file), path.exists()) == (False, False)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "sent a file of the register",
        "had a file of the register imported",
        "imported CQC's register",
    ]


def test_a_second_press_finds_it_being_imported(read, staff):
    upload = read()
    uploads.confirm(upload, by=staff)
    with pytest.raises(Refused) as refused:
        uploads.confirm(upload, by=staff)
    assert str(refused.value) == f"{NAME}: being imported already."


def test_a_task_that_runs_twice_or_late_does_nothing_more(read, staff):
    upload = read()
    tasks.work_on_upload(str(upload.pk))
    uploads.confirm(upload, by=staff)
    for _ in range(2):
        tasks.work_on_upload(str(upload.pk))
    tasks.work_on_upload("00000000-0000-0000-0000-000000000000")
    assert RegisterImport.objects.count() == 1


def test_of_two_workers_with_one_file_one_works(send):
    upload = send()
    RegisterUpload.objects.update(lease_until=clock.now() + timedelta(minutes=5))
    uploads.work(str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == ("reading", 0)


def test_a_file_thrown_away_is_gone_and_can_be_imported_no_more(read, staff):
    upload = read()
    uploads.discard(upload, by=staff)
    upload.refresh_from_db()
    assert (upload.state, bool(upload.file), CareHome.objects.count()) == ("discarded", False, 0)
    with pytest.raises(Refused):
        uploads.confirm(upload, by=staff)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "The file is a PDF, whatever its name says."),
        (b"PK\x03\x04broken", "The spreadsheet is damaged or was only partly downloaded"),
        (b"Name,Town\nA,B\n", "No row has the heading “Location ID”"),
    ],
)
def test_a_wrong_file_is_told_in_words_and_not_kept(read, data, words):
    upload = read(data=data)
    assert (upload.state, bool(upload.file)) == ("failed", False)
    assert upload.error.startswith(words)


def test_a_fault_of_ours_is_tried_three_times_and_then_said(send, monkeypatch):
    upload = send()

    def broken(*args, **kwargs):
        raise RuntimeError("out of order")

    monkeypatch.setattr(uploads, "import_register", broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            uploads.work(str(upload.pk))
    uploads.work(str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.error) == ("failed", "Something went wrong on our side.")


def test_a_broker_that_is_down_loses_nothing(send, monkeypatch, django_capture_on_commit_callbacks):
    offered = []

    def down(**kwargs):
        offered.append(kwargs["args"])
        raise OperationalError("down")

    monkeypatch.setattr(tasks.work_on_upload, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        upload = send()
    with (
        clock.at(clock.now() + timedelta(minutes=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert uploads.offer_waiting() == 0
    assert offered == [(str(upload.pk),)] * 2


def test_a_name_that_is_a_path_stays_in_its_folder(read):
    assert read(name="../../etc/01_July_2026.csv").file_name == "01_July_2026.csv"


def test_nobody_but_staff_sends_imports_or_throws_away(read, staff):
    upload = read()
    for who in (make.person(), make.pioneer().person, make.funder_contact()):
        for do in (uploads.confirm, uploads.discard):
            with pytest.raises(Refused):
                do(upload, by=who)
        with pytest.raises(Refused):
            uploads.receive(ContentFile(b"x"), name="a.csv", by=who)


# --- The pages -----------------------------------------------------------------------------------


def test_a_file_goes_through_the_pages_in_three_presses(client, staff):
    client.force_login(staff)
    sent = client.post("/staff/homes/imports/send/", {"file": SimpleUploadedFile(NAME, content())})
    upload = RegisterUpload.objects.get()
    assert sent.url == f"/staff/homes/imports/files/{upload.pk}/"
    page = client.get(sent.url).content.decode()
    assert "Reading the file" in page
    assert f'hx-get="{sent.url}"' in page
    uploads.work(str(upload.pk))
    part = client.get(sent.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Import it" in part
    assert client.post(sent.url).url == sent.url
    uploads.work(str(upload.pk))
    record = RegisterImport.objects.get()
    assert client.get(sent.url).url == f"/staff/homes/imports/{record.pk}/"
    assert NAME in client.get("/staff/homes/imports/").content.decode()


def test_no_file_an_empty_one_and_one_too_large_are_told_in_words(client, staff, monkeypatch):
    monkeypatch.setattr("pioneers.forms.homes.LARGEST", 10)
    client.force_login(staff)
    for file, words in (
        ({}, "Choose the file that you downloaded."),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "The file is empty."),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 11)}, "This file is larger than 100 MB"),
    ):
        assert words in client.post("/staff/homes/imports/send/", file).content.decode()
    assert RegisterUpload.objects.count() == 0
