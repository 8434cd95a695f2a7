"""Whatever points at a person, no row of it is lost when two records become one."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from core import merging
from core.models import NotSamePerson, User
from tests import factories as make
from tests.pioneers.bare_rows import Bare
from tests.pioneers.two_records import counts, joined, twice

pytestmark = pytest.mark.django_db

# Reviewed: these do not simply move with their person, and why.
STAY = {
    "account.emailaddress.user": "moved one by one, with which is the main one",
    "mfa.authenticator.user": "a second factor opens only the record it was made for",
    "usersessions.usersession.user": "whoever is signed in by the closed record is signed out",
    "core.merge.goes": "it says which record was closed",
    "core.notsameperson.one": "said again of the record that stays",
    "core.notsameperson.other": "said again of the record that stays",
}
# What a merge writes of itself.
GROWS = {"core.auditevent", "core.outboundemail", "core.merge"}
GIVEN_UP = re.compile(r"^(pioneers\.(?:review|score|assignment)) \d+$")


def test_every_key_to_a_person_is_found_and_moves_but_for_those_reviewed():
    keys = merging.references(User)
    assert len(keys) > 30
    unmoved = {merging.name_of(key) for key in keys if merging.rule_of(key).only == merging.NOTHING}
    assert unmoved == set(STAY)


def test_every_key_that_a_person_may_have_once_has_a_rule_or_a_reason():
    """A new unique constraint with a person in it must be thought of: add a rule, or the reason."""
    once = {
        merging.name_of(key) for key in merging.references(User) if list(merging.only_one_of(key))
    }
    assert once - set(merging._rules) == {
        # Two that say the same: the second stays with the closed record and harms nobody.
        "pioneers.conflictofinterest.user",
        "core.mailchoice.person",
        # Which days are right is for staff to say, on the set's own page.
        "workshops.facilitatordays.user",
        # The calendar of a closed record is shown to nobody; the other goes on.
        "workshops.calendarfeed.user",
    }


def test_a_row_of_every_kind_moves_with_its_person():
    stays, goes = twice()
    made = Bare().rows_of(goes)
    movable = {merging.name_of(key) for key in merging.references(User)} - set(STAY)
    assert movable - set(made) == {
        "core.merge.stays", "core.merge.decided_by", "core.merge.proposed_by",
    }  # fmt: skip
    before = counts()
    joined(stays, goes)
    for name, row in made.items():
        rows = type(row)._base_manager.filter(pk=row.pk)
        assert rows.filter(**{name.rpartition(".")[2]: stays}).exists(), name
    assert shrunk(before) == {}


def test_where_both_have_everything_no_row_is_lost():
    """Both have a row of every kind, on the same cohort, application, programme and funder."""
    stays, goes = twice()
    bare = Bare()
    ours, theirs = bare.rows_of(stays), bare.rows_of(goes)
    before = counts()
    merge = joined(stays, goes)
    noted = [match[1] for name in merge.values if (match := GIVEN_UP.match(name))]
    assert shrunk(before) == {name: noted.count(name) for name in set(noted)}
    assert noted == ["pioneers.review"], "both had scored one application"
    for name, row in {**ours, **theirs}.items():
        model = type(row)
        key = model._meta.get_field(name.rpartition(".")[2])
        left = model._base_manager.filter(**{key.name: goes})
        assert left.count() <= 1, name
        if left.exists():
            assert list(merging.only_one_of(key)), f"{name} could have moved"
            assert model._base_manager.filter(**{key.name: stays}).exists(), name


def shrunk(before: dict[str, int]) -> dict[str, int]:
    """Tables that have fewer rows than before, and by how many."""
    return {name: n - counts()[name] for name, n in before.items() if counts()[name] < n}


def test_no_key_to_a_person_hides_in_a_model_that_is_not_looked_at():
    """Found in another way than merging.references does it: through Django's own collection."""
    by_django = {
        f"{one.related_model._meta.label_lower}.{one.field.name}"
        for one in User._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete
    }
    assert by_django == {merging.name_of(key) for key in merging.references(User)}
    assert apps.get_models(include_auto_created=True)


def test_what_was_said_of_pairs_is_said_of_the_record_that_stays():
    stays, goes = twice()
    third, staff = make.application().applicant, make.staff()
    NotSamePerson.objects.create(**NotSamePerson.of(goes, third), said_by=staff)
    joined(stays, goes)
    assert NotSamePerson.objects.filter(**NotSamePerson.of(stays, third)).count() == 1
