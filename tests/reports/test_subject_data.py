"""The copy of all that is held about a person: complete, and with nothing of anybody else."""

from __future__ import annotations

import json
import re
import sys
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import audit, clock, merges
from core.models import AuditEvent, OutboundEmail
from qi_projects.models import Comment, Measure, Observation, Photo, Update
from reports.subject_data import copying, reading
from reports.subject_data.archive import DATA, PAGE, words
from reports.subject_data.kept import all_impersonal, all_kept
from tests import factories as make
from tests.reports import full_record
from tests.reports.copies import copy_of, inside, mail
from workshops.models import Attendance
from workshops.services import own_actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- Every field is classified ------------------------------------------------------------------
def fields_of(model: Any) -> set[str]:
    """All but numbers that only count rows; a sign-in's key is one that opens something."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key or model._meta.label == "sessions.Session"
    }


def unclassified() -> set[str]:
    """Fields that nothing is said of, twice is said of, or that are not there any more."""
    wrong, said = set(), {kept.model for kept in all_kept()}
    said |= {one.model for one in all_impersonal()}
    for model in apps.get_models(include_auto_created=True):
        if model not in said:
            wrong.add(model._meta.label)
    names = [(one.model, one.fields.split()) for one in all_impersonal()]
    names += [(kept.model, kept.fields_given() + kept.fields_withheld()) for kept in all_kept()]
    for model, listed in names:
        odd = fields_of(model) ^ set(listed) | {one for one in listed if listed.count(one) > 1}
        wrong |= {f"{model._meta.label}.{name}" for name in odd}
    return wrong


def test_every_field_of_every_model_is_given_or_withheld_for_a_reason(capsys):
    models = apps.get_models(include_auto_created=True)
    assert unclassified() == set(), (
        "say in reports/subject_data whose it is, and whether it is given"
    )
    count = sum(len(fields_of(model)) for model in models)
    with capsys.disabled():
        sys.stdout.write(f"\nsubject access: {count} fields of {len(models)} models classified\n")


def test_a_new_field_is_unclassified(monkeypatch):
    """Else the test above could pass with a search that finds nothing."""
    kept = next(one for one in all_kept() if one.model is Comment)
    monkeypatch.setitem(kept.withheld, "why", "no_such_field")
    assert unclassified() == {"qi_projects.Comment.no_such_field"}


def test_no_model_is_both_about_people_and_about_nobody():
    assert {one.model for one in all_kept()} & {one.model for one in all_impersonal()} == set()


def test_labels_of_a_row_are_told_apart():
    for kept in all_kept():
        labels = [column.label for column in kept.columns()]
        assert len(labels) == len(set(labels)), kept.title


# --- Complete, and clean --------------------------------------------------------------------------
@pytest.fixture
def two():
    return full_record.person("zebra"), full_record.person("heron")


def test_a_copy_has_every_word_of_its_person_and_none_that_is_withheld(two, capsys):
    for record in two:
        copy = copy_of(record.person)
        given, withheld = record.given(), record.withheld()
        assert {key for key, word in given.items() if not inside(copy, word)} == set()
        assert {key for key, word in withheld.items() if inside(copy, word)} == set()
        for name in (PAGE, DATA):
            lacking = {key for key, word in given.items() if word.encode() not in copy[name]}
            assert {field for _, field in lacking} <= {"image", "file"}, name
        with capsys.disabled():
            line = f"subject access: {len(given)} words given, {len(withheld)} withheld\n"
            sys.stdout.write(line)
        assert (len(given) > 90, len(withheld) > 40, record.skipped) == (True, True, set())


def test_a_copy_has_nothing_of_anybody_else(two):
    for record, other in (two, two[::-1]):
        assert not inside(copy_of(record.person), other.word)


def test_a_copy_that_staff_make_lacks_what_only_the_person_may_read(two):
    record, other = two
    copy = copy_of(record.person, by=make.administrator())
    given, withheld = record.given(by_staff=True), record.withheld(by_staff=True)
    assert {key for key, word in given.items() if not inside(copy, word)} == set()
    assert {key for key, word in withheld.items() if inside(copy, word)} == set()
    assert not inside(copy, other.word)
    only_theirs = {field for _, field in record.given().keys() - given.keys()}
    assert only_theirs == {"sealed", "subject", "body", "cover", "concern"}


def test_a_copy_that_staff_make_does_not_tell_when_an_own_action_was_written():
    place = make.member(make.learning_set()).pioneer
    audit.record("wrote an own action", own_actions.SOME_ACTION, by=place.person)
    audit.record("sent an apology", place, by=place.person)
    copies = [copy_of(place.person, by=by) for by in (place.person, make.administrator())]
    assert [inside(copy, "sent an apology") for copy in copies] == [True, True]
    assert [inside(copy, "wrote an own action") for copy in copies] == [True, False]


def test_what_is_not_sent_yet_is_its_writers_alone():
    draft = make.application(state="draft", submitted_at=None, facts_note="quokka draft")
    assert inside(copy_of(draft.applicant), "quokka draft")
    assert not inside(copy_of(draft.applicant, by=make.administrator()), "quokka draft")


def test_whether_anything_is_held_in_confidence_is_not_told(two):
    record, _ = two
    plain = make.person()
    titles = {kept.title for kept in all_kept() if not kept.given}
    assert len(titles) >= 8
    for person in (record.person, plain):
        left_out = json.loads(copy_of(person)[DATA])["left_out"]
        told = {what for one in left_out for what in one["what"] if "if there are any" in what}
        assert told == {f"{title} (if there are any)" for title in titles}


def test_a_copy_does_not_tell_that_somebody_elses_record_looks_alike():
    person, other, by = make.person("Grace Mensah"), make.person("Grace Mensah"), make.staff()

    def trail() -> list[str]:
        found = reading.read(reading.subject_of(person, made_by_staff=False))
        parts = [part for _, parts in found.sections for part in parts]
        return [repr(part.rows) for part in parts if part.kept.model is AuditEvent]

    before = trail()
    for _ in range(2):
        merges.say_two_people(person, other, by=by)
        merge = merges.propose(person, other, choices={}, keeps_address=True, by=by)
        merges.drop(merge, by=by)
    assert AuditEvent.objects.filter(subject_id=str(person.pk)).count() > 4
    assert trail() == before


def test_a_record_that_was_joined_is_the_persons_own():
    from core.models import Merge

    goes, stays = make.person("quokka the elder"), make.person()
    Merge.objects.create(
        stays=stays, goes=goes, state="done", proposed_by=stays,
        values={"core.user 1": {"phone": "quokka 1"}, "pioneers.review 2": {"note": "quokka 2"}},
    )  # fmt: skip
    copy = copy_of(stays)
    assert [inside(copy, word) for word in ("quokka the elder", "quokka 1", "quokka 2")] == [
        True, True, False,
    ]  # fmt: skip


def test_an_address_that_was_only_typed_opens_nothing_of_its_owner():
    from allauth.account.models import EmailAddress

    from pioneers.models import CallInterest

    thief = make.person()
    EmailAddress.objects.create(user=thief, email="owner@homes.example", verified=False)
    CallInterest.objects.create(
        programme=make.programme(), email="owner@homes.example", role="quokka"
    )
    assert not inside(copy_of(thief), "quokka")
    EmailAddress.objects.filter(user=thief).update(verified=True)
    assert inside(copy_of(thief), "quokka")


def test_a_mail_to_somebody_is_theirs_whoever_has_the_address_now():
    """A home's mailbox has a new manager, who signs in with it."""
    before = make.person(email="manager@homes.example")
    mail(before, body="Dear Grace, quokka")
    before.email = "grace@private.example"
    before.save()
    after = make.person(email="Manager@homes.example")
    mail(None, body="To whom it concerns: wombat", to_email="manager@HOMES.example")
    found = [
        [inside(copy_of(who), word) for word in ("quokka", "wombat")] for who in (before, after)
    ]
    assert found == [[True, False], [False, True]]


