"""Fill what is searched for the homes that are already held."""

from django.db import migrations

from pioneers.home_keys import name_key, postcode_key

FIELDS = ["name_key", "provider_key", "postcode_key"]
BATCH = 1000


def fill(apps, schema_editor):
    homes = apps.get_model("pioneers", "CareHome").objects
    batch = []
    for home in homes.order_by().iterator(BATCH):
        home.name_key = name_key(home.name)[:200]
        home.provider_key = name_key(home.provider_name)[:200]
        home.postcode_key = postcode_key(home.postcode)
        batch.append(home)
        if len(batch) == BATCH:
            homes.bulk_update(batch, FIELDS)
            batch = []
    homes.bulk_update(batch, FIELDS)


class Migration(migrations.Migration):
    dependencies = [("pioneers", "0005_register")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
