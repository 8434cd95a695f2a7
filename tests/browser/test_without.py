"""Applying without JavaScript, and without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Person

pytestmark = pytest.mark.browser


def test_an_application_is_written_and_sent_without_javascript(somebody, demonstration):
    amina = somebody(
        demonstration,
        "Amina Yusuf",
        "amina@no-script.example",
        viewport=PHONE,
        java_script_enabled=False,
    )
    amina.page.goto("/")
    amina.presses("Can I apply?")
    amina.chooses("What is your role?", "Care home manager")
    amina.chooses("What kind of place do you work in?", "Older person’s nursing home")
    amina.fills(borough="Lambeth")
    amina.presses("See if I can apply")
    amina.presses("Start my application")
    amina.sign_in(after="the eligibility check")
    amina.presses("Begin")
    amina.fills(name=amina.name, phone="020 7946 0021", years_in_role="three")
    amina.presses("Save and go on")
    amina.sees("Write the years as a number, such as 3.")
    expect(amina.page.locator("[name=name]")).to_have_value(amina.name)
    amina.fills(years_in_role=3)
    amina.presses("Save and go on")
    amina.fills(q="kingf")
    amina.presses("Find", exact=True)
    amina.presses("This one")
    amina.sees("Is this your home?")
    amina.presses("Save and go on")
    amina.fills(q__why_now="I am new in post.", q__challenge="Rotas.")
    amina.presses("Save and go on")

    amina.takes_another_device()
    amina.sign_in()
    amina.page.goto("/")
    amina.presses("Go on where you stopped")
    amina.sees("Everything you typed is saved.")
    amina.presses("Go on where you stopped")
    expect(amina.page.locator("[name='q-why_now']")).to_have_value("I am new in post.")
    amina.fills(q__improvement="Quieter nights.")
    amina.presses("Save and go on")
    amina.fills(q__training_done="None")
    amina.presses("Save and go on")
    amina.chooses("When could you best come", "Either")
    amina.presses("Save and go on")
    amina.fills(agrees_to_dates=True, manager_name="Omar Haddad", manager_email="omar@home.example")
    amina.presses("Save and go on")
    amina.presses("Send my application")
    amina.sees("We have your application")
    assert "Dear Amina," in amina.mail("We have your application to")


def focused(person: Person) -> str:
    """The name of the field that has the focus, or the words of the link or button."""
    return person.page.evaluate(
        """() => { const here = document.activeElement;
        return here.name || (here.matches("a, button, summary") ? here.innerText.trim() : "") }"""
    )


def tabs_to(person: Person, words: str, *, most: int = 60) -> None:
    """Tab by tab until the focus is there, and it can be seen that it is."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        if words in focused(person):
            outline = person.page.evaluate(
                """() => { const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== "none" || style.boxShadow !== "none" }"""
            )
            assert outline, f"Nobody can see that “{words}” has the focus."
            return
    raise AssertionError(f"“{words}” is not reached with {most} presses of Tab.")


def test_the_call_is_checked_and_a_code_asked_for_with_the_keyboard_alone(
    somebody: Callable[..., Person], demonstration
):
    joan = somebody(demonstration, "Joan Silva", "joan@keyboard.example")
    page, keys = joan.page, joan.page.keyboard
    page.goto("/")
    keys.press("Tab")
    assert focused(joan) == "Skip to the main content"
    keys.press("Enter")
    tabs_to(joan, "Can I apply?")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/apply/\d+/$"))
    tabs_to(joan, "role")
    keys.press("Space")
    tabs_to(joan, "setting")
    keys.press("Space")
    tabs_to(joan, "borough")
    keys.type("Lambeth")
    tabs_to(joan, "See if I can apply")
    keys.press("Enter")
    joan.sees("You can apply to this call")
    tabs_to(joan, "Start my application")
    keys.press("Enter")
    page.wait_for_url(re.compile("/accounts/login/code/"))
    tabs_to(joan, "email")
    keys.type(joan.email)
    keys.press("Enter")
    joan.sees("Check your email")
    assert "Your code to sign in" in joan.mail("code")
    assert joan.complaints == []
