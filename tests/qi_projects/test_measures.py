"""What a project counts: chosen or its own, at most six, one first; so many out of so many."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import audit, clock
from core.errors import Refused
from qi_projects import library, services
from qi_projects.models import Measure, Observation, Project
from qi_projects.services.measures import MOST_MEASURES
from tests import factories as make
from tests.qi_projects.running import ago, approved, begun, errors, running_cohort, url

pytestmark = pytest.mark.django_db

FALLS, WALKED, TALKED = "falls-per-1000-days", "walked-today", "falls-talked-over"


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def chosen(one, key=WALKED):
    return services.choose_measure(one.project, by=one.person, key=key)


def numbers_of(measure):
    return list(measure.observations.values_list("value", "events", "out_of"))


# --- The library ---------------------------------------------------------------------------------
def test_chosen_measure_has_everything_its_entry_says(one):
    measure, entry = chosen(one, FALLS), library.find(FALLS)
    same = ("name", "definition", "kind", "unit", "direction", "purpose", "out_of_what", "per")
    assert [getattr(measure, name) for name in same] == [getattr(entry, name) for name in same]
    assert (measure.library_key, measure.library_entry, measure.is_headline) == (
        FALLS,
        entry,
        False,
    )
    assert audit.history(measure)[0].action == "added measure"


def test_measure_chosen_twice_is_there_once(one):
    assert chosen(one) == chosen(one)
    assert one.project.measures.count() == 2


def test_key_that_the_library_does_not_have_is_refused(one):
    words = refused(services.choose_measure, one.project, by=one.person, key="no-such")
    assert words == "The library does not offer this any more. Please choose another."


def test_library_to_chart_is_two_presses(one, sign_in):
    client = sign_in(one.person)
    page = client.get(url("project", one.project.pk)).content.decode()
    listed = url("library", one.project.pk)
    assert f'href="{listed}"' in page
    offered = client.get(listed).content.decode()
    assert 'name="key" value="drinks-rounds-done"' in offered
    answer = client.post(listed, {"key": "drinks-rounds-done"})
    measure = one.project.measures.get(library_key="drinks-rounds-done")
    assert answer.url == f"{url('project', one.project.pk)}#measure-{measure.pk}"


def test_library_shows_the_projects_theme_first_and_others_one_press_away(one, sign_in):
    client, listed = sign_in(one.person), url("library", one.project.pk)
    own = client.get(listed)
    assert own.context["themes"][0] == own.context["theme"] == "hydration_nutrition"
    assert 'href="?theme=falls"' in own.content.decode()
    other = client.get(listed, {"theme": "falls"})
    assert [entry.key for entry in other.context["entries"]] == [
        entry.key for entry in library.of_theme("falls")
    ]
    assert client.get(listed, {"theme": "no-such"}).context["theme"] == "hydration_nutrition"


def test_entry_that_is_counted_has_no_button(one, sign_in):
    chosen(one)
    page = sign_in(one.person).get(url("library", one.project.pk), {"theme": "falls"})
    text = page.content.decode()
    assert (f'value="{WALKED}"' in text, f'value="{FALLS}"' in text) == (False, True)
    assert "You count this." in text


def test_project_begins_with_a_measure_of_the_library():
    one = begun(measure="", direction="", library_key=FALLS)
    assert (one.measure.library_key, one.measure.is_headline) == (FALLS, True)
    assert one.project.aim_sentence.startswith("We will reduce falls per 1,000 resident days among")


START = {
    "problem": "Falls after tea.",
    "title": "Quiet hour",
    "theme": "falls",
    "aim_among": "our 30 residents",
}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"library_key": FALLS}, []),
        ({"measure": "falls", "direction": "decrease"}, []),
        ({"measure": "falls"}, ["Is it better when the number is higher, or lower?"]),
        ({}, []),
    ],
)
def test_third_question_is_answered_from_the_library_in_own_words_or_later(sign_in, answer, words):
    pioneer = make.pioneer(running_cohort())
    day = {"aim_by": ago(-90).isoformat()}
    page = sign_in(pioneer.person).post(url("own_project"), {**START, **answer, **day})
    if words:
        assert errors(page) == words
    assert Project.objects.filter(pioneer=pioneer).exists() is not bool(words)


def test_changed_definition_is_no_longer_the_librarys_and_a_new_name_still_is(one):
    measure = chosen(one)
    services.change_measure(measure, by=one.person, name="Who walked", target=Decimal(80))
    assert measure.library_key == WALKED
    services.change_measure(measure, by=one.person, definition="Who walked to lunch.")
    measure.refresh_from_db()
    assert measure.library_key == ""


# --- At most six, one of them first --------------------------------------------------------------
def full(one):
    for n in range(MOST_MEASURES - 1):
        services.add_measure(
            one.project,
            by=one.person,
            name=f"Cups {n}",
            definition="",
            kind="count",
            unit="",
            direction="increase",
        )
    return list(one.project.measures.all())


def test_seventh_measure_is_refused_until_one_is_counted_no_more(one, sign_in):
    measures = full(one)
    words = refused(services.choose_measure, one.project, by=one.person, key=WALKED)
    assert words == (
        "You count 6 things already, which is as much as a team can do well. "
        "Stop counting one of them first."
    )
    page = sign_in(one.person).post(url("library", one.project.pk), {"key": WALKED})
    assert words in page.content.decode()
    services.retire_measure(measures[-1], by=one.person)
    assert chosen(one).library_key == WALKED


def test_measure_put_first_is_the_only_headline_and_reopens_the_poster(one, sign_in):
    second = chosen(one)
    approved(one, make.staff())
    client = sign_in(one.person)
    first = url("make_headline", one.project.pk, second.pk)
    page = client.get(url("project", one.project.pk)).content.decode()
    assert page.count(f'action="{first}"') == 1
    client.post(first)
    assert [m.name for m in one.project.measures.filter(is_headline=True)] == [second.name]
    one.poster.refresh_from_db()
    assert (one.poster.state, one.poster.version) == ("draft", 2)


def test_measure_without_numbers_leaves_and_one_with_numbers_stays_with_them(one, sign_in):
    empty, used = chosen(one, WALKED), chosen(one, FALLS)
    services.record_numbers(used, by=one.person, numbers=[(ago(3), 4, "")])
    client = sign_in(one.person)
    for measure in (empty, used):
        client.post(url("retire_measure", one.project.pk, measure.pk))
    assert not Measure.objects.filter(pk=empty.pk).exists()
    used.refresh_from_db()
    assert (used.retired_on, used.observations.count()) == (clock.today(), 1)
    page = client.get(url("project", one.project.pk))
    assert [card["measure"] for card in page.context["charts"]] == [one.measure]
    assert page.context["retired"] == [used]
    client.post(url("bring_back", one.project.pk, used.pk))
    used.refresh_from_db()
    assert used.retired_on is None


def test_headline_stays_while_something_else_is_counted(one):
    chosen(one)
    assert refused(services.retire_measure, one.measure, by=one.person) == (
        "Its chart is the one on the poster. Put another measure first, then stop."
    )


def test_only_measure_stays_once_it_has_numbers(one):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(3), 4, "")])
    assert refused(services.retire_measure, one.measure, by=one.person) == (
        "It is all that you count. Choose what to count instead first, then stop."
    )


def test_only_measure_chosen_by_mistake_can_go_and_the_next_leads(one):
    services.retire_measure(one.measure, by=one.person)
    assert one.project.measures.count() == 0
    assert chosen(one).is_headline is True


def test_what_a_colleague_did_a_moment_ago_counts(one):
    """Each page below was opened before the colleague's press."""
    first, second, third = one.measure, chosen(one), chosen(one, FALLS)
    old_first, old_second, old_third = (
        Measure.objects.get(pk=m.pk) for m in (first, second, third)
    )
    services.make_headline(second, by=one.person)
    words = refused(services.retire_measure, old_second, by=one.person)
    assert words.startswith("Its chart is the one on the poster.")
    services.change_measure(old_first, by=one.person, name="Early drinks, all floors")
    assert list(one.project.measures.filter(is_headline=True)) == [second]
    services.retire_measure(third, by=one.person)
    for change in (services.make_headline, services.retire_measure, services.change_measure):
        words = refused(change, old_third, by=one.person)
        assert words == "This has just been taken off the project, so it stays off."
    assert one.project.measures.count() == 2


