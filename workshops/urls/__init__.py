from workshops.urls import apologies, calendar, registers, sessions, sets, timetable

app_name = "workshops"

urlpatterns = [
    *timetable.urlpatterns,
    *sets.urlpatterns,
    *sessions.urlpatterns,
    *apologies.urlpatterns,
    *calendar.urlpatterns,
    *registers.urlpatterns,
]
