from django.urls import path

from workshops.views import guests, register, sign_in_here

REGISTER = "sessions/<int:pk>/register/"

urlpatterns = [
    path(REGISTER, register.Register.as_view(), name="register"),
    path(f"{REGISTER}taps/", register.Taps.as_view(), name="register_taps"),
    path("sessions/register-sw.js", register.ServiceWorker.as_view(), name="register_worker"),
    path(f"{REGISTER}code/", sign_in_here.CodeOfTheDay.as_view(), name="sign_in_code"),
    path(f"{REGISTER}code/another/", sign_in_here.AnotherCode.as_view(), name="another_code"),
    path(f"{REGISTER}sheet/", sign_in_here.SignInSheet.as_view(), name="sign_in_sheet"),
    path(f"{REGISTER}guest/", guests.AddGuest.as_view(), name="add_guest"),
    path(
        f"{REGISTER}guest/<int:pioneer_pk>/off/", guests.RemoveGuest.as_view(), name="remove_guest"
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/make-up/<int:pk>/",
        guests.StaffMakeUp.as_view(),
        name="staff_make_up",
    ),
    path("here/", sign_in_here.Here.as_view(), name="here"),
    path("here/<str:token>/", sign_in_here.HereNow.as_view(), name="here_now"),
]
