from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pioneers", "0006_home_keys")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="amended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