def test_an_address_that_only_looks_like_another_opens_nothing_of_its_owner():
    """PostgreSQL makes I of both i and the ı of Turkish."""
    make.application().releases.create(
        manager_name="Ruth", manager_email="Ruth@Provider.example", concern="quokka"
    )
    thief, owner = (
        make.person(email="ruth@prov\u0131der.example"),
        make.person(email="RUTH@provider.example"),
    )
    assert [inside(copy_of(who), "quokka") for who in (thief, owner)] == [False, True]


# --- The archive ----------------------------------------------------------------------------------
class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_names_in_the_archive_are_of_our_own_making(two):
    names = set(copy_of(two[0].person))
    files = sorted(names - {PAGE, DATA})
    assert len(files) == 4
    for name in files:
        folder, _, rest = name.partition("/")
        assert (folder, rest.replace("-", "").replace(".jpg", "").isalnum()) == ("files", True)


def test_the_page_leads_to_the_files_and_loads_nothing(two):
    copy = copy_of(two[0].person)
    reader = Reader()
    reader.feed(copy[PAGE].decode())
    own = {link for link in reader.links if not link.startswith("#")}
    assert own == set(copy) - {PAGE, DATA}
    assert {"script", "img", "link"} & set(reader.tags) == set()


def test_the_folder_of_files_is_named_where_there_is_one(two):
    without = make.application().applicant
    pages = [copy_of(person)[PAGE].decode() for person in (two[0].person, without)]
    assert ["in the folder “files”" in page for page in pages] == [True, False]


