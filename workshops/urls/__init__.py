from workshops.urls import apologies, registers, sessions, sets, timetable

app_name = "workshops"

urlpatterns = [
    *timetable.urlpatterns,
    *sets.urlpatterns,
    *sessions.urlpatterns,
    *apologies.urlpatterns,
    *registers.urlpatterns,
]
