"""A project ends in three good ways, and counts whom it reached; a cohort's charts on one wall."""

from __future__ import annotations

import pytest

from core.errors import Refused
from qi_projects import selectors, services
from qi_projects.enums import Outcome
from qi_projects.models import Project, Reach
from reports import figures
from tests import factories as make
from tests.pages import html_of
from tests.qi_projects.running import WORDS, ago, begun, errors, url, with_numbers

pytestmark = pytest.mark.django_db


def ended(one, outcome="did_not"):
    return services.end_project(
        one.project, by=one.person, outcome=outcome, outcome_words="Noise.", ended_on=ago(0)
    )


@pytest.mark.parametrize("outcome", Outcome.values)
def test_project_ends_in_three_ways_and_is_taken_up_again(one, outcome, sign_in):
    ended(one, outcome)
    client = sign_in(one.person)
    page = html_of(client.get(url("project", one.project.pk)))
    assert Outcome(outcome).label in page
    assert "fail" not in page.lower()
    client.post(url("take_up_again", one.project.pk))
    one.project.refresh_from_db()
    kept = (one.project.outcome, one.project.ended_on, one.project.outcome_words)
    assert kept == ("", None, "Noise.")


def test_end_that_cannot_be_is_refused_in_words(one, sign_in):
    data = {"outcome": "worked", "ended_on": ago(-1).isoformat(), "outcome_words": "We drank."}
    page = sign_in(one.person).post(url("end_project", one.project.pk), data)
    assert errors(page) == ["This day is in the future. End the project when it has ended."]
    assert page.context["form"]["outcome_words"].value() == "We drank."
    with pytest.raises(Refused, match="It cannot have ended before that"):
        services.end_project(
            one.project, by=one.person, outcome="worked", outcome_words="", ended_on=ago(9)
        )


def test_staff_list_and_wall_never_speak_of_failure(one, sign_in):
    ended(one)
    cohort = one.pioneer.cohort
    for name in ("staff_projects", "wall"):
        page = sign_in(make.staff()).get(url(name, cohort.pk)).content.decode()
        assert ("Finished" in page, "fail" in page.lower()) == (True, False)


def test_people_reached_are_counted_by_group(one):
    for group, people in (("staff", 20), ("staff", 4), ("relatives", 1)):
        services.add_reach(one.project, by=one.person, group=group, people=people, on=ago(3))
    rows = Reach.objects.filter(project=one.project)
    assert selectors.reached(rows) == ["24 staff", "1 relative"]
    assert selectors.reached_words(one.project) == "Reached: 24 staff and 1 relative."
    whole = selectors.with_record(Project.objects.all()).get(pk=one.project.pk)
    assert selectors.totals_reached(whole) == ["24 staff", "1 relative"]
    assert figures.people_reached([one.pioneer.cohort]) == {"staff": 24, "relatives": 1}
    project = selectors.with_record(Project.objects.all()).get(pk=one.project.pk)
    assert "Reached: 24 staff and 1 relative." in selectors.poster_content(project).results


def test_withdrawn_pioneer_s_people_are_not_in_the_cohort_s_number(one):
    services.add_reach(one.project, by=one.person, group="staff", people=20, on=ago(3))
    one.pioneer.state = "withdrawn"
    one.pioneer.save()
    assert figures.people_reached([one.pioneer.cohort]) == {}


@pytest.mark.parametrize(("people", "on"), [("0", ago(0)), ("", ago(0)), ("12", ago(-2))])
def test_reach_that_cannot_be_is_refused(one, sign_in, people, on):
    page = sign_in(one.person).post(
        url("add_reach", one.project.pk), {"group": "staff", "people": people, "on": on}
    )
    assert (len(errors(page)), Reach.objects.count()) == (1, 0)


def test_wall_is_filtered_by_theme_and_stage(one, sign_in):
    cohort = one.pioneer.cohort
    other = begun(cohort, title="Slippers", theme="falls")
    with_numbers(other.measure, [6, 5, 7, 6, 4, 6], other.person)
    client, address = sign_in(make.staff()), url("wall", cohort.pk)

    def shown(**asked):
        return [card.project.title for card in client.get(address, asked).context["cards"]]

    assert len(shown()) == 2
    assert shown(theme="falls") == ["Slippers"]
    assert shown(stage="measuring") == ["Slippers"]
    assert shown(theme="falls", stage="ended") == []
    themes, stages = figures.projects_by_theme_and_stage([cohort])
    assert (themes, stages) == (figures.projects_by_theme([cohort]), {"started": 1, "measuring": 1})


@pytest.mark.parametrize("own_words", ["", "Nobody drank more. We would ask the night team first."])
def test_poster_its_versions_and_its_public_page_say_once_how_the_project_ended(
    one, own_words, client, sign_in
):
    ended(one)
    words = {**WORDS, "results": own_words}
    services.write_poster(one.project, by=one.person, **words)
    services.submit_poster(one.poster, by=one.person, declared=True, public=True)
    services.approve_poster(one.poster, by=make.staff())
    public = client.get(url("public_poster", one.poster.pk)).content.decode()
    printed = sign_in(one.person).get(url("poster_preview", one.project.pk)).content.decode()
    results = one.poster.versions.latest("pk").content["results"]
    how = "It did not work, and now we know."
    # A sheet keeps the last two words of a paragraph on one line.
    printed = printed.replace("\u00a0", " ")
    assert [text.count(how) for text in (public, printed, results)] == [1, 1, 1]
    assert results == f"{how} {own_words or 'Noise.'}"
