from django.urls import path, re_path

from cohorts.views import (
    cohorts,
    coming_mails,
    consents,
    mail_rules,
    mail_words,
    mail_writing,
    outbox,
    people,
)

app_name = "cohorts"

urlpatterns = [
    path("staff/cohorts/", cohorts.Cohorts.as_view(), name="cohorts"),
    path("staff/cohorts/add/", cohorts.AddCohort.as_view(), name="add_cohort"),
    path(
        "staff/cohorts/<int:cohort_pk>/settings/", cohorts.EditCohort.as_view(), name="edit_cohort"
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/move/<slug:state>/",
        cohorts.MoveCohort.as_view(),
        name="move_cohort",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/funding/", cohorts.AddFunding.as_view(), name="add_funding"
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/funding/<int:pk>/remove/",
        cohorts.RemoveFunding.as_view(),
        name="remove_funding",
    ),
    path("staff/cohorts/<int:cohort_pk>/outbox/", outbox.Outbox.as_view(), name="outbox"),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/release/",
        outbox.ReleaseAll.as_view(),
        name="release_all",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/retry/",
        coming_mails.RetryFailed.as_view(),
        name="retry_failed",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/next/",
        coming_mails.ComingMails.as_view(),
        name="coming_mails",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/next/group/",
        coming_mails.GroupPage.as_view(),
        name="mail_group",
    ),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/outbox/next/(?P<verb>release|hold|cancel)/$",
        coming_mails.GroupAction.as_view(),
        name="group_action",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/rules/",
        mail_rules.MailRules.as_view(),
        name="mail_rules",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/rules/<slug:key>/",
        mail_rules.ChangeRule.as_view(),
        name="change_rule",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/write/",
        mail_writing.MailWrite.as_view(),
        name="mail_write",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/write/<slug:audience>/",
        mail_writing.WriteToPeople.as_view(),
        name="write_to_people",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/words/",
        mail_words.MailWords.as_view(),
        name="mail_words",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/words/<slug:kind>/",
        mail_words.EditWords.as_view(),
        name="edit_words",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/words/<slug:kind>/default/",
        mail_words.DefaultWords.as_view(),
        name="default_words",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/words/<slug:kind>/waiting/",
        mail_words.RewordWaiting.as_view(),
        name="reword_waiting",
    ),
    path("staff/cohorts/<int:cohort_pk>/outbox/<int:pk>/", outbox.MailPage.as_view(), name="mail"),
    path(
        "staff/cohorts/<int:cohort_pk>/outbox/<int:pk>/edit/",
        outbox.EditMail.as_view(),
        name="edit_mail",
    ),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/outbox/(?P<pk>\d+)/(?P<verb>release|hold|cancel|retry|lift)/$",
        outbox.MailAction.as_view(),
        name="mail_action",
    ),
    path("staff/funders/", people.Funders.as_view(), name="funders"),
    path("staff/funders/add/", people.AddFunder.as_view(), name="add_funder"),
    path("staff/funders/<int:pk>/", people.FunderPage.as_view(), name="funder"),
    path("staff/funders/<int:pk>/contacts/add/", people.AddContact.as_view(), name="add_contact"),
    path(
        "staff/funders/<int:pk>/contacts/<int:contact_pk>/end/",
        people.EndContact.as_view(),
        name="end_contact",
    ),
    path("staff/team/", people.Team.as_view(), name="team"),
    path("staff/team/add/", people.AddStaff.as_view(), name="add_staff"),
    path("staff/team/<int:pk>/end/", people.EndStaff.as_view(), name="end_staff"),
    path("staff/consents/", consents.ConsentTexts.as_view(), name="consents"),
    *(
        re_path(
            rf"^staff/consents/(?P<kind>privacy|photo|quotes|alumni)/{verb}/$",
            page.as_view(),
            name=f"{verb}_consent",
        )
        for verb, page in (
            ("write", consents.WriteConsent),
            ("publish", consents.PublishConsent),
            ("discard", consents.DiscardConsent),
        )
    ),
]
