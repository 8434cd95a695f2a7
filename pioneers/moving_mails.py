"""The mail to whoever loses an application: staff moved it to another address."""

from core.mail import Kind, register

register(
    Kind(
        key="application_moved_away",
        title="An application leaves an e-mail address",
        subject="Your application to {cohort} was moved to another address",
        body=(
            "Dear {first_name},\n\n"
            "An application to {cohort} of the {programme} stood under this e-mail address. Our "
            "team has moved it to another address, with all that was written in it.\n\n"
            "If you asked for that, there is nothing to do. If it surprises you, please tell us "
            "soon: {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "cohort", "programme", "contact", "site"),
    )
)
