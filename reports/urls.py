from django.urls import path

from reports.views import booklet, certificates, home, subject_data, summaries

app_name = "reports"

urlpatterns = [
    path("home/", home.Home.as_view(), name="home"),
    path("staff/cohorts/<int:cohort_pk>/", home.CohortGlance.as_view(), name="cohort"),
    path("staff/cohorts/<int:cohort_pk>/booklet/", booklet.Booklet.as_view(), name="booklet"),
    path(
        "staff/cohorts/<int:cohort_pk>/complete/",
        certificates.CompleteCohort.as_view(),
        name="complete_cohort",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/complete/<int:pk>/",
        certificates.CompletePioneer.as_view(),
        name="complete_pioneer",
    ),
    path("certificate/<int:pk>/", certificates.OwnCertificate.as_view(), name="certificate"),
    path(
        "certificates/<str:code>/",
        certificates.VerifyCertificate.as_view(),
        name="verify_certificate",
    ),
    path("details/data/", subject_data.OwnData.as_view(), name="own_data"),
    path("staff/people/<int:pk>/data/", subject_data.PersonData.as_view(), name="person_data"),
    path("summaries/", summaries.Summaries.as_view(), name="summaries"),
    path("summaries/<int:pk>/", summaries.Summary.as_view(), name="summary"),
    path("summaries/<int:pk>/pdf/", summaries.SummaryPdf.as_view(), name="summary_pdf"),
    path("staff/funders/<int:pk>/issue/", summaries.IssueSummary.as_view(), name="issue_summary"),
]
