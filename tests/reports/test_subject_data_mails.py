"""What a copy of somebody's data tells of mails: what was sent, and nothing before it goes."""

from __future__ import annotations

import pytest

from core import clock, links, mail
from core.models import OutboundEmail
from pioneers.services import selection
from reports.subject_data import reading
from reports.subject_data.archive import PAGE
from tests import factories as make
from tests.pioneers.deciding import decided
from tests.reports.copies import copy_of, inside
from tests.reports.copies import mail as sent
from workshops import where

pytestmark = pytest.mark.django_db
JOIN = "https://meet.example/j/98765432101?pwd=quokka"


def test_links_and_codes_in_mails_are_left_out():
    person = make.person()
    token = "qU0kka-_qU0kka-_qU0kka-_qU0kka-_"
    sent(person, f"Press here: http://testserver/apologies/{token}/\nThanks")
    sent(person, f"Turn off: http://testserver/mails/off/{token}:1abc:d{token}/")
    sent(person, "Your code: QUOK-KA12", kind="account")
    copy = copy_of(person)
    assert [inside(copy, word) for word in (token, "QUOK-KA12")] == [False, False]
    assert "http://testserver/apologies/private-address-left-out/" in copy[PAGE].decode()


def test_joining_links_in_mails_are_left_out():
    person = make.person()
    session = make.session(make.cohort(), mode="online", place="", online_link=JOIN)
    sent(person, f"{where.for_mail(session)}\nIt is at {where.page_of(session)}, or read "
                 "https://read.example. Bye.")  # fmt: skip
    copy = copy_of(person)
    assert not inside(copy, "quokka")
    page = copy[PAGE].decode()
    assert "Online: https://meet.example/private-address-left-out<br>" in page
    assert f"It is at {where.page_of(session)}, or read https://read.example. Bye." in page


@pytest.mark.parametrize("state", ["held", "due", "claimed", "sending", "cancelled", "expired"])
def test_a_mail_that_has_not_gone_is_in_no_copy(state):
    person = make.person()
    sent(person, "quokka", state=state, sent_at=None)
    links.create("quokka-link", person, expires_at=clock.now(), person=person)
    assert not inside(copy_of(person), "quokka")


def read(person) -> list[tuple[str, list]]:
    """All that a copy would say, but for when a row was last changed."""
    found = reading.read(reading.subject_of(person, made_by_staff=False))
    return [
        (part.kept.title, [cell for cell in cells if cell[0] != "Changed at"])
        for _, parts in found.sections
        for part in parts
        for _, cells in part.rows
    ]


@pytest.mark.parametrize("decision", ["offer", "reserve", "decline"])
def test_a_decision_is_in_no_copy_until_its_letter_goes(decision):
    cohort, by, (row,) = decided("decline")
    selection.decide(row, decision="", by=by)
    before = read(row.applicant)
    reason = "dates" if decision == "decline" else ""
    selection.decide(row, decision=decision, by=by, decline_reason=reason)
    assert read(row.applicant) == before
    selection.apply_decisions(cohort, by=by)
    assert read(row.applicant) == before
    mail.release(OutboundEmail.objects.filter(scope=cohort.scope), by=by)
    assert read(row.applicant) != before
