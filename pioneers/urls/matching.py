"""People over the years, suggested matches, and joining two records."""

from typing import Any

from django.urls import path

from pioneers.views import matching, people_pages

urlpatterns: list[Any] = [
    path("staff/people/", people_pages.StaffPeople.as_view(), name="staff_people"),
    path("staff/people/matches/", matching.Matches.as_view(), name="matches"),
    path("staff/people/<int:pk>/", people_pages.StaffPerson.as_view(), name="staff_person"),
    path(
        "staff/people/<int:pk>/history/",
        people_pages.PersonHistory.as_view(),
        name="person_history",
    ),
    path("staff/people/<int:pk>/join/", matching.JoinPeople.as_view(), name="join_people"),
    path(
        "staff/people/<int:pk>/two-people/",
        matching.NotSamePerson.as_view(),
        name="not_same_person",
    ),
    path("staff/people/joins/<int:merge_pk>/", matching.MergePage.as_view(), name="merge"),
    path("staff/people/joins/<int:merge_pk>/do/", matching.JoinRecords.as_view(), name="do_merge"),
    path(
        "staff/people/joins/<int:merge_pk>/drop/", matching.DropMerge.as_view(), name="drop_merge"
    ),
    path(
        "staff/applications/<int:application_pk>/matches/",
        matching.ApplicationMatches.as_view(),
        name="application_matches",
    ),
    path(
        "staff/applications/<int:application_pk>/attach-home/",
        matching.AttachHome.as_view(),
        name="attach_home",
    ),
    path(
        "staff/applications/<int:application_pk>/use-details/",
        people_pages.UseDetails.as_view(),
        name="use_details",
    ),
]
