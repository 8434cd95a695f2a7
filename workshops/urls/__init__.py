from workshops.urls import sessions, sets, timetable

app_name = "workshops"

urlpatterns = [*timetable.urlpatterns, *sets.urlpatterns, *sessions.urlpatterns]
