"""Writing a poster: filled from the record, saved as typed, two tabs, a preview that forgets."""

from __future__ import annotations

import json

import pytest

from qi_projects import selectors, services
from qi_projects.models import Poster
from qi_projects.selectors.poster_checklist import checklist
from tests import factories as make
from tests.qi_projects.running import WORDS, ago, approved, submitted, url, with_numbers

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def told(one):
    """A project whose record says enough to be a poster."""
    with_numbers(one.measure, [3, 4, 6, 7, 8, 9], one.person)
    add = services.add_cycle
    add(
        one.project,
        by=one.person,
        title="Jugs on tables",
        started_on=ago(40),
        prediction="Residents will help themselves.",
        study="Half of them did.",
        act="adopt",
    )
    add(
        one.project,
        by=one.person,
        title="A drinks rota",
        started_on=ago(20),
        study="Nobody had time to fill it in.",
        act="abandon",
    )
    return selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)


def page_of(client, one):
    return client.get(url("write_poster", one.project.pk))


def as_shown(response, **changes):
    """What a browser sends back of the form that it was given."""
    form = response.context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    return {**data, **changes}


def test_untouched_record_is_a_poster_that_can_be_sent(one):
    project = told(one)
    content = selectors.poster_content(project)
    assert content.results == (
        f"We counted “early drinks” 6 times, from {_day(ago(42))} to {_day(ago(7))}. "
        "The middle one of our numbers is 6.5."
    )
    assert content.learning == (
        "Half of them did. What we expected: Residents will help themselves."
    )
    assert content.what_did_not_work == "A drinks rota: Nobody had time to fill it in."
    assert content.next_steps == "We keep: Jugs on tables."
    assert content.thanks == f"To everybody at {project.home.name}."
    assert content.quotation is None
    services.submit_poster(project.poster, by=one.person, declared=True)
    assert Poster.objects.get(project=project).state == "submitted"


def test_poster_without_a_number_has_no_empty_chart_and_says_how_it_will_be_measured(one):
    project = selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)
    content = selectors.poster_content(project)
    assert (content.charts, content.finding, content.chart_note) == ((), "", "")
    assert content.measure_definition == one.measure.definition
    with_numbers(one.measure, [3], one.person)
    project = selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)
    assert selectors.poster_content(project).finding == "Too early to tell. 1 of 10 points."


def _day(on):
    return f"{on.day} {on:%B %Y}"


def test_own_words_win_over_the_record(one):
    project = told(one)
    services.write_poster(project, by=one.person, learning="Ask the night staff first.")
    project.poster.refresh_from_db()
    assert selectors.poster_content(project).learning == "Ask the night staff first."


def test_record_without_facts_proposes_none(one):
    project = selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)
    proposed = selectors.proposed_words(project)
    assert {name for name, words in proposed.items() if words} == {"headline", "thanks"}


def test_boxes_left_as_filled_go_on_following_the_record(one, sign_in):
    told(one)
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), results="Two in three drink early.")
    assert client.post(url("write_poster", one.project.pk), data).status_code == 302
    own = selectors.own_words(_project(one))
    assert {name: words for name, words in own.items() if words} == {
        "results": "Two in three drink early."
    }
    services.change_cycle(one.project.cycles.first(), by=one.person, study="Nearly all did.")
    assert "Nearly all did." in selectors.printed_words(_project(one))["learning"]


def test_box_filled_before_the_record_changed_is_no_word_of_ones_own(one, sign_in):
    told(one)
    client = sign_in(one.person)
    page = page_of(client, one)
    services.change_cycle(one.project.cycles.first(), by=one.person, study="Nearly all did.")
    assert client.post(url("write_poster", one.project.pk), as_shown(page)).status_code == 302
    assert set(selectors.own_words(_project(one)).values()) == {""}


def _project(one):
    return selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)


def test_typing_is_saved_and_answered_with_the_new_mark(one, sign_in):
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), **WORDS)
    answer = client.post(url("save_poster", one.project.pk), data).json()
    assert (sorted(answer), answer["errors"]) == (["errors", "saved_at", "seen"], {})
    again = client.post(
        url("save_poster", one.project.pk), {**data, "seen": answer["seen"], "thanks": "To all."}
    ).json()
    assert again["saved_at"]
    assert _project(one).poster.thanks == "To all."


def test_typing_into_an_approved_poster_stays_on_the_device(one, sign_in):
    approved(one, make.staff())
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), results="Now 66.")
    answer = client.post(url("save_poster", one.project.pk), data).json()
    assert (answer["saved_at"], answer["words"][:23]) == (None, "Kept on this device. Pr")
    poster = _project(one).poster
    assert (poster.state, poster.results) == ("approved", WORDS["results"])


