"""The mails to line managers. They name the applicant and the dates, and nothing else of them."""

from __future__ import annotations

from core.mail import Kind, add_planner, register
from pioneers.release_reminders import plan_chasing, plan_start_round

WHO_READS = (
    "Who reads your answer: the programme’s staff. {applicant} sees whether you agreed or have a "
    "concern, and never the words of a concern.\n\n"
    "Why we write to you: {applicant} named you as the manager who decides on time away. We use "
    "your name and address to ask this, and for nothing else. You need no account. The link is "
    "for you alone: please do not pass it on. It works until {until}.\n\n"
    "Are you the wrong person, or do you have a question? Write to {contact}.\n\n"
    "{site}\n"
)
PLACEHOLDERS = (
    "manager",
    "applicant",
    "programme",
    "cohort",
    "about",
    "dates",
    "link",
    "until",
    "contact",
    "site",
)

register(
    Kind(
        key="release_ask",
        title="Line manager: can you let somebody come?",
        subject="Can you let {applicant} come to the {programme}?",
        body=(
            "Dear {manager},\n\n"
            "{applicant} has applied to {cohort}. {about}\n\n"
            "These are the dates:\n{dates}\n\n"
            "Please tell us whether you agree to release {applicant} for them and who covers, "
            "or whether you have a concern. It takes two minutes:\n{link}\n\n"
            "Agreeing is not a promise of a place: we choose later.\n\n" + WHO_READS
        ),
        placeholders=PLACEHOLDERS,
    )
)
register(
    Kind(
        key="release_chase",
        title="Line manager: a reminder",
        subject="We do not have your yes for {applicant} yet",
        body=(
            "Dear {manager},\n\n"
            "We wrote to you on {asked_on} about {applicant} and {cohort}. {about}\n\n"
            "These are the dates:\n{dates}\n\n"
            "Can you release {applicant} for them? Say yes, or tell us of a concern:\n{link}\n\n"
            "Have you told us of a concern that is settled now? Then say yes on the same page.\n\n"
            + WHO_READS
        ),
        placeholders=(*PLACEHOLDERS, "asked_on"),
    )
)
register(
    Kind(
        key="release_changed",
        title="Line manager: the dates have changed",
        subject="The dates for {applicant} have changed: do you still agree?",
        body=(
            "Dear {manager},\n\n"
            "You agreed to release {applicant} for {cohort}. The dates are not what they were.\n\n"
            "{changes}"
            "These are the dates now:\n{dates}\n\n"
            "Please tell us whether you still agree and who covers, "
            "or whether you have a concern:\n{link}\n\n" + WHO_READS
        ),
        placeholders=(*PLACEHOLDERS, "changes"),
    )
)
register(
    Kind(
        key="release_start",
        title="Line manager: once more before the first session",
        subject="{applicant} starts soon: please look at the dates once more",
        body=(
            "Dear {manager},\n\n"
            "{applicant} has a place on {cohort} of the {programme}. We ask everybody’s manager "
            "once more before the first session.\n\n"
            "{changes}"
            "These are the dates now:\n{dates}\n\n"
            "Please tell us whether you still agree to release {applicant} and who covers, or "
            "whether you have a concern:\n{link}\n\n" + WHO_READS
        ),
        placeholders=(*PLACEHOLDERS, "changes"),
    )
)
add_planner(plan_start_round)
add_planner(plan_chasing)
