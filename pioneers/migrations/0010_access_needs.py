from django.db import migrations


def keep_from_readers(apps, schema_editor):
    """What somebody needs in order to take part tells of health and faith: nothing to score by."""
    apps.get_model("pioneers", "Question").objects.filter(key="access_needs").update(
        for_reviewers=False
    )


class Migration(migrations.Migration):
    dependencies = [("pioneers", "0009_optional_criterion")]

    operations = [migrations.RunPython(keep_from_readers, migrations.RunPython.noop)]