def test_retired_measure_cannot_be_put_first(one):
    second = chosen(one)
    services.record_numbers(second, by=one.person, numbers=[(ago(3), 4, "")])
    services.retire_measure(second, by=one.person)
    assert refused(services.make_headline, second, by=one.person) == (
        "This is no longer counted. Count it again first, then put it first."
    )


# --- So many out of so many ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "events", "out_of", "value"),
    [(WALKED, 7, 12, "58.33"), (WALKED, 0, 9, "0"), (WALKED, 9, 9, "100"), (FALLS, 4, 868, "4.61")],
)
def test_value_is_worked_out_and_both_numbers_are_kept(one, sign_in, key, events, out_of, value):
    measure = chosen(one, key)
    typed = {"events": events, "out_of": out_of, "on": ago(1).isoformat(), "note": ""}
    sign_in(one.person).post(url("add_number", one.project.pk, measure.pk), typed)
    assert numbers_of(measure) == [(Decimal(value), events, out_of)]


@pytest.mark.parametrize(
    ("key", "events", "out_of", "words"),
    [
        (WALKED, "0", "0", "Out of 0 residents who can walk nothing can be worked out. If there "),
        (WALKED, "13", "12", "13 is more than all 12 residents who can walk. Are the two numbers "),
        (WALKED, "-1", "12", "Neither number can be less than 0."),
        (WALKED, "1", "-12", "Neither number can be less than 0."),
        (WALKED, "", "12", "Please write the number."),
        (WALKED, "7", "", "Please write the number."),
        (FALLS, "9999999", "1", "This number is larger than we can draw. Is there a digit too "),
    ],
)
def test_impossible_share_says_why_and_stays_in_its_boxes(one, sign_in, key, events, out_of, words):
    measure = chosen(one, key)
    typed = {"events": events, "out_of": out_of, "on": ago(1).isoformat(), "note": "busy"}
    page = sign_in(one.person).post(url("add_number", one.project.pk, measure.pk), typed)
    assert [error[: len(words)] for error in errors(page)] == [words]
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert numbers_of(measure) == []


