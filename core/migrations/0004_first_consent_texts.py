"""The first words of each kind. Administrators write the next versions on the page of consents."""

# ruff: noqa: E501 - a paragraph of the texts is one line

from django.db import migrations

from core import clock

PRIVACY = """\
This notice says what this system keeps about you, who can see it and for how long. It is written to be read.

# What we keep, and why
To run the programme we keep your name, e-mail address, telephone number, role and care home; your application; which sessions you came to; and your quality improvement project. The programme is run as a public task.

# Who can see it
- Programme staff see applications, attendance and projects of their own programme.
- People whom the staff ask to read applications see your answers, your role and your home, and in most cohorts your name. They never see your telephone number, your e-mail address or your line manager.
- The facilitator of your learning set sees who is in the set, what they need in order to take part, and who came.
- Your mentor sees your name, your home and your project, for as long as they are your mentor.
- People whom you invite to the team of your project see that project and what is written in it, until you take them out. Of them we keep the name, the e-mail address, what they may do and what they wrote.
- Funders see counts only. A count of 1 to 7 people is never shown to them.
- Your line manager is asked to agree to the dates, if you give us their address. They see your name and the dates, and nothing else of what you wrote.

# Learning sets
What is said in a learning set is stored nowhere. There is no place in this system to write it down.

# Residents
Nothing that would let anybody recognise a resident belongs in a project, a poster or a photograph. Everybody in a photograph must have agreed to be shown.

# How long
Unfinished applications are kept for 90 days after a call closes, unsuccessful ones for 12 months. Whoever looks after the server could read its database; second-factor secrets are encrypted in it.

# Your rights, and how to raise a concern
You can ask to see, correct or delete what we keep about you: write to the address at the foot of every page. You can also complain to the Information Commissioner’s Office."""

PHOTO = """\
We take photographs at workshops and at the celebration.

If you say yes, we may use photographs with you in them in the programme’s booklet, on its posters and on its website. We never sell them or give them to anybody else.

If you say no, tell the photographer on the day as well, and we leave you out of the picture. Your place does not depend on it.

You can change your mind at any time. We stop using your photographs from then on; a booklet that is already printed stays as it is."""

QUOTES = """\
What Pioneers say about the programme helps others to understand it.

If you say yes, we may quote what you wrote for us about the programme, with your name, role and home. We show you the words first. Nothing that is said in a learning set is ever quoted.

If you say no, we quote nothing of yours. Your place does not depend on it.

You can change your mind at any time. We stop using the quotation from then on; a booklet that is already printed stays as it is."""

ALUMNI = """\
When your cohort has finished, we would like to stay in touch.

If you say yes, we write to you at most four times a year: about meetings of former Pioneers, and about ways to help the next cohort, such as mentoring or speaking.

If you say no, we do not write to you once the programme is over, but for what we must. Your place does not depend on it.

You can change your mind at any time, here or by answering any of our mails."""


def add_texts(apps, schema_editor):
    text = apps.get_model("core", "ConsentText")
    now = clock.now()
    for kind, words in (
        ("privacy", PRIVACY),
        ("photo", PHOTO),
        ("quotes", QUOTES),
        ("alumni", ALUMNI),
    ):
        text.objects.create(kind=kind, version=1, text=words, published_at=now, created_at=now)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_consents")]

    operations = [migrations.RunPython(add_texts, migrations.RunPython.noop)]
