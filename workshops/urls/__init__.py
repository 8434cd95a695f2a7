from workshops.urls import (
    apologies,
    attendance,
    calendar,
    registers,
    safe_space,
    sessions,
    sets,
    timetable,
)

app_name = "workshops"

urlpatterns = [
    *timetable.urlpatterns,
    *sets.urlpatterns,
    *sessions.urlpatterns,
    *apologies.urlpatterns,
    *attendance.urlpatterns,
    *calendar.urlpatterns,
    *registers.urlpatterns,
    *safe_space.urlpatterns,
]
