"""The main job, once through: one applicant, from the public call to the booklet and the funder.

Everything is done on pages, by people in browsers of their own, on a live system with its worker
and its mail catcher. Only the clock is helped: `send_due --now` is what cron would do in time.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.people import PHONE, Person

pytestmark = pytest.mark.browser

TODAY = datetime.now(UTC).date()
STARTS = TODAY + timedelta(days=28)
COHORT = "/staff/cohorts/1"
HOME = "Kingfisher Wharf"
TITLE = "Increase drinks offered a day"
CREDIT = "Kindly supported by South West London Integrated Care Board"


def test_one_applicant_from_the_public_page_to_the_booklet_and_the_funder(somebody, programme):
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    grace = somebody(programme, "Grace Mensah", "grace@kingfisher.example", viewport=PHONE)
    dele = somebody(programme, "Dele Adisa", "dele@sets.example", viewport=PHONE)
    helen = somebody(programme, "Helen Ward", "helen@icb.example")
    everybody = [ruth, grace, dele, helen]

    ruth.sign_in()
    creates_a_cohort(ruth)
    adds_a_funder(ruth, contact=helen)
    moves_cohort(ruth, "Open for applications")

    asks_whether_she_can_apply(grace)
    signs_in_and_begins(grace)
    writes_the_application(grace)
    sends_it_from_another_device(grace)

    chooses(ruth, applicant=grace)
    accepts_the_offer(grace)
    moves_cohort(ruth, "Running")

    makes_the_learning_set(ruth, facilitator=dele, member=grace)
    session, day = publishes_the_timetable(ruth)
    is_reminded(grace, programme, session, day)
    sees_only_the_own_set(dele, member=grace)

    does_a_project(grace)
    writes_the_poster(grace)
    approves_the_poster(ruth, author=grace)
    makes_the_booklet(ruth, author=grace)

    issues_a_summary(ruth)
    reads_the_summary(helen)
    assert [line for person in everybody for line in person.complaints] == []


def moment(day: date, at: time) -> str:
    return f"{day.isoformat()}T{at:%H:%M}"


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def creates_a_cohort(ruth: Person) -> None:
    ruth.page.goto("/staff/cohorts/")
    ruth.presses("Create the first cohort")
    ruth.fills(
        number=7,
        label="2026/27",
        places=30,
        applications_open_at=moment(TODAY - timedelta(days=1), time(9)),
        applications_close_at=moment(TODAY + timedelta(days=14), time(23, 59)),
        starts_on=STARTS,
        ends_on=STARTS + timedelta(days=270),
        workshop_place="Rookery Hall, Streatham",
    )
    for name in ("boroughs", "settings", "roles"):
        for box in ruth.page.locator(f"[name={name}]").all():
            box.check()
    ruth.presses("Create the cohort")
    expect(ruth.page).to_have_url(re.compile(f"{COHORT}/settings/$"))


def adds_a_funder(ruth: Person, *, contact: Person) -> None:
    ruth.page.goto("/staff/funders/")
    ruth.presses("New funder")
    ruth.fills(name="South West London Integrated Care Board", short_name="SWL ICB")
    ruth.presses("Add the funder")
    ruth.presses("Add a contact")
    ruth.fills(name=contact.name, email=contact.email)
    ruth.presses("Add the contact")
    ruth.sees(contact.email)
    ruth.page.goto(f"{COHORT}/funding/")
    ruth.fills(funder="South West London Integrated Care Board", places=30, credit_line=CREDIT)
    ruth.presses("Save")
    ruth.sees(CREDIT)


def moves_cohort(ruth: Person, state: str) -> None:
    ruth.page.goto(f"{COHORT}/settings/")
    ruth.presses(f"Make it “{state}”")
    ruth.presses(f"Make it “{state}”")
    ruth.sees(state)


def asks_whether_she_can_apply(grace: Person) -> None:
    grace.page.goto("/")
    grace.sees("Cohort 7 (2026/27) is open.")
    grace.presses("Can I apply?")
    grace.chooses("What is your role?", "Deputy manager")
    grace.chooses("What kind of place do you work in?", "Older person’s nursing home")
    grace.fills(borough="Lambeth")
    grace.presses("See if I can apply")
    grace.sees("You can apply to this call")


def signs_in_and_begins(grace: Person) -> None:
    grace.presses("Start my application")
    grace.sign_in(after="the eligibility check")
    grace.presses("Begin")
    grace.sees("Who you are, and how we reach you.")
    expect(grace.page.get_by_label("Deputy manager")).to_be_checked()


def writes_the_application(grace: Person) -> None:
    grace.fills(name=grace.name, phone="020 7946 0018", years_in_role=4)
    grace.presses("Save and go on")
    grace.fills(q="kingf")
    grace.presses("This one")
    grace.sees("Is this your home?")
    grace.presses("Save and go on")
    grace.page.locator("[name='q-why_now']").press_sequentially("The new unit opens in spring.")
    expect(grace.page.locator("[data-autosave-status]")).to_have_text(
        re.compile(r"^Saved at \d{1,2}:\d\d")
    )


def sends_it_from_another_device(grace: Person) -> None:
    grace.takes_another_device()
    grace.sign_in()
    grace.page.goto("/")
    grace.presses("Go on where you stopped")
    grace.sees("Everything you typed is saved.")
    grace.presses("Go on where you stopped")
    expect(grace.page.locator("[name='q-why_now']")).to_have_value("The new unit opens in spring.")
    grace.fills(
        q__challenge="Three senior carers left in one year.",
        q__improvement="Drinks that people want, all day long.",
    )
    grace.presses("Save and go on")
    grace.fills(q__training_done="A leadership day with the ICB.")
    grace.presses("Save and go on")
    grace.chooses("When could you best come", "Morning")
    grace.presses("Save and go on")
    grace.fills(
        agrees_to_dates=True, manager_name="Omar Haddad", manager_email="omar@kingfisher.example"
    )
    grace.presses("Save and go on")
    grace.sees(HOME)
    grace.presses("Send my application")
    grace.sees("We have your application")
    receipt = grace.mail("We have your application to Cohort 7")
    assert "Dear Grace," in receipt
    assert in_words(TODAY + timedelta(days=14)) in receipt


def chooses(ruth: Person, *, applicant: Person) -> None:
    """Scores, decides in private, applies, reads the mail in the outbox and releases it."""
    moves_cohort(ruth, "Choosing the cohort")
    ruth.page.goto(f"{COHORT}/applications/")
    ruth.presses(applicant.name)
    ruth.sees("Drinks that people want, all day long.")
    for score in ruth.page.locator(".review-score").all():
        score.get_by_text("4", exact=True).click()
    ruth.fills(note="Small enough to try, and she has the backing.")
    ruth.presses("Save and next")
    ruth.page.goto(f"{COHORT}/decisions/")
    row = ruth.page.get_by_role("group", name=f"Decision on {applicant.name}")
    row.get_by_role("button", name="Offer", exact=True).click()
    ruth.sees("1 offer, 0 reserve, 0 no.")
    had = len(applicant.mails())
    ruth.presses("See what will happen")
    ruth.presses("Apply 1 decision")
    ruth.sees("Nobody has been told")
    assert len(applicant.mails()) == had
    ruth.presses("Release 1 letter")
    ruth.sees("1 letter released.")


def accepts_the_offer(grace: Person) -> None:
    """Two presses: the link in the mail, and the button. She need not be signed in."""
    offer = grace.mail("Grace, we offer you a place on Cohort 7")
    link = re.search(r"http\S+/offers/\S+", offer)
    assert link, offer
    grace.context.clear_cookies()
    grace.page.goto(link[0])
    grace.presses("Yes, I take the place")
    grace.sees("Your place is confirmed")
    assert in_words(STARTS) in grace.mail("Your place on Cohort 7")
    grace.sign_in()
    expect(grace.page.get_by_role("link", name="My project").first).to_be_visible()


def makes_the_learning_set(ruth: Person, *, facilitator: Person, member: Person) -> None:
    for name, who, email in (
        ("Wandle", facilitator.name, facilitator.email),
        ("Quaggy", "Ines Prado", "ines@sets.example"),
    ):
        ruth.page.goto(f"{COHORT}/sets/add/")
        ruth.fills(
            name=name,
            facilitator_name=who,
            facilitator_email=email,
            weekday="Tuesday" if name == "Wandle" else "Thursday",
            starts="10:00" if name == "Wandle" else "14:00",
            ends="13:00" if name == "Wandle" else "17:00",
            place="Online",
        )
        ruth.presses("Add the set")
    ruth.presses("Fill the sets")
    ruth.presses("Fill the sets")
    ruth.sees("1 Pioneer was placed.")
    row = ruth.page.get_by_role("row").filter(has_text=member.name)
    expect(ruth.page.get_by_role("table", name="Wandle set").get_by_role("row")).to_have_count(2)
    expect(row).to_contain_text(HOME)


def publishes_the_timetable(ruth: Person) -> tuple[str, date]:
    """Proposes, gives the first workshop its title and time, publishes; (title, day) of it."""
    ruth.page.goto(f"{COHORT}/timetable/")
    ruth.presses("Propose dates")
    ruth.sees("These dates are not published yet")
    ruth.page.get_by_text("Another day for Workshop 1").click()
    ruth.presses("Time, place, take it out")
    day = date.fromisoformat(ruth.page.locator("[name=day]").input_value())
    assert day >= STARTS
    title = "Workshop 1: What matters here"
    ruth.fills(title=title, starts="10:15", ends="16:00")
    ruth.presses("Save")
    ruth.presses("See who gets a mail, and publish")
    ruth.presses("Publish and send the mails")
    ruth.sees("The timetable is published.")
    return title, day


def is_reminded(grace: Person, programme, session: str, day: date) -> None:
    """A week before, as the clock would: the right title, the date in words, London's time."""
    dates = grace.mail("Your dates for the programme")
    assert f"{in_words(day)}, 10:15am to 4pm: {session}" in dates
    week_before = moment(day - timedelta(days=7), time(10, 1))
    printed = programme.manage("send_due", "--now", week_before)
    assert re.search(r"\b[1-9]\d* sent", printed), printed
    reminder = grace.mail(f"{session} is in a week")
    assert reminder.startswith(f"{session} is in a week: {in_words(day)}\n")
    assert f"When: {in_words(day)}, 10:15am to 4pm" in reminder
    assert "Where: Rookery Hall, Streatham" in reminder
    had = len(grace.mails())
    programme.manage("send_due", "--now", week_before)
    assert len(grace.mails()) == had


