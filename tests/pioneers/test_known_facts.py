"""What is known is shown for a yes or no: the register, an earlier application, the dates."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from pioneers import dates
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import applications
from tests import factories as make
from tests.pioneers.applying import call, draft, page, saving, sent, shown, whole_draft

pytestmark = pytest.mark.django_db


def at_home(application, **typed):
    """What the page of the home sends."""
    return {"setting": "older_residential", "borough": "", **typed}


def test_the_page_of_the_home_shows_what_the_register_knows(sign_in):
    home = make.care_home("Larkfield House", rating="Good", beds=41, address="1 Elm Road")
    application = draft(home=home, borough=home.borough)
    response = sign_in(application.applicant).get(page(application, "home"))
    assert response.context["facts"] == [
        ("Name", "Larkfield House"),
        ("Address", "1 Elm Road, CR0 1AA"),
        ("Borough", home.borough),
        ("Provider", home.provider_name),
        ("Kind of place", "Older person’s residential home"),
        ("Beds", 41),
        ("CQC rating", "Good"),
    ]


@pytest.mark.parametrize(
    ("typed", "kept", "problem"),
    [
        ({}, (None, ""), False),
        ({"facts_right": "yes"}, (True, ""), False),
        (
            {"facts_right": "no", "facts_note": "We have 38 beds."},
            (False, "We have 38 beds."),
            False,
        ),
        ({"facts_right": "no"}, (False, ""), True),
    ],
)
def test_yes_or_no_to_the_register_is_kept_and_a_no_says_what(typed, kept, problem, sign_in):
    application = whole_draft()
    client = sign_in(application.applicant)
    url = page(application, "home")
    assert client.post(url, at_home(application, **typed) | shown(client, url)).status_code == 302
    application.refresh_from_db()
    assert (application.facts_right, application.facts_note) == kept
    found = client.get(page(application, "check")).context["sections"][1]["problems"]
    assert found == (["Say what is different from what the register knows."] if problem else [])


@pytest.mark.parametrize("other", [True, False])
def test_another_home_is_asked_about_anew_and_the_same_one_is_not(other, sign_in):
    application = whole_draft(facts_right=False, facts_note="New name")
    home = make.care_home() if other else application.home
    client = sign_in(application.applicant)
    client.post(page(application, "home"), {"home": home.pk})
    application.refresh_from_db()
    expected = (None, "") if other else (False, "New name")
    assert (application.facts_right, application.facts_note) == expected


# --- An earlier application -------------------------------------------------------------------


def earlier(**fields):
    cohort = call(label="2025/26")
    return make.application(
        cohort,
        ApplicationState.DECLINED,
        name="Grace Mensah",
        phone="020 1",
        role="deputy",
        **fields,
    )


def begun_again(before, **known):
    applicant = before.applicant
    return applications.begin(call(), applicant=applicant, by=applicant, **known)


def test_what_the_newest_earlier_application_says_is_filled_in_and_stays_as_it_was():
    before = earlier()
    was = Application.objects.filter(pk=before.pk).values().get()
    again = begun_again(before)
    applications.save_page(again, by=again.applicant, fields={"phone": "020 2", "home": None})
    assert (again.name, again.phone, again.role, again.setting, again.home, again.borough) == (
        "Grace Mensah",
        "020 1",
        "deputy",
        before.setting,
        before.home,
        before.borough,
    )
    assert (again.years_in_role, again.agrees_to_dates, again.manager_name) == (None, False, "")
    assert Application.objects.filter(pk=before.pk).values().get() == was


def test_an_unsent_earlier_draft_tells_nothing_and_the_eligibility_check_wins():
    before = draft(call(), name="Half a nam", role="manager")
    assert begun_again(before).role == ""
    assert begun_again(earlier(), role="senior_nurse").role == "senior_nurse"


def test_a_home_registered_anew_is_filled_in_under_its_new_entry():
    new = make.care_home("Rowan House")
    before = earlier(home=make.care_home(succeeded_by=new))
    assert begun_again(before).home == new


@pytest.mark.parametrize("name", ["you", "home"])
def test_the_page_says_where_it_knows_it_from_until_it_says_otherwise(name, sign_in):
    again = begun_again(earlier())
    client = sign_in(again.applicant)
    words = "From your application of 2025/26: still right?"
    assert words in client.get(page(again, name)).content.decode()
    fields = {"name": "G", "phone": "1", "role": "manager", "home": None}
    applications.save_page(again, by=again.applicant, fields=fields)
    assert words not in client.get(page(again, name)).content.decode()


# --- The dates --------------------------------------------------------------------------------


def yes(client, application, **typed):
    url = page(application, "dates")
    form = client.get(url).context["form"]
    marks = shown(client, url) | {"dates_shown": form["dates_shown"].value()}
    manager = {"manager_name": "Ruth", "manager_email": "ruth@provider.example"}
    return {"agrees_to_dates": "on"} | manager | marks | typed


def later_start(cohort):
    cohort.starts_on += timedelta(days=7)
    cohort.save()


def test_the_yes_is_kept_with_the_dates_as_they_were_shown(sign_in):
    application = draft()
    cohort = application.cohort
    client = sign_in(application.applicant)
    client.post(page(application, "dates"), yes(client, application))
    application.refresh_from_db()
    assert (application.agrees_to_dates, application.dates_agreed) == (
        True,
        [
            ["First day of the programme", cohort.starts_on.isoformat()],
            ["Last day of the programme", cohort.ends_on.isoformat()],
            ["Celebration", cohort.celebration_on.isoformat()],
        ],
    )
    json.dumps(application.dates_agreed)


def test_a_yes_to_a_page_that_showed_other_dates_is_asked_again(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    typed = yes(client, application)
    later_start(application.cohort)
    response = client.post(page(application, "dates"), typed)
    assert list(response.context["form"].errors) == ["agrees_to_dates"]
    application.refresh_from_db()
    assert (application.agrees_to_dates, application.manager_name) == (False, "Ruth")
    again = response.context["form"]
    marks = {name: again[name].value() for name in ("seen", "tab", "dates_shown")}
    assert client.post(page(application, "dates"), typed | marks).status_code == 302
    application.refresh_from_db()
    assert application.dates_agreed == dates.as_shown(dates.known_dates(application.cohort))


def test_dates_that_change_after_the_yes_are_said_and_asked_again_before_sending(sign_in):
    application = whole_draft()
    later_start(application.cohort)
    client = sign_in(application.applicant)
    asks = "The dates have changed since you said yes. Look at them again."
    assert client.get(page(application, "check")).context["found_by_page"] == {"dates": [asks]}
    response = client.get(page(application, "dates"))
    assert response.context["form"]["agrees_to_dates"].value() is False
    assert len(response.context["date_changes"]) == 2
    where = reverse("pioneers:application", args=[application.pk])
    assert "The dates have changed since you said yes" in client.get(where).content.decode()
    client.post(page(application, "dates"), yes(client, application))
    assert client.post(page(application, "check")).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_saving_the_manager_does_not_forget_the_old_yes(sign_in):
    application = whole_draft()
    agreed = application.dates_agreed
    later_start(application.cohort)
    client = sign_in(application.applicant)
    typed = yes(client, application, manager_name="Omar")
    del typed["agrees_to_dates"]
    client.post(saving(application, "dates"), typed)
    application.refresh_from_db()
    assert (application.manager_name, application.dates_agreed) == ("Omar", agreed)


@pytest.mark.parametrize(
    ("says", "moved", "words"),
    [(True, False, "Yes"), (True, True, "Said yes to other dates"), (False, True, "No")],
)
def test_what_staff_read_of_the_yes(says, moved, words):
    application = sent()
    if moved:
        later_start(application.cohort)
    Application.objects.filter(pk=application.pk).update(agrees_to_dates=says)
    application.refresh_from_db()
    assert dates.agreement(application) == words
