"""Feedback that is shown in steps and keeps no order of answers. Nothing was given yet."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pioneers", "0012_mentoring_and_pauses"),
        ("workshops", "0002_in_the_room"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commitment",
            options={"ordering": ["-made_at"], "verbose_name": "own action"},
        ),
        migrations.AddField(
            model_name="feedbacktally",
            name="shown",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.DeleteModel(name="FeedbackGiven"),
        migrations.CreateModel(
            name="FeedbackGiven",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                (
                    "pioneer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pioneers.pioneer",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_given",
                        to="workshops.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "pioneer"), name="feedback_given_once"
                    )
                ],
            },
        ),
    ]
