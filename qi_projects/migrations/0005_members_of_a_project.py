import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

BEFORE, AFTER = "qi_projects.successor", "qi_projects.member"


def called_anew(apps, schema_editor, *, before=BEFORE, after=AFTER):
    """The trail finds a row by its table's name; what was done to it stays as it was written."""
    events = apps.get_model("core", "AuditEvent").objects.using(schema_editor.connection.alias)
    events.filter(subject_type=before).update(subject_type=after)


def called_as_before(apps, schema_editor):
    called_anew(apps, schema_editor, before=AFTER, after=BEFORE)


def without_teams(apps, schema_editor):
    """On the way back whoever is left would carry the project on: nobody comes to it by that."""
    members = apps.get_model("qi_projects", "member").objects.using(schema_editor.connection.alias)
    members.exclude(role="carries_on").delete()


class Migration(migrations.Migration):
    """Who carries a project on becomes one kind of member beside those who help with it."""

    dependencies = [
        ("core", "0006_mail_that_follows"),
        ("qi_projects", "0004_one_update_for_many_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="successor", name="one_successor_at_a_time"),
        migrations.RemoveConstraint(model_name="successor", name="accepted_successor_is_a_person"),
        migrations.RenameModel(old_name="Successor", new_name="Member"),
        migrations.RunPython(called_anew, called_as_before, elidable=True),
        migrations.AlterField(
            model_name="member",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="members",
                to="qi_projects.project",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="project_memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Until now everybody who was invited carries a project on.
        migrations.AddField(
            model_name="member",
            name="role",
            field=models.CharField(
                choices=[
                    ("look", "May look"),
                    ("comment", "May look and comment"),
                    ("write", "May look, comment and write"),
                    ("carries_on", "Carries the project on"),
                ],
                default="carries_on",
                max_length=10,
                verbose_name="what they may do",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="may_be_named",
            field=models.BooleanField(default=False, verbose_name="may be named on the poster"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("role", "carries_on")),
                fields=("project",),
                name="one_successor_at_a_time",
                violation_error_message="Somebody has been invited to carry it on already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("project", "person"),
                name="one_place_in_a_project",
                violation_error_message="This person is in the project already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                models.F("project"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(
                    ("ended_at__isnull", True), models.Q(("role", "carries_on"), _negated=True)
                ),
                name="one_invitation_an_address",
                violation_error_message="This address has been invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("person__isnull", False), _connector="OR"
                ),
                name="accepted_member_is_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["look", "comment", "write", "carries_on"])),
                name="role_of_member_is_known",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, without_teams, elidable=True),
    ]