def sees_only_the_own_set(dele: Person, *, member: Person) -> None:
    dele.sign_in()
    dele.page.goto("/sets/")
    dele.sees("Wandle set")
    expect(dele.page.locator("main")).not_to_contain_text("Quaggy")
    dele.page.get_by_role("link", name="Wandle set").first.click()
    dele.sees(member.name)
    dele.page.get_by_role("link", name="Register").first.click()
    dele.sees("The register opens on the day.")
    dele.sees(member.name)
    assert dele.page.goto(f"{COHORT}/applications/").status in (403, 404)
    # The browser itself notes each refused page; these one was asked for on purpose.
    dele.complaints.clear()


def does_a_project(grace: Person) -> None:
    grace.page.goto("/projects/mine/")
    grace.fills(
        problem="Some residents drink less than a litre a day, and we see headaches and falls.",
        aim_among="the residents of the ground floor",
        measure="drinks offered a day",
        aim_by=STARTS + timedelta(days=180),
    )
    grace.chooses("It is better when your number is", "Higher")
    grace.presses("Start the project")
    grace.sees(TITLE)
    for week, number in enumerate((31, 34, 33, 41, 44, 46)):
        grace.page.get_by_text("For another day than today").click()
        grace.fills(value=number, on=TODAY - timedelta(weeks=6 - week))
        grace.page.locator("form.add-number button").click()
        grace.sees(f"{number} is on the chart")
    expect(grace.page.locator(".chart-card svg:visible")).to_have_count(1)
    grace.presses("Add a change to try")
    grace.fills(
        title="A drinks trolley at ten",
        started_on=TODAY - timedelta(weeks=3),
        prediction="More cups at breakfast time",
        plan="Blessing takes the trolley round",
    )
    grace.presses("Start the test")
    grace.presses("Say what happened")
    grace.fills(
        study="People choose when they can see the jug",
    )
    grace.chooses("Act: what now?", "Adopt: keep it")
    grace.presses("Save")
    grace.sees("A drinks trolley at ten")
    grace.presses("Say how it goes")
    grace.fills(text="The night staff asked for a trolley of their own.")
    grace.presses("Save")
    grace.sees("It is saved")
    grace.presses("The project")
    grace.sees("The night staff asked for a trolley of their own.")


