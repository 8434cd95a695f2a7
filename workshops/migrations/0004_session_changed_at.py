from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("workshops", "0003_safe_space")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(default=core.clock.now),
        ),
    ]
