"""Own actions: who reads them, in every state of the set, and what happens to them over a year."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.errors import Refused
from core.models import AuditEvent, User
from tests import factories as make
from tests.pioneers.two_records import joined, twice
from workshops import sharing
from workshops.models import Commitment, SetMembership
from workshops.services import own_actions

pytestmark = pytest.mark.django_db


def write(place: SetMembership, text: str = "Ask the night staff") -> Commitment:
    return own_actions.keep(
        uuid.uuid4(),
        pioneer=place.pioneer,
        learning_set=place.learning_set,
        text=text,
        by=place.pioneer.person,
    )


@pytest.fixture
def there():
    """A set with its people, and everybody else who might want to know."""
    cohort = make.cohort(state=CohortState.RUNNING)
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    owner, peer, left = (make.member(wandle) for _ in range(3))
    left.left_on = left.joined_on
    left.save()
    withdrawn = make.member(wandle).pioneer
    withdrawn.state = "withdrawn"
    withdrawn.save()
    mentor = make.mentor()
    make.pairing(owner.pioneer, mentor)
    people = {
        "owner": owner.pioneer.person,
        "peer": peer.pioneer.person,
        "facilitator": wandle.facilitator,
        "other_facilitator": effra.facilitator,
        "other_member": make.member(effra).pioneer.person,
        "left_set": left.pioneer.person,
        "withdrawn": withdrawn.person,
        "mentor": mentor.user,
        "staff": make.staff(),
        "administrator": make.administrator(),
        "funder": make.funder_contact(),
        "nobody": AnonymousUser(),
    }
    return {"people": people, "set": wandle, "other_set": effra, "owner": owner, "peer": peer}


def unshared(there, row):
    own_actions.stop_sharing(row, by=there["people"]["owner"])


def owner_leaves(there, row):
    there["owner"].left_on = clock.today()
    there["owner"].save()


def owner_withdraws(there, row):
    there["owner"].pioneer.state = "withdrawn"
    there["owner"].pioneer.save()


def peer_leaves(there, row):
    there["peer"].left_on = clock.today()
    there["peer"].save()


def facilitator_changes(there, row):
    there["set"].facilitator = there["people"]["other_facilitator"]
    there["set"].save()


def nobody_facilitates(there, row):
    there["set"].facilitator = None
    there["set"].save()


def programme_ends(there, row):
    there["set"].cohort.state = CohortState.CELEBRATED
    there["set"].cohort.save()


def done(there, row):
    own_actions.mark_done(row, by=there["people"]["owner"])


TABLE = [
    (None, {"owner", "peer", "facilitator"}),
    (done, {"owner", "peer", "facilitator"}),
    (unshared, {"owner"}),
    (owner_leaves, {"owner"}),
    (owner_withdraws, {"owner"}),
    (peer_leaves, {"owner", "facilitator"}),
    (facilitator_changes, {"owner", "peer", "other_facilitator"}),
    (nobody_facilitates, {"owner", "peer"}),
    (programme_ends, {"owner"}),
]


def who_reads(there, row) -> set[str]:
    row.refresh_from_db()
    return {
        name
        for name, user in there["people"].items()
        if Commitment.objects.visible_to(user).filter(pk=row.pk).exists()
    }


@pytest.mark.parametrize(("change", "readers"), TABLE)
def test_who_reads_a_shared_one_after_each_change(there, change, readers):
    row = write(there["owner"])
    own_actions.share(row, by=there["people"]["owner"])
    if change:
        change(there, row)
    assert who_reads(there, row) == readers


@pytest.mark.parametrize("change", [change for change, _ in TABLE if change is not unshared])
def test_one_that_was_never_shared_is_read_by_its_owner_only(there, change):
    row = write(there["owner"])
    if change:
        change(there, row)
    assert who_reads(there, row) == {"owner"}


@pytest.mark.parametrize("change", [None, *(change for change, _ in TABLE[3:])])
def test_the_people_named_beside_the_box_are_those_whom_the_rule_lets_in(there, change):
    row = write(there["owner"])
    own_actions.share(row, by=there["people"]["owner"])
    if change:
        change(there, row)
    row = Commitment.objects.select_related("learning_set__cohort", "pioneer").get(pk=row.pk)
    let_in = {
        user
        for user in User.objects.all()
        if Commitment.objects.visible_to(user).filter(pk=row.pk).exists()
    }
    named = sharing.readers(row.learning_set, row.pioneer)
    assert named.people | {row.pioneer.person} == let_in
    assert all(str(user) in named.words for user in named.people)


def test_staff_who_facilitate_the_set_read_what_is_shared_and_other_staff_do_not(there):
    both = make.staff()
    there["set"].facilitator = both
    there["set"].save()
    row = write(there["owner"])
    own_actions.share(row, by=there["people"]["owner"])
    assert Commitment.objects.visible_to(both).count() == 1
    assert who_reads(there, row) == {"owner", "peer"}


@pytest.mark.parametrize("who", ["peer", "facilitator", "staff", "administrator", "mentor"])
@pytest.mark.parametrize("work", ["share", "stop_sharing", "mark_done", "mark_open", "delete"])
def test_nobody_but_the_owner_does_anything_with_one(there, who, work):
    row = write(there["owner"])
    own_actions.share(row, by=there["people"]["owner"])
    with pytest.raises(Refused, match="by its owner only"):
        getattr(own_actions, work)(row, by=there["people"][who])
    with pytest.raises(Refused, match="owner only"):
        own_actions.change(row, text="Mine now", by=there["people"][who])
    row.refresh_from_db()
    assert (row.text, row.shared_at is None, row.done_at) == ("Ask the night staff", False, None)


def test_the_key_of_somebody_elses_cannot_be_written_over(there):
    row = write(there["owner"])
    peer = there["peer"]
    with pytest.raises(Refused, match="owner only"):
        own_actions.keep(
            row.pk, pioneer=peer.pioneer, learning_set=peer.learning_set, text="x",
            by=peer.pioneer.person,
        )  # fmt: skip
    row.refresh_from_db()
    assert row.text == "Ask the night staff"


def test_saving_while_typing_and_pressing_save_make_one_action(there, sign_in):
    client = sign_in(there["people"]["owner"])
    pk, here = str(uuid.uuid4()), there["set"].pk
    for words in ("Ask", "Ask the", "Ask the night staff"):
        answer = client.post(
            reverse("workshops:save_own_action", args=[here]), {"id": pk, "text": words}
        )
        assert list(answer.json()) == ["saved_at", "errors"]
        assert answer.json()["saved_at"]
    client.post(
        reverse("workshops:write_own_action", args=[here]),
        {"id": pk, "text": "Ask the night staff!", "back": f"set-{here}"},
    )
    assert [row.text for row in Commitment.objects.all()] == ["Ask the night staff!"]


def test_an_emptied_box_deletes_nothing_and_a_long_text_is_shown_again(there, sign_in):
    row = write(there["owner"])
    client = sign_in(there["people"]["owner"])
    saved = client.post(reverse("workshops:save_changed_own_action", args=[row.pk]), {"text": " "})
    assert saved.json() == {"saved_at": None, "errors": {}}
    long = "word " * 101
    page = client.post(reverse("workshops:change_own_action", args=[row.pk]), {"text": long})
    assert page.status_code == 200
    assert long.strip() in page.content.decode()
    row.refresh_from_db()
    assert row.text == "Ask the night staff"


def test_half_a_sentence_never_replaces_one_that_others_read(there, sign_in):
    row = write(there["owner"])
    own_actions.share(row, by=there["people"]["owner"])
    client = sign_in(there["people"]["owner"])
    url = reverse("workshops:save_changed_own_action", args=[row.pk])
    assert client.post(url, {"text": "Ha"}).json()["saved_at"] is None
    row.refresh_from_db()
    assert row.text == "Ask the night staff"


def test_open_ones_go_on_to_the_next_meeting_and_the_second_run_changes_nothing(there):
    owner, wandle = there["owner"], there["set"]
    first = make.session(wandle, number=1, day=clock.today() + timedelta(days=1))
    open_one, finished = write(owner), write(owner)
    own_actions.mark_done(finished, by=owner.pioneer.person)
    second = make.session(wandle, number=2, day=clock.today() + timedelta(days=30))
    assert own_actions.carry_on() == 0
    with clock.at(first.ends_at + timedelta(minutes=1)):
        assert [own_actions.carry_on(), own_actions.carry_on()] == [1, 0]
    assert by(open_one, finished) == [second, first]
    second.state = "cancelled"
    second.save()
    third = make.session(wandle, number=3, day=clock.today() + timedelta(days=60))
    with clock.at(first.ends_at + timedelta(minutes=1)):
        assert [own_actions.carry_on(), own_actions.carry_on()] == [1, 0]
    assert by(open_one, finished) == [third, first]


def test_without_a_next_meeting_they_wait_for_one(there):
    row = write(there["owner"])
    assert by(row) == [None]
    assert own_actions.carry_on() == 0
    meeting = make.session(there["set"])
    assert [own_actions.carry_on(), own_actions.carry_on()] == [1, 0]
    assert by(row) == [meeting]


def test_they_follow_their_owner_into_another_set_and_are_private_there(there):
    owner, effra = there["owner"], there["other_set"]
    row = write(owner)
    own_actions.share(row, by=owner.pioneer.person)
    meeting = make.session(effra)
    owner_leaves(there, row)
    make.member(effra, owner.pioneer)
    assert who_reads(there, row) == {"owner"}
    assert [own_actions.carry_on(), own_actions.carry_on()] == [1, 0]
    row.refresh_from_db()
    assert (row.learning_set, row.by_session, row.shared_at) == (effra, meeting, None)
    assert who_reads(there, row) == {"owner"}


def test_after_the_programme_the_owner_reads_them_and_cannot_share_them(there, sign_in):
    row = write(there["owner"], "Keep this for later")
    programme_ends(there, row)
    there["owner"].pioneer.state = "completed"
    there["owner"].pioneer.save()
    page = sign_in(there["people"]["owner"]).get(reverse("workshops:own_actions"))
    assert "Keep this for later" in page.content.decode()
    with pytest.raises(Refused, match="The programme is over"):
        own_actions.share(row, by=there["people"]["owner"])


def test_a_deleted_one_is_gone_from_the_table(there):
    row = write(there["owner"])
    own_actions.delete(row, by=there["people"]["owner"])
    assert not Commitment.objects.exists()


def test_the_trail_says_that_something_was_done_and_nothing_that_tells_more(there):
    me = there["people"]["owner"]
    rows = [write(there["owner"], "Short"), write(there["owner"], "A much longer text " * 9)]
    for row in rows:
        own_actions.share(row, by=me)
        own_actions.stop_sharing(row, by=me)
        own_actions.mark_done(row, by=me)
        own_actions.delete(row, by=me)
    told = AuditEvent.objects.filter(action__contains="own action")
    assert {(e.subject_id, e.subject_label, str(e.detail)) for e in told} == {
        (str(uuid.UUID(int=0)), "An own action", "{}")
    }
    assert told.count() == 10


def test_joining_two_records_of_one_person_takes_them_along_and_they_still_open():
    stays, goes = twice()
    place = make.member(make.learning_set(), make.pioneer(person=goes))
    row = write(place, "Mine in both records")
    joined(stays, goes)
    row.refresh_from_db()
    assert (row.pioneer.person, row.text) == (stays, "Mine in both records")


def test_joining_two_places_on_one_cohort_takes_them_along():
    stays, goes = twice()
    cohort = make.cohort(state=CohortState.RUNNING)
    make.pioneer(cohort, person=stays)
    wandle = make.learning_set(cohort)
    row = write(make.member(wandle, make.pioneer(cohort, person=goes)), "Mine in both places")
    joined(stays, goes)
    row.refresh_from_db()
    assert (row.pioneer.person, row.text) == (stays, "Mine in both places")


def by(*rows: Commitment) -> list:
    for row in rows:
        row.refresh_from_db()
    return [row.by_session for row in rows]


@pytest.mark.parametrize("page", ["set", "session", "own"])
def test_the_pages_take_as_many_queries_with_thirty_as_with_three(
    there, sign_in, django_assert_max_num_queries, page
):
    meeting = make.session(there["set"])
    address = {
        "set": reverse("workshops:learning_set", args=[there["set"].pk]),
        "session": reverse("workshops:session", args=[meeting.pk]),
        "own": reverse("workshops:own_actions"),
    }[page]
    client = sign_in(there["people"]["owner"])

    def queries(many: int) -> int:
        for number in range(many):
            place = there["owner"] if number % 2 else there["peer"]
            own_actions.share(write(place), by=place.pioneer.person)
        with django_assert_max_num_queries(15) as found:
            assert client.get(address).status_code == 200
        return len(found)

    client.get(address)
    assert queries(3) == queries(27)
