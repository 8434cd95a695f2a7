"""Forms ask before they keep what could let somebody recognise a resident."""

from __future__ import annotations

import inspect

import pytest
from django import forms as django_forms

from core.models import AuditEvent
from qi_projects import forms
from qi_projects.forms.recognising import TICK, AsksWhoIsRecognised
from qi_projects.models import Update
from tests.qi_projects.running import url

TOLD = "Mrs Brown drank three cups, and room 4 asked for more."


def form(text, **more):
    found = forms.ProjectCommentForm({"text": text, **more})
    found.is_valid()
    return found


def asked(found):
    return found.fields[TICK].widget.attrs["value"]


def test_every_form_of_a_project_asks():
    every = [
        value
        for _, value in inspect.getmembers(forms, inspect.isclass)
        if issubclass(value, django_forms.BaseForm)
    ]
    assert len(every) >= 9
    assert [one.__name__ for one in every if not issubclass(one, AsksWhoIsRecognised)] == []


def test_plain_words_are_kept_unasked():
    found = form("Drinks went up this week.")
    assert (found.errors, TICK in found.fields, found.vouched) == ({}, False, ())
    assert found.cleaned_data == {"text": "Drinks went up this week."}


def test_key_that_a_page_made_is_never_taken_for_an_nhs_number():
    number = "943 476 5919".replace(" ", "")
    assert form(number).errors == {
        "text": [
            f"“{number}” is an NHS number. Please take it out: "
            "an NHS number must never be written here."
        ]
    }
    sent = forms.UpdateForm({"text": "Drinks went up.", "client_key": number}, measure=None)
    assert (sent.errors, sent.is_valid()) == ({}, True)


def test_what_was_found_is_shown_with_a_box_to_tick():
    found = form(TOLD)
    assert found.errors == {
        "text": [
            "“Mrs Brown” looks like somebody’s name. Change it, or tick “Nobody could be "
            "recognised by this” at the end of the form.",
            "“room 4” looks like a room number. Change it, or tick “Nobody could be "
            "recognised by this” at the end of the form.",
        ]
    }
    assert f'name="{TICK}"' in str(found)
    assert "checked" not in str(found)


def test_tick_keeps_the_words_and_says_what_it_was_for():
    found = form(TOLD, **{TICK: asked(form(TOLD))})
    assert (found.errors, found.vouched) == ({}, ("name", "room"))
    assert found.cleaned_data == {"text": TOLD}


def test_tick_holds_when_one_of_the_finds_is_changed():
    found = form("Mrs Brown drank three cups.", **{TICK: asked(form(TOLD))})
    assert (found.errors, found.vouched) == ({}, ("name",))


def test_tick_is_not_for_what_is_written_later():
    found = form(f"{TOLD} Born in 1931.", **{TICK: asked(form(TOLD))})
    assert [error[:14] for error in found.errors["text"]] == ["“Born in 1931”"]
    assert "checked" not in str(found)


@pytest.mark.parametrize("tick", ["on", "true", "1", ""])
def test_tick_of_a_page_that_showed_nothing_counts_for_nothing(tick):
    assert not form(TOLD, **{TICK: tick}).is_valid()


def test_nhs_number_is_refused_ticked_or_not():
    found = form("About 943 476 5919", **{TICK: asked(form(TOLD))})
    assert found.errors == {
        "text": [
            "“943 476 5919” is an NHS number. Please take it out: "
            "an NHS number must never be written here."
        ]
    }
    assert TICK not in found.fields


def test_names_of_staff_are_asked_about_only_where_no_staff_are_expected():
    found = forms.ProjectForm({"team": "Mrs Ward, cook", "problem": "Mrs Ward, cook"})
    found.is_valid()
    assert ("team" in found.errors, "problem" in found.errors) == (False, True)


@pytest.mark.django_db
def test_page_asks_keeps_what_was_typed_and_audits_the_tick_without_the_words(one, sign_in):
    client, address = sign_in(one.person), url("add_update", one.project.pk)
    page = client.post(address, {"text": TOLD})
    assert (page.status_code, Update.objects.count()) == (200, 0)
    assert TOLD in page.content.decode()
    tick = asked(page.context["form"])
    assert f'value="{tick}"' in page.content.decode()

    assert client.post(address, {"text": TOLD, TICK: tick}).status_code == 302
    assert [update.text for update in Update.objects.all()] == [TOLD]
    event = AuditEvent.objects.get(action="said nobody could be recognised")
    assert (event.actor, event.detail) == (one.person.email, {"found": ["name", "room"]})
    assert "Brown" not in event.subject_label


@pytest.mark.django_db
def test_words_that_were_answered_for_are_not_asked_about_again_until_they_change(one, sign_in):
    one.project.problem = "Mrs Brown was dry."
    one.project.save()
    client, address = sign_in(one.person), url("edit_project", one.project.pk)
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, {**typed, "aim_to": "80"}).status_code == 302
    asked = client.post(address, {**typed, "problem": "Mrs Brown was very dry."})
    assert "“Mrs Brown” looks like somebody’s name" in asked.content.decode()