def test_percentage_typed_as_such_needs_no_two_numbers(one):
    measure = chosen(one)
    services.record_numbers(measure, by=one.person, numbers=[(ago(1), 62, "")])
    assert numbers_of(measure) == [(Decimal(62), None, None)]


def test_measure_that_is_out_of_nothing_has_one_box(one, sign_in):
    page = sign_in(one.person).get(url("project", one.project.pk)).content.decode()
    assert ('name="value"' in page, 'name="out_of"' in page) == (True, False)


def test_number_is_put_right_from_the_list_of_numbers(one, sign_in):
    measure = chosen(one)
    services.record_numbers(measure, by=one.person, numbers=[(ago(2), None, "busy", 7, 12)])
    client, add = sign_in(one.person), url("add_number", one.project.pk, measure.pk)
    listed = client.get(url("numbers", one.project.pk, measure.pk)).content.decode()
    change = f"{add}?on={ago(2).isoformat()}"
    assert ("7 of 12 (58.33%)" in listed, f'href="{change}"' in listed) == (True, True)
    form = client.get(change).context["form"]
    typed = {name: form[name].value() for name in ("events", "out_of", "note")}
    assert typed == {"events": "7", "out_of": "12", "note": "busy"}
    assert 'value="7"' in str(form["events"])
    said = client.post(add, {"events": 8, "out_of": 12, "on": ago(2).isoformat()}, follow=True)
    assert "8 of 12 (66.67%) is on the chart" in said.content.decode()
    assert "It replaces 7 of 12 (58.33%)." in said.content.decode()
    assert numbers_of(measure) == [(Decimal("66.67"), 8, 12)]


def test_new_per_works_the_numbers_out_anew_and_an_impossible_kind_changes_none(one):
    measure = chosen(one, FALLS)
    services.record_numbers(measure, by=one.person, numbers=[(ago(2), None, "", 30, 20)])
    services.change_measure(measure, by=one.person, per=100)
    assert numbers_of(measure) == [(Decimal(150), 30, 20)]
    words = refused(services.change_measure, measure, by=one.person, kind="percent")
    assert words.startswith("30 is more than all 20 resident days.")
    assert numbers_of(measure) == [(Decimal(150), 30, 20)]


def test_database_keeps_no_share_of_nothing(one):
    for events, out_of in ((3, 0), (3, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.create(
                measure=one.measure, on=ago(1), value=3, events=events, out_of=out_of
            )


@pytest.mark.parametrize(
    ("kind", "parts", "words"),
    [
        ("count", {}, "58"),
        ("percent", {}, "58%"),
        ("percent", {"events": 29, "out_of": 50}, "29 of 50 (58%)"),
        ("rate", {"events": 29, "out_of": 500}, "29 of 500 (58)"),
    ],
)
def test_number_is_told_back_as_it_was_counted(kind, parts, words):
    assert Observation(measure=Measure(kind=kind), value=58, **parts).counted == words
