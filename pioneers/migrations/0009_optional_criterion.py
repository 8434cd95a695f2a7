from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pioneers", "0008_late_entry")]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="optional",
            field=models.BooleanField(default=False, verbose_name="a reader may leave it open"),
        ),
    ]
