"""The first programme and its twelve boroughs.

Boroughs: ONS local authority codes (E09…) and integrated care boards (E54…), 2024.
Programme: the public page of the Health Innovation Network's Care Home Pioneer Programme.
"""

from django.db import migrations

SEL = ("E54000030", "NHS South East London ICB")
SWL = ("E54000031", "NHS South West London ICB")
BOROUGHS = [
    ("E09000004", "Bexley", SEL),
    ("E09000006", "Bromley", SEL),
    ("E09000008", "Croydon", SWL),
    ("E09000011", "Greenwich", SEL),
    ("E09000021", "Kingston upon Thames", SWL),
    ("E09000022", "Lambeth", SEL),
    ("E09000023", "Lewisham", SEL),
    ("E09000024", "Merton", SWL),
    ("E09000027", "Richmond upon Thames", SWL),
    ("E09000028", "Southwark", SEL),
    ("E09000029", "Sutton", SWL),
    ("E09000032", "Wandsworth", SWL),
]


def add(apps, schema_editor):
    borough_model = apps.get_model("cohorts", "Borough")
    programme_model = apps.get_model("cohorts", "Programme")
    boroughs = [
        borough_model.objects.get_or_create(
            code=code, defaults={"name": name, "icb_code": icb[0], "icb_name": icb[1]}
        )[0]
        for code, name, icb in BOROUGHS
    ]
    programme, made = programme_model.objects.get_or_create(
        slug="south-london",
        defaults={
            "name": "South London Care Home Pioneer Programme",
            "run_by": "Health Innovation Network South London and My Home Life England",
            "tagline": (
                "Leadership support and professional development for the people "
                "who lead care homes in south London."
            ),
            "description": (
                "Workshops, confidential action learning sets, a mentor and a quality "
                "improvement project of your own, over about nine months. Free to attend."
            ),
            "aims": [
                "Build resilience and reduce burn-out",
                "Grow leadership skills and strategies",
                "Carry through a small improvement project",
                "Lift staff morale",
                "Strengthen relationships with outside agencies",
            ],
        },
    )
    if made:
        programme.boroughs.set(boroughs)


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
