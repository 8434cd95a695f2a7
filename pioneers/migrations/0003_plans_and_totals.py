"""A selection plan for every cohort there is, and the totals of the reviews that there are."""

from statistics import median

from django.db import migrations


def fill(apps, schema_editor):
    get = lambda name: apps.get_model("pioneers", name)  # noqa: E731
    cohorts = apps.get_model("cohorts", "Cohort").objects.all()
    get("SelectionPlan").objects.bulk_create(
        [get("SelectionPlan")(cohort=cohort) for cohort in cohorts]
    )
    totals = {}
    for review in get("Review").objects.prefetch_related("scores__criterion"):
        scores = [(score.value, score.criterion.weight) for score in review.scores.all()]
        weight = sum(weight for _, weight in scores)
        if weight:
            review.total = sum(value * weight for value, weight in scores) / weight
            review.save(update_fields=["total"])
        totals.setdefault(review.application_id, []).append(review.total)
    for application, found in totals.items():
        known = [total for total in found if total is not None]
        get("Application").objects.filter(pk=application).update(
            review_count=len(found),
            median=median(known) if known else None,
            spread=max(known) - min(known) if known else None,
        )


class Migration(migrations.Migration):
    dependencies = [("pioneers", "0002_selection")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
