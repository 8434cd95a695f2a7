from workshops.urls import (
    apologies,
    attendance,
    calendar,
    planning,
    registers,
    safe_space,
    sessions,
    sets,
    timetable,
)

app_name = "workshops"

urlpatterns = [
    *timetable.urlpatterns,
    *planning.urlpatterns,
    *sets.urlpatterns,
    *sessions.urlpatterns,
    *apologies.urlpatterns,
    *attendance.urlpatterns,
    *calendar.urlpatterns,
    *registers.urlpatterns,
    *safe_space.urlpatterns,
]