def writes_the_poster(grace: Person) -> None:
    grace.page.get_by_role("link", name="Poster").first.click()
    grace.presses("Change the words")
    grace.fills(
        results="Drinks offered went from about 33 to about 44 a day in six weeks.",
        learning="People drink what they can see and choose.",
        what_did_not_work="Coloured cups made no difference.",
        next_steps="A second trolley for the night.",
    )
    grace.presses("Save the words")
    grace.fills(declared=True)
    grace.presses("Send it to the programme team")
    grace.sees("The programme team is reading your poster")


def approves_the_poster(ruth: Person, *, author: Person) -> None:
    ruth.page.goto(f"{COHORT}/projects/")
    ruth.page.get_by_role("row").filter(has_text=author.name).get_by_role("link").last.click()
    ruth.presses("Approve it")
    ruth.sees(f"“{TITLE}” is approved.")
    assert TITLE in author.mail("poster")


def makes_the_booklet(ruth: Person, *, author: Person) -> None:
    ruth.page.goto(f"{COHORT}/booklet/")
    ruth.presses("Make the booklet")
    text = downloads_pdf(ruth)
    for words in (author.name, HOME, TITLE, "A drinks trolley at ten", CREDIT):
        assert words in text, f"The booklet does not contain “{words}”:\n{text}"


def downloads_pdf(person: Person) -> str:
    """Waits on the page until the document is ready; returns the words of the PDF."""
    button = person.page.get_by_role("link", name="Download")
    expect(button).to_be_visible(timeout=60_000)
    with person.page.expect_download() as waiting:
        button.click()
    pdf = PdfReader(BytesIO(waiting.value.path().read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def issues_a_summary(ruth: Person) -> None:
    ruth.page.goto("/staff/funders/1/")
    ruth.presses("Issue a summary")
    ruth.presses("Issue it")
    ruth.sees("These figures are frozen")


def reads_the_summary(helen: Person) -> None:
    """One Pioneer is too few to be counted: every number of people is hidden."""
    helen.sign_in()
    helen.page.goto("/summaries/")
    helen.page.locator("tbody th a").click()
    helen.sees(CREDIT)
    helen.sees("suppressed")
    expect(helen.page.locator("main")).not_to_contain_text("Grace")
    expect(helen.page.locator("main")).not_to_contain_text(HOME)
    helen.presses("Make the PDF")
    text = downloads_pdf(helen)
    assert CREDIT in text
    assert "suppressed" in text
    assert "Grace" not in text
    assert HOME not in text
