from workshops.urls import apologies, planning, registers, sessions, sets, timetable

app_name = "workshops"

urlpatterns = [
    *timetable.urlpatterns,
    *planning.urlpatterns,
    *sets.urlpatterns,
    *sessions.urlpatterns,
    *apologies.urlpatterns,
    *registers.urlpatterns,
]