def test_two_tabs_show_both_texts_and_the_next_press_keeps_the_typed(one, sign_in):
    client = sign_in(one.person)
    first, second = page_of(client, one), page_of(client, one)
    client.post(url("write_poster", one.project.pk), as_shown(first, results="From the telephone"))
    data = as_shown(second, results="From the desk")
    clash = client.post(url("write_poster", one.project.pk), data)
    assert clash.status_code == 409
    assert clash.context["differing"] == [
        {"label": "What happened", "stored": "From the telephone", "typed": "From the desk"}
    ]
    assert _project(one).poster.results == "From the telephone"
    kept = client.post(url("write_poster", one.project.pk), as_shown(clash))
    assert kept.status_code == 302
    assert _project(one).poster.results == "From the desk"


def test_conflict_while_typing_is_said_and_nothing_is_overwritten(one, sign_in):
    client = sign_in(one.person)
    first, second = page_of(client, one), page_of(client, one)
    client.post(url("write_poster", one.project.pk), as_shown(first, results="One"))
    answer = client.post(url("save_poster", one.project.pk), as_shown(second, results="Two")).json()
    assert answer["saved_at"] is None
    assert "another tab or on another device" in answer["words"]
    assert _project(one).poster.results == "One"


def test_preview_shows_unsaved_words_and_stores_nothing(one, sign_in):
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), results="Only to look at", design="story")
    before = Poster.objects.values().get(pk=one.poster.pk)
    sheet = client.post(url("poster_preview", one.project.pk), data)
    assert "Only to look at" in sheet.content.decode()
    assert Poster.objects.values().get(pk=one.poster.pk) == before
    stored = client.get(url("poster_preview", one.project.pk)).content.decode()
    assert "Only to look at" not in stored


def test_preview_runs_no_script_and_needs_no_inline_style(one, sign_in):
    services.change_project(one.project, by=one.person, problem=HOSTILE)
    client = sign_in(one.person)
    own = dict.fromkeys(selectors.own_words(_project(one)), HOSTILE[:80])
    data = as_shown(page_of(client, one), **own)
    response = client.post(url("poster_preview", one.project.pk), data)
    html = response.content.decode()
    assert ("<script" in html, "<img src=x" in html, ' style="' in html) == (False, False, False)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("sandbox allow-same-origin; default-src 'none';")
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_nhs_number_in_a_box_is_not_saved_and_stays_on_the_page(one, sign_in):
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), results="Mrs 943 476 5919 drank.", learning="We ask.")
    page = client.post(url("write_poster", one.project.pk), data)
    assert page.status_code == 200
    assert "results" in page.context["form"].errors
    assert page.context["form"]["results"].value() == "Mrs 943 476 5919 drank."
    assert _project(one).poster.results == ""


def test_ticks_of_comments_are_kept_with_the_words(one, sign_in):
    submitted(one)
    services.ask_for_changes(
        one.poster, by=make.staff(), at={"results": "How many?", "aim_sentence": "By when?"}
    )
    results, _ = one.poster.comments.order_by("-section")
    client = sign_in(one.person)
    page = page_of(client, one)
    data = {**as_shown(page), f"done_{results.pk}": "on"}
    data.pop(f"done_{one.poster.comments.exclude(pk=results.pk).get().pk}")
    assert client.post(url("write_poster", one.project.pk), data).status_code == 302
    done = dict(one.poster.comments.values_list("section", "is_done"))
    assert done == {"results": True, "aim_sentence": False}


def test_marks_of_the_form_are_no_free_text(one, sign_in):
    """`filled` is what the page was shown; whatever it says, only words reach the poster."""
    client = sign_in(one.person)
    data = as_shown(page_of(client, one), filled=json.dumps(["nonsense"]), results="Ours.")
    assert client.post(url("write_poster", one.project.pk), data).status_code == 302
    assert _project(one).poster.results == "Ours."


def test_who_checks_the_poster_is_told_what_the_print_lacks(one, sign_in):
    told(one)
    submitted(one)
    Poster.objects.filter(project=one.project).update(quotation="你好, we said.")
    page = sign_in(make.staff()).get(url("poster", one.project.pk))
    assert page.context["faults"] == [
        "The print has no such letters as 你 好 in the quotation: they come out as empty boxes"
    ]
    assert page.context["faults"][0] in page.content.decode()


def test_checklist_names_letters_that_the_print_lacks_where_they_are(one):
    told(one)
    one.person.name = "Wang Fang 王芳"
    one.person.save()
    Poster.objects.filter(project=one.project).update(
        headline="Tea 茶 and ชา", next_steps="We go on 🙂", learning="Ask Ελένη and فاطمة."
    )
    project = selectors.with_record(type(one.project).objects.all()).get(pk=one.project.pk)
    lines = [
        (line.words, line.url, line.must)
        for line in checklist(project, selectors.poster_content(project))
        if "empty boxes" in line.words
    ]
    words = "The print has no such letters as {} in {}: they come out as empty boxes"
    write = url("write_poster", one.project.pk)
    assert lines == [
        (words.format("ช า 茶", "the title"), f"{write}#id_headline", False),
        (words.format("🙂", "what comes next"), f"{write}#id_next_steps", False),
        (words.format("王 芳", "your name"), "/details/", False),
    ]
