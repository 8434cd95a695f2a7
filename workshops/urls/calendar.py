from django.urls import path

from workshops.views import calendar

urlpatterns = [
    path("calendar/", calendar.OwnCalendar.as_view(), name="calendar"),
    path("calendar/new/", calendar.MakeAddress.as_view(), name="make_calendar"),
    path("calendar/off/", calendar.SwitchOff.as_view(), name="switch_off_calendar"),
    path("calendar/<str:token>.ics", calendar.Feed.as_view(), name="calendar_feed"),
]
