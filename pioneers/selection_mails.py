"""The mails of choosing a cohort: the default words, and when those by date are worked out."""

from core.mail import Kind, Policy, add_planner, before_release, register
from pioneers.letters import let_go
from pioneers.offer_reminders import lapse_due, plan_offer_reminders, plan_staff_warnings

COMMON = ("first_name", "cohort", "programme", "contact", "site")

register(
    Kind(
        key="offer",
        title="Offer of a place",
        subject="{first_name}, we offer you a place on {cohort}: please answer by {answer_by}",
        body=(
            "Dear {first_name},\n\n"
            "We would like you to join {cohort} of the {programme}. Congratulations.\n\n"
            "Your place is not certain until you say yes. Please answer by {answer_by}:\n"
            "{link}\n\n"
            "The link opens a page with two answers: yes, I take the place, or no, somebody else "
            "may have it. You do not need a password.\n\n"
            "The programme runs from {starts} to {ends}.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
        policy=Policy.HOLD,
        late=("answer_by",),
    )
)
register(
    Kind(
        key="offer_from_reserve",
        title="Offer of a place to somebody in reserve",
        subject="{first_name}, a place on {cohort} is free for you: please answer by {answer_by}",
        body=(
            "Dear {first_name},\n\n"
            "You are on our reserve list. Now a place on {cohort} of the {programme} has become "
            "free, and we offer it to you. Congratulations.\n\n"
            "Your place is not certain until you say yes. Please answer by {answer_by}:\n"
            "{link}\n\n"
            "The link opens a page with two answers: yes, I take the place, or no, somebody else "
            "may have it. You do not need a password.\n\n"
            "The programme runs from {starts} to {ends}.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="offer_reminder",
        title="Reminder of an offer that is not answered",
        subject="Not certain yet: say yes to your place on {cohort} by {answer_by}",
        body=(
            "Dear {first_name},\n\n"
            "You have not answered our offer yet. Your place on {cohort} of the {programme} is "
            "not certain until you say yes.\n\n"
            "The last day is {answer_by}. After that, the place goes to somebody else.\n\n"
            "Say yes or no here. You do not need a password:\n"
            "{link}\n\n"
            "Do you need more time? Write to {contact} before the last day.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
    )
)
register(
    Kind(
        key="offer_extended",
        title="More time to answer an offer",
        subject="You have until {answer_by} to say yes to your place on {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "We offered you a place on {cohort} of the {programme}. You now have more time: "
            "please answer by {answer_by}.\n\n"
            "Your place is not certain until you say yes. Say yes or no here. "
            "You do not need a password:\n"
            "{link}\n\n"
            "The programme runs from {starts} to {ends}.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="offer_lapsed",
        title="An offer has run out",
        subject="Your offer of a place on {cohort} has run out",
        body=(
            "Dear {first_name},\n\n"
            "We offered you a place on {cohort} of the {programme} and asked you to answer by "
            "{answer_by}. We have no answer from you, so the place is free for somebody else.\n\n"
            "Did you mean to say yes? Write to {contact} soon. If a place is still free, we can "
            "offer it to you again.\n\n"
            "You are welcome to apply to a later cohort.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="reserve",
        title="Place on the reserve list",
        subject="You are on the reserve list for {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "Thank you for applying to {cohort} of the {programme}.\n\n"
            "We had more good applications than places. We cannot offer you a place today, but "
            "you are on our reserve list.\n\n"
            "What you can expect:\n"
            "- If somebody gives up a place, we write to the next person on the list. "
            "That can be at any time until the programme starts on {starts}.\n"
            "- If it is your turn, we offer you the place by e-mail, and you have some days to "
            "say yes or no.\n"
            "- If no place becomes free, we tell you that too.\n\n"
            "You do not need to do anything. If you no longer want a place, tell us here:\n"
            "{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "link", "starts", "ends"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="reserve_released",
        title="No place became free for the reserve list",
        subject="The reserve list for {cohort} is closed",
        body=(
            "Dear {first_name},\n\n"
            "You were on our reserve list for {cohort} of the {programme}. All places are taken "
            "and the list is closed, so we cannot offer you one this time. We are sorry.\n\n"
            "Your application was a good one: only the places ran out. We would be glad if you "
            "applied again. If you would like to talk about it, write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "reason"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="decline",
        title="No place this time",
        subject="Your application to {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "Thank you for applying to {cohort} of the {programme}, and for the time you gave to "
            "it. We are sorry that we cannot offer you a place this time.\n\n"
            "The reason: {reason}.\n\n"
            "We would be glad if you applied again. If you would like to talk about your "
            "application, write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "reason"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="place_confirmed",
        title="Place confirmed",
        subject="Your place on {cohort} is confirmed",
        body=(
            "Dear {first_name},\n\n"
            "Your place on {cohort} of the {programme} is confirmed. Welcome.\n\n"
            "The programme runs from {starts} to {ends}. We will send you all dates as soon as "
            "the timetable is published. You will find everything here:\n{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "starts", "ends", "link"),
    )
)
register(
    Kind(
        key="offers_run_out",
        optional=True,
        called="Word that offers are about to run out",
        title="To staff: offers run out tomorrow",
        subject="{offers} on {cohort} run out at the end of {answer_by}",
        body=(
            "Dear {first_name},\n\n"
            "{offers} on {cohort} run out at the end of {answer_by}, without an answer so far.\n\n"
            "You can ring them, or give them more days with one press:\n"
            "{link}\n\n"
            "If you do nothing, the offers run out and the places are free for the reserve "
            "list.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "offers", "answer_by", "link"),
    )
)
for kind in ("offer", "reserve", "decline"):
    before_release(kind, let_go)
add_planner(plan_offer_reminders)
add_planner(plan_staff_warnings)
add_planner(lapse_due)
