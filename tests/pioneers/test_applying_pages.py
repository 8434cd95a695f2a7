"""The applicant's pages: bad values, two tabs, saving as it is typed, the closed call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.models import OutboundEmail
from pioneers.enums import ApplicationState
from pioneers.models import Application
from tests import factories as make
from tests.pioneers.applying import call, draft, page, saving, sent, shown, whole_draft

pytestmark = pytest.mark.django_db


def you(**fields):
    return {
        "name": "Grace Mensah",
        "phone": "020",
        "role": "manager",
        "years_in_role": "3",
    } | fields


def test_a_page_is_saved_and_leads_to_the_next(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "you")
    response = client.post(url, you() | shown(client, url))
    assert (response.status_code, response.url) == (302, page(application, "home"))
    application.refresh_from_db()
    assert (application.name, application.role, application.years_in_role) == (
        "Grace Mensah",
        "manager",
        3,
    )


def test_a_page_with_gaps_is_saved_and_lets_one_go_on(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "you")
    response = client.post(url, {"name": "Grace", "phone": ""} | shown(client, url))
    assert response.status_code == 302
    application.refresh_from_db()
    assert (application.name, application.role) == ("Grace", "")


def test_a_wrong_mail_address_is_kept_as_typed_and_told(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "dates")
    response = client.post(
        url, {"manager_name": "Ruth", "manager_email": "ruth@"} | shown(client, url)
    )
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "manager_email": ["This e-mail address is not complete. It looks like name@home.org.uk."]
    }
    application.refresh_from_db()
    assert (application.manager_name, application.manager_email) == ("Ruth", "ruth@")


def test_a_number_that_is_none_stays_in_its_box_and_the_rest_is_saved(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "you")
    response = client.post(url, you(years_in_role="since spring") | shown(client, url))
    assert response.status_code == 200
    assert response.context["form"]["years_in_role"].value() == "since spring"
    application.refresh_from_db()
    assert (application.name, application.years_in_role) == ("Grace Mensah", None)


def test_an_answer_of_30000_characters_is_kept_whole_and_told(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    text = ("care " * 6000).strip()
    response = client.post(url, {"q-why_now": text} | shown(client, url))
    assert response.context["form"].errors == {
        "q-why_now": [
            "This is 6,000 words. Please cut it to 200: 5,800 fewer. Everything you wrote is kept."
        ]
    }
    assert application.answers.get(question__key="why_now").text == text
    assert text in client.get(url).content.decode()


def test_a_name_too_long_for_its_column_stays_in_the_box(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "you")
    response = client.post(url, you(name="G" * 500) | shown(client, url))
    assert response.status_code == 200
    assert response.context["form"]["name"].value() == "G" * 500
    application.refresh_from_db()
    assert (application.name, application.phone) == ("Blessing Okafor", "020")


def test_two_tabs_on_one_page_show_both_texts_and_the_second_press_keeps_the_typed(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    first, second = shown(client, url), shown(client, url)
    client.post(url, {"q-why_now": "From the telephone"} | first)
    response = client.post(url, {"q-why_now": "From the office"} | second)
    assert response.status_code == 409
    text = response.content.decode()
    assert (text.count("From the telephone"), "From the office" in text) == (1, True)
    answer = application.answers.get(question__key="why_now")
    assert answer.text == "From the telephone"
    again = {"seen": response.context["form"]["seen"].value(), "tab": second["tab"]}
    assert client.post(url, {"q-why_now": "From the office"} | again).status_code == 302
    answer.refresh_from_db()
    assert answer.text == "From the office"


def test_two_tabs_on_different_pages_do_not_disturb_each_other(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    one, other = page(application, "you"), page(application, "answers")
    first, second = shown(client, one), shown(client, other)
    assert client.post(one, you() | first).status_code == 302
    assert client.post(other, {"q-why_now": "Because"} | second).status_code == 302


def test_the_same_words_saved_from_two_tabs_are_no_conflict(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    first, second = shown(client, url), shown(client, url)
    client.post(url, {"q-why_now": "Because"} | first)
    assert client.post(url, {"q-why_now": "Because"} | second).status_code == 302


def test_saving_as_it_is_typed_answers_when_it_was_saved_and_goes_on_from_its_own_save(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    marks = shown(client, page(application, "answers"))
    with clock.at(clock.now().replace(month=1, hour=21, minute=4)):
        for text in ("Bec", "Because"):
            response = client.post(saving(application, "answers"), {"q-why_now": text} | marks)
            seen = shown(client, page(application, "answers"))["seen"]
            assert response.json() == {"saved_at": "21:04", "errors": {}, "seen": seen}
    response = client.post(page(application, "answers"), {"q-why_now": "Because I can"} | marks)
    assert response.status_code == 302
    assert application.answers.get(question__key="why_now").text == "Because I can"


def test_a_page_goes_on_from_its_own_save_even_without_the_session_that_made_it(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    marks = shown(client, page(application, "answers"))
    saved = client.post(saving(application, "answers"), {"q-why_now": "Bec"} | marks).json()
    client = sign_in(application.applicant)
    marks["seen"] = saved["seen"]
    response = client.post(page(application, "answers"), {"q-why_now": "Because"} | marks)
    assert response.status_code == 302


def test_what_cannot_be_stored_is_not_called_saved_so_that_the_browser_keeps_it(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    marks = shown(client, page(application, "you"))
    response = client.post(saving(application, "you"), you(years_in_role="many") | marks)
    assert response.json() == {
        "saved_at": None,
        "errors": {"years_in_role": ["Write the years as a number, such as 3."]},
        "seen": shown(client, page(application, "you"))["seen"],
    }
    application.refresh_from_db()
    assert application.name == "Grace Mensah"


def test_saving_what_another_tab_changed_says_so_and_changes_nothing(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    first, second = (shown(client, page(application, "you")) for _ in range(2))
    client.post(saving(application, "you"), you(name="One") | first)
    answer = client.post(saving(application, "you"), you(name="Two") | second).json()
    assert (answer["saved_at"], list(answer["errors"])) == (None, ["name"])
    application.refresh_from_db()
    assert application.name == "One"


def test_saving_while_signed_out_leads_to_the_sign_in(client):
    application = draft()
    response = client.post(saving(application, "you"), you())
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_request_login_code"))


def test_resuming_leads_to_the_first_unfinished_page(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    where = reverse("pioneers:application", args=[application.pk])
    assert client.get(where).context["resume_page"] == "you"
    whole = whole_draft(application.cohort)
    client = sign_in(whole.applicant)
    where = reverse("pioneers:application", args=[whole.pk])
    assert client.get(where).context["resume_page"] == "check"


def test_sending_twice_from_the_page_mails_one_receipt(sign_in):
    application = whole_draft()
    client = sign_in(application.applicant)
    for _ in range(2):
        response = client.post(page(application, "check"))
        assert response.url == reverse("pioneers:application", args=[application.pk])
    assert OutboundEmail.objects.filter(kind="application_received").count() == 1


def test_sending_with_gaps_names_the_pages_and_stays(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    response = client.post(page(application, "check"))
    assert response.context["refused"] == (
        "Something is still missing. Please look at “You”, “Your home”, “Your answers”, "
        "“Your training”, “Taking part”, “Dates and manager”."
    )


def test_sending_to_a_closed_call_says_so_and_keeps_the_draft(sign_in):
    application = whole_draft()
    client = sign_in(application.applicant)
    with clock.at(application.cohort.applications_close_at + timedelta(hours=2)):
        response = client.post(page(application, "check"))
    assert response.context["refused"].startswith("This call closed on ")
    assert response.context["refused"].endswith("What you wrote is kept here.")
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT


def test_the_rule_of_the_deadline_stands_on_every_page_of_the_form(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    for name in ("you", "home", "answers", "answers-2", "dates", "check"):
        text = client.get(page(application, name)).content.decode()
        assert text.count("can still be sent until") == 1


def test_a_home_is_found_by_postcode_and_chosen_with_its_borough(sign_in):
    home = make.care_home("Larkfield House", postcode="CR7 8LY")
    application = draft()
    client = sign_in(application.applicant)
    url = page(application, "home")
    response = client.get(url, {"q": "cr78ly"})
    assert [row.name for row in response.context["found"]] == ["Larkfield House"]
    client.post(url, {"home": home.pk})
    application.refresh_from_db()
    assert (application.home, application.borough, application.setting) == (
        home,
        home.borough,
        "older_residential",
    )


def test_typing_in_the_search_box_answers_only_the_homes(sign_in):
    make.care_home("Larkfield House")
    application = draft()
    client = sign_in(application.applicant)
    response = client.get(page(application, "home"), {"q": "lark"}, headers={"HX-Request": "true"})
    assert [template.name for template in response.templates][:1] == ["pioneers/_homes.html"]
    assert "Larkfield House" in response.content.decode()


def test_a_home_that_is_not_listed_is_kept_as_typed_and_replaces_the_chosen_one(sign_in):
    application = draft(home=make.care_home())
    client = sign_in(application.applicant)
    url = page(application, "home") + "?change=1"
    typed = {
        "home_as_typed": "The New Place, SE1",
        "borough": make.borough("Southwark").pk,
        "setting": "mental_health",
    }
    assert client.post(url, typed | shown(client, url)).status_code == 302
    application.refresh_from_db()
    assert (application.home, application.home_name, application.borough.name) == (
        None,
        "The New Place, SE1",
        "Southwark",
    )


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 40])
def test_a_home_that_does_not_exist_is_not_chosen(pk, sign_in):
    application = draft()
    client = sign_in(application.applicant)
    assert client.post(page(application, "home"), {"home": pk}).status_code == 404


def test_an_answer_that_the_call_does_not_take_is_told_on_its_page(sign_in):
    cohort = call(roles=["manager"])
    application = draft(cohort, role="senior_nurse")
    client = sign_in(application.applicant)
    response = client.get(page(application, "you"))
    assert response.context["against"] == [
        "This call is for people in these roles: care home manager. You said: senior nurse."
    ]


def test_taking_back_takes_a_second_press(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = reverse("pioneers:withdraw_application", args=[application.pk])
    client.get(url)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    client.post(url)
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN


def test_what_is_typed_is_shown_as_text_not_as_markup(sign_in):
    application = draft(name="<b>Grace</b>")
    client = sign_in(application.applicant)
    text = client.get(page(application, "check")).content.decode()
    assert ("<b>Grace</b>" in text, "&lt;b&gt;Grace&lt;/b&gt;" in text) == (False, True)


@pytest.mark.parametrize("name", ["you", "home", "answers", "answers-2", "dates", "check"])
def test_no_page_of_the_form_takes_more_than_fifteen_queries(
    name, sign_in, django_assert_max_num_queries
):
    application = whole_draft()
    client = sign_in(application.applicant)
    with django_assert_max_num_queries(15):
        client.get(page(application, name))


def test_ones_own_list_takes_as_many_queries_with_3_as_with_30(sign_in, count_queries):
    applicant = make.person()
    client = sign_in(applicant)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.application(call(), applicant=applicant)
        counts.append(count_queries(lambda: client.get(reverse("pioneers:applications"))))
    assert Application.objects.count() == 30
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("state", "ways"),
    [
        ("draft", ["edit", "withdraw"]),
        ("submitted", ["edit", "withdraw"]),
        ("offered", ["accept", "refuse"]),
        ("reserve", ["withdraw"]),
        ("declined", []),
        ("confirmed", []),
        ("withdrawn", []),
    ],
)
def test_what_the_applicant_can_do_next_in_each_state(state, ways, sign_in):
    application = make.application(call(), state=state)
    client = sign_in(application.applicant)
    text = client.get(reverse("pioneers:application", args=[application.pk])).content.decode()
    urls = {
        "edit": page(application, "answers"),
        "withdraw": reverse("pioneers:withdraw_application", args=[application.pk]),
        "accept": reverse("pioneers:accept_offer", args=[application.pk]),
        "refuse": reverse("pioneers:refuse_offer", args=[application.pk]),
    }
    assert sorted(way for way, url in urls.items() if f'href="{url}"' in text) == ways