def test_what_people_typed_stays_text_in_the_page():
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    made = make.application(facts_note=hostile)
    made.applicant.name = hostile[:100]
    made.applicant.save()
    mail(made.applicant, body=hostile)
    copy = copy_of(made.applicant)
    reader = Reader()
    reader.feed(copy[PAGE].decode())
    assert {"script", "img"} & set(reader.tags) == set()
    assert "&lt;script&gt;alert(1)" in copy[PAGE].decode()
    assert hostile in json.dumps(json.loads(copy[DATA])["sections"], ensure_ascii=False).replace(
        '\\"', '"'
    )


def test_a_file_that_is_gone_is_said_and_stops_nothing(two):
    record = two[0]
    photo = Photo.objects.filter(project__pioneer__person=record.person).get()
    photo.image.storage.delete(photo.image.name)
    copy = copy_of(record.person)
    assert "The file could not be found" in copy[PAGE].decode()
    assert len(copy) == 5


def test_words_that_cannot_be_opened_stop_nothing(two):
    from workshops.models import Commitment

    Commitment.objects.filter(pioneer__person=two[0].person).update(sealed=b"broken")
    assert "cannot be opened just now" in copy_of(two[0].person)[PAGE].decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (False, "No"),
        (0, "0"),
        (["a", 1], ["a", "1"]),
        (" \n ", ""),
        ({"set_meetings": 7}, ["set meetings: 7"]),
    ],
)
def test_values_are_shown_in_words(value, shown):
    assert words(value) == shown


# --- Every copy leaves a trace, and twice is twice ------------------------------------------------
def test_every_copy_is_in_the_trail_and_who_did_not_make_it_is_told():
    person, administrator = make.person("Grace Mensah"), make.administrator()
    for by in (person, person, administrator):
        copy_of(person, by=by)
    events = AuditEvent.objects.filter(action=copying.MADE).order_by("pk")
    assert [(one.actor, one.subject_id) for one in events] == [
        (by.email, str(person.pk)) for by in (person, person, administrator)
    ]
    assert set(events[0].detail) == {"rows", "files", "bytes"}
    (told,) = OutboundEmail.objects.filter(kind="data_copied")
    assert (told.person, administrator.name in told.body) == (person, True)
    assert [one.who for one in copying.made_of(person, reader=person)] == [
        administrator.name,
        "you",
        "you",
    ]
    assert [one.who for one in copying.made_of(person, reader=administrator)] == [
        "you",
        person.name,
        person.name,
    ]


# --- Queries ----------------------------------------------------------------------------------
def test_thirty_rows_of_a_kind_take_the_same_queries_as_three():
    pioneer = make.pioneer()
    project = make.project(pioneer)
    mentor = make.person()
    measure = Measure.objects.create(
        project=project, name="Falls", kind="count", direction="decrease"
    )

    def grow(until: int) -> list[str]:
        """The tables that are read, in order."""
        for n in range(project.comments.count(), until):
            Comment.objects.create(project=project, text=f"{n}", written_by=mentor)
            day = clock.today() - timedelta(days=n)
            Observation.objects.create(measure=measure, on=day, value=n)
            session = make.session(pioneer.cohort)
            Attendance.objects.create(session=session, pioneer=pioneer, recorded_by=mentor)
            make.application(make.cohort(), applicant=pioneer.person)
            mail(pioneer.person, body=f"{n}")
        subject = reading.subject_of(pioneer.person, made_by_staff=False)
        with CaptureQueriesContext(connection) as queries:
            assert reading.read(subject).rows >= 5 * until
        return [re.findall(r'FROM "(\w+)"', one["sql"])[0] for one in queries]

    three = grow(3)
    assert grow(30) == three
    assert len(three) <= len(all_kept())


def test_an_update_to_ones_own_project_is_given_once():
    project = make.project()
    person = project.pioneer.person
    Update.objects.create(project=project, text="quokka", written_by=person)
    Update.objects.create(project=make.project(), text="wombat", written_by=person)
    text = copy_of(person)[DATA].decode()
    assert [text.count("quokka"), text.count("wombat")] == [1, 1]
