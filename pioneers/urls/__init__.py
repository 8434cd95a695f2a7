"""The addresses of the pioneers app, by who uses them for what."""

from pioneers.urls import (
    applicants,
    choosing,
    entry,
    homes,
    matching,
    mentoring,
    pauses,
    people,
    questions,
    releases,
    reviewing,
    staff_list,
)

app_name = "pioneers"
urlpatterns = [
    *applicants.urlpatterns,
    *entry.urlpatterns,
    *staff_list.urlpatterns,
    *reviewing.urlpatterns,
    *choosing.urlpatterns,
    *people.urlpatterns,
    *pauses.urlpatterns,
    *mentoring.urlpatterns,
    *homes.urlpatterns,
    *matching.urlpatterns,
    *questions.urlpatterns,
    *releases.urlpatterns,
]
