"""The mails of projects and posters."""

from core.mail import Kind, register

TEAM_CHANGED = "team_changed"

register(
    Kind(
        key="poster_approved",
        title="Poster approved",
        subject="Your poster is approved",
        body=(
            "Dear {first_name},\n\n"
            "Your poster “{poster}” is approved. It will be in the booklet of {cohort} and at the "
            "celebration. Well done.\n\n"
            "You can download it here:\n{link}\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "poster", "cohort", "link", "site", "contact"),
    )
)
register(
    Kind(
        key="poster_changes_asked",
        title="Poster: a change is asked for",
        subject="Your poster: one more thing",
        body=(
            "Dear {first_name},\n\n"
            "Thank you for your poster “{poster}”. Before it can be printed we ask you for a "
            "change:\n\n"
            "{comment}\n\n"
            "You can change it here, and send it again:\n{link}\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "poster", "cohort", "comment", "link", "site", "contact"),
    )
)
register(
    Kind(
        key="successor_invited",
        title="Invitation to carry a project on",
        subject="Would you carry on “{project}”?",
        body=(
            "Dear {first_name},\n\n"
            "{pioneer} began the improvement project “{project}” at {home}, in the {programme}. "
            "You are asked to carry it on.\n\n"
            "This link is for you. It shows the project, and one button to say yes:\n{link}\n\n"
            "You can use it until {until}. You need no password. If you would rather not, there "
            "is nothing to do.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "project",
            "home",
            "pioneer",
            "programme",
            "until",
            "link",
            "site",
            "contact",
        ),
    )
)
register(
    Kind(
        key="member_invited",
        title="Invitation to a project’s team",
        subject="Would you help with “{project}”?",
        body=(
            "Dear {first_name},\n\n"
            "{inviter} asks you to join the team of “{project}”, the improvement project at "
            "{home}, in the {programme}. You would {may}.\n\n"
            "This link is for you. It tells what the project is, with one button to say yes:\n"
            "{link}\n\n"
            "You can use it until {until}. You need no password. If you would rather not, there "
            "is nothing to do.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "inviter",
            "may",
            "project",
            "home",
            "pioneer",
            "programme",
            "until",
            "link",
            "site",
            "contact",
        ),
    )
)
register(
    Kind(
        key=TEAM_CHANGED,
        title="Somebody joined or left a project’s team",
        subject="{member} {has} the team of “{project}”",
        body=(
            "Dear {first_name},\n\n"
            "{member} {has} the team of “{project}”. {now}\n\n"
            "Who is in it, and what each may do:\n{link}\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "member", "has", "project", "now", "link", "site", "contact"),
        reminder=True,
        optional=True,
        called="Who joins and leaves your project’s team",
    )
)
