"""From the board to the mailboxes, and the page of offers and the reserve list."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from kombu.exceptions import OperationalError

from core import mail, tasks
from core.models import OutboundEmail
from pioneers.models import Application
from pioneers.services import selection
from tests import factories as make
from tests.pages import text_of
from tests.pioneers.deciding import decided, letters, ranks, states, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make.cohort(places=5)


def page(name, cohort, *args):
    return reverse(f"pioneers:{name}", args=[cohort.pk, *args])


# Applying and telling


def test_one_page_shows_everybody_and_every_letter_and_changes_nothing(sign_in):
    cohort, by, rows = decided("offer", "offer", "reserve", "decline")
    response = sign_in(by).get(page("apply_decisions", cohort))
    text = text_of(response)
    assert "2 offers, 1 reserve, 1 no." in text
    assert all(str(row) in text for row in rows)
    subjects = [letter.subject for _, _, letter in response.context["groups"]]
    first = str(rows[0]).split(" ")[0]
    assert subjects[0].startswith(f"{first}, we offer you a place on {cohort.name}: please answer")
    assert "{" not in "".join(subjects)
    assert "Cannot come to the dates" in text
    assert "The call is still open" in text
    assert states(rows) == ["submitted"] * 4
    assert not OutboundEmail.objects.exists()


def test_after_n_presses_three_more_and_everybody_is_told(sign_in):
    cohort, by, rows = decided("offer", "reserve", "decline")
    client = sign_in(by)
    client.get(page("apply_decisions", cohort))
    response = client.post(page("apply_decisions", cohort))
    assert response.url == page("release_letters", cohort)
    assert [letters(row, state="held") for row in rows] == [["offer"], ["reserve"], ["decline"]]
    assert "Release 3 letters" in text_of(client.get(response.url))
    client.post(response.url)
    assert [letters(row, state="due") for row in rows] == [["offer"], ["reserve"], ["decline"]]


def test_releasing_the_letters_leaves_other_held_mail_where_it_is(sign_in):
    cohort, by, _ = decided("offer")
    selection.apply_decisions(cohort, by=by)
    mail.queue(
        "place_confirmed", to=make.person(), key="other", context={}, scope=cohort.scope, hold=True
    )
    sign_in(by).post(page("release_letters", cohort))
    assert OutboundEmail.objects.get(key="other").state == "held"


def test_with_the_broker_down_nothing_is_lost_and_the_next_scan_sends(
    sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    def down(**_):
        raise OperationalError("The broker is down.")

    monkeypatch.setattr(tasks.deliver, "apply_async", down)
    cohort, by, rows = decided("offer", "reserve", "decline")
    client = sign_in(by)
    for name in ("apply_decisions", "release_letters"):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(page(name, cohort)).status_code == 302
    assert [letters(row, state="due") for row in rows] == [["offer"], ["reserve"], ["decline"]]
    tasks.scan()
    tasks.scan()
    assert [letters(row, state="sent") for row in rows] == [["offer"], ["reserve"], ["decline"]]
    assert len(django_mail.outbox) == 3


@pytest.mark.parametrize("name", ["apply_decisions", "release_letters"])
def test_with_nothing_to_do_the_page_leads_back_to_the_board(name, sign_in, cohort):
    assert sign_in(make.staff()).get(page(name, cohort)).url == page("decisions", cohort)


def test_too_many_offers_are_refused_in_words_and_nothing_is_changed(sign_in):
    cohort, by, _ = decided("offer", "offer", places=1)
    client = sign_in(by)
    assert "1 too many" in text_of(client.get(page("decisions", cohort)))
    response = client.post(page("apply_decisions", cohort), follow=True)
    assert "You offer 2 places" in text_of(response)
    assert set(Application.objects.values_list("state", "decision")) == {("submitted", "offer")}
    assert not OutboundEmail.objects.exists()


# Offers and the reserve list


def test_one_press_on_the_page_offers_the_free_place_to_the_first(sign_in):
    cohort, by, [first, second] = told("reserve", "reserve")
    client = sign_in(by)
    content = client.get(page("staff_offers", cohort)).content.decode()
    url = page("offer_place", cohort, first.pk)
    assert content.index(f'action="{url}"') < content.index("Offers that wait for an answer")
    response = client.post(url, follow=True)
    assert f"{first} is offered the place" in text_of(response)
    assert states([first, second]) == ["offered", "reserve"]


def test_out_of_turn_a_place_is_offered_after_it_was_said_who_stands_before(sign_in):
    cohort, by, [first, second, third] = told("reserve", "reserve", "reserve")
    client = sign_in(by)
    content = client.get(page("staff_offers", cohort)).content.decode()
    urls = [page("offer_place", cohort, row.pk) for row in (first, second, third)]
    assert [f'action="{url}"' in content for url in urls] == [True, False, False]
    assert [f'href="{url}"' in content for url in urls] == [False, True, True]
    stands = [text_of(client.get(url)).count("before them on the reserve list") for url in urls]
    assert stands == [0, 1, 1]
    assert "1 person stands before them" in text_of(client.get(urls[1]))
    assert "2 people stand before them" in text_of(client.get(urls[2]))
    client.post(urls[2])
    assert states([first, second, third]) == ["reserve", "reserve", "offered"]


def test_the_last_place_pressed_by_two_after_each_other_goes_to_one(sign_in):
    cohort, by, [first, second] = told("reserve", "reserve", places=1)
    client = sign_in(by)
    client.post(page("offer_place", cohort, first.pk))
    response = client.post(page("offer_place", cohort, second.pk), follow=True)
    assert "has no free place" in text_of(response)
    assert states([first, second]) == ["offered", "reserve"]


def test_up_down_and_number(sign_in):
    cohort, by, rows = told("reserve", "reserve", "reserve")
    client = sign_in(by)
    client.post(page("move_in_reserve", cohort, rows[2].pk), {"to": "1"})
    assert ranks(rows) == [2, 3, 1]
    response = client.post(page("move_in_reserve", cohort, rows[0].pk), {"to": "first"})
    assert "Write the rank as a number." in text_of(response)
    assert ranks(rows) == [2, 3, 1]


def test_more_days_for_one_and_for_all_that_run_out(sign_in):
    cohort, by, rows = told("offer", "offer", offer_days=1)
    before = {row.pk: row.offer_expires_at for row in rows}
    client = sign_in(by)
    assert "2 offers run out within two days" in text_of(client.get(page("staff_offers", cohort)))
    client.post(page("more_days_for_all", cohort), {"days": "7"})
    client.post(page("more_days", cohort, rows[0].pk), {"days": "1"})
    for row in rows:
        row.refresh_from_db()
    assert [(row.offer_expires_at - before[row.pk]).days for row in rows] == [8, 7]
    response = client.post(page("more_days_for_all", cohort), {"days": "7"})
    assert "No offer is about to run out." in text_of(response)


def test_closing_the_list_names_everybody_first(sign_in):
    cohort, by, rows = told("reserve", "reserve")
    client = sign_in(by)
    asked = text_of(client.get(page("release_reserves", cohort)))
    assert all(str(row) in asked for row in rows)
    assert states(rows) == ["reserve", "reserve"]
    client.post(page("release_reserves", cohort))
    assert states(rows) == ["declined", "declined"]
