from django.urls import path

from qi_projects.views import (
    afterwards,
    charts,
    gallery,
    measures,
    numbers,
    pasting,
    photos,
    poster_versions,
    poster_writing,
    posters,
    progress,
    projects,
    staff,
    staff_posters,
    team,
    theory,
    together,
    updates,
    wall,
)

app_name = "qi_projects"

urlpatterns = [
    path("projects/mine/", projects.OwnProject.as_view(), name="own_project"),
    path("projects/of/<int:pk>/", projects.PioneerProject.as_view(), name="project_of"),
    path("projects/<int:pk>/", projects.ProjectPage.as_view(), name="project"),
    path("projects/<int:pk>/edit/", projects.EditProject.as_view(), name="edit_project"),
    path("projects/<int:pk>/measures/", measures.MeasureLibrary.as_view(), name="library"),
    path("projects/<int:pk>/aim/", projects.AimPreview.as_view(), name="aim_preview"),
    path("projects/<int:pk>/drivers/", theory.TheoryPage.as_view(), name="theory"),
    path("projects/<int:pk>/drivers/change/", theory.ChangeTheory.as_view(), name="change_theory"),
    path("projects/<int:pk>/end/", afterwards.EndProject.as_view(), name="end_project"),
    path("projects/<int:pk>/again/", afterwards.TakeUpAgain.as_view(), name="take_up_again"),
    path("projects/<int:pk>/reached/", afterwards.ReachedPage.as_view(), name="reached"),
    path("projects/<int:pk>/reached/add/", afterwards.AddReach.as_view(), name="add_reach"),
    path(
        "projects/<int:pk>/reached/<int:reach_pk>/remove/",
        afterwards.RemoveReach.as_view(),
        name="remove_reach",
    ),
    path("projects/<int:pk>/hand-on/", team.InviteSuccessor.as_view(), name="invite_successor"),
    path(
        "projects/<int:pk>/hand-on/<int:successor_pk>/<slug:what>/",
        team.ChangeSuccession.as_view(),
        name="change_succession",
    ),
    path("projects/carry-on/<str:token>/", team.CarryOn.as_view(), name="carry_on"),
    path("projects/ours/", team.TeamProject.as_view(), name="team_project"),
    path("projects/<int:pk>/team/add/", team.InviteMember.as_view(), name="invite_member"),
    path("projects/<int:pk>/team/me/leave/", team.LeaveTeam.as_view(), name="leave_team"),
    path("projects/<int:pk>/team/me/named/<slug:what>/", team.NameMe.as_view(), name="name_me"),
    path(
        "projects/<int:pk>/team/<int:member_pk>/",
        team.ChangeMember.as_view(),
        name="change_member",
    ),
    path(
        "projects/<int:pk>/team/<int:member_pk>/again/",
        team.SendAgain.as_view(),
        name="send_member_again",
    ),
    path("projects/<int:pk>/team/<int:member_pk>/out/", team.TakeOut.as_view(), name="take_out"),
    path("projects/join/<str:token>/", team.JoinTeam.as_view(), name="join_team"),
    path("projects/<int:pk>/measures/add/", measures.AddMeasure.as_view(), name="add_measure"),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/",
        measures.EditMeasure.as_view(),
        name="edit_measure",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/first/",
        measures.MakeHeadline.as_view(),
        name="make_headline",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/stop/",
        measures.RetireMeasure.as_view(),
        name="retire_measure",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/again/",
        measures.BringBack.as_view(),
        name="bring_back",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/add/",
        numbers.AddNumber.as_view(),
        name="add_number",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/numbers/",
        numbers.Numbers.as_view(),
        name="numbers",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/numbers/paste/",
        pasting.PasteNumbers.as_view(),
        name="paste_numbers",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/numbers/<int:number_pk>/remove/",
        numbers.RemoveNumber.as_view(),
        name="remove_number",
    ),
    path("projects/charts/", charts.ReadingCharts.as_view(), name="reading_charts"),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/chart/",
        charts.ChooseChart.as_view(),
        name="choose_chart",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/chart/<slug:form>/",
        charts.ChartFile.as_view(),
        name="chart_file",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/line/",
        charts.NewLine.as_view(),
        name="new_line",
    ),
    path(
        "projects/<int:pk>/measures/<int:measure_pk>/line/<int:line_pk>/remove/",
        charts.TakeLineBack.as_view(),
        name="take_line_back",
    ),
    path("projects/<int:pk>/cycles/add/", theory.AddCycle.as_view(), name="add_cycle"),
    path(
        "projects/<int:pk>/cycles/<int:cycle_pk>/",
        theory.EditCycle.as_view(),
        name="edit_cycle",
    ),
    path("updates/page-sw.js", updates.UpdateWorker.as_view(), name="update_worker"),
    path("updates/of/<int:pk>/", updates.AddUpdate.as_view(), name="add_update"),
    path("updates/by-link/<str:token>/", updates.UpdateByLink.as_view(), name="update_by_link"),
    path("projects/<int:pk>/updates/", progress.Updates.as_view(), name="updates"),
    path("projects/<int:pk>/updates/<int:update_pk>/", progress.ToUpdate.as_view(), name="update"),
    path("projects/<int:pk>/comment/", progress.AddComment.as_view(), name="add_comment"),
    path(
        "projects/<int:pk>/reports/<int:report_pk>/move/",
        progress.MoveReport.as_view(),
        name="move_report",
    ),
    path(
        "projects/<int:pk>/reports/<int:report_pk>/skip/",
        progress.SkipReport.as_view(),
        name="skip_report",
    ),
    path("staff/cohorts/<int:cohort_pk>/projects/nudge/", staff.Nudge.as_view(), name="nudge"),
    path("projects/<int:pk>/photos/add/", photos.AddPhoto.as_view(), name="add_photo"),
    path("projects/<int:pk>/photos/<int:photo_pk>/", photos.PhotoFile.as_view(), name="photo"),
    path(
        "projects/<int:pk>/photos/<int:photo_pk>/edit/",
        photos.EditPhoto.as_view(),
        name="edit_photo",
    ),
    path(
        "projects/<int:pk>/photos/<int:photo_pk>/remove/",
        photos.RemovePhoto.as_view(),
        name="remove_photo",
    ),
    path("projects/<int:pk>/poster/", posters.PosterPage.as_view(), name="poster"),
    path(
        "projects/<int:pk>/poster/write/", poster_writing.WritePoster.as_view(), name="write_poster"
    ),
    path("projects/<int:pk>/poster/save/", poster_writing.SavePoster.as_view(), name="save_poster"),
    path(
        "projects/<int:pk>/poster/preview/",
        poster_writing.PosterPreview.as_view(),
        name="poster_preview",
    ),
    path(
        "projects/<int:pk>/poster/versions/",
        poster_versions.PosterVersions.as_view(),
        name="poster_versions",
    ),
    path("projects/<int:pk>/poster/show/", posters.ShowPoster.as_view(), name="show_poster"),
    path("projects/<int:pk>/poster/hide/", posters.HidePoster.as_view(), name="hide_poster"),
    path("projects/<int:pk>/poster/send/", posters.SubmitPoster.as_view(), name="submit_poster"),
    path(
        "projects/<int:pk>/poster/approve/", posters.ApprovePoster.as_view(), name="approve_poster"
    ),
    path(
        "projects/<int:pk>/poster/changes/", posters.AskForChanges.as_view(), name="ask_for_changes"
    ),
    path(
        "projects/<int:pk>/poster/pdf/<slug:size>/", posters.PosterPdf.as_view(), name="poster_pdf"
    ),
    path("staff/cohorts/<int:cohort_pk>/wall/", wall.Wall.as_view(), name="wall"),
    path(
        "staff/cohorts/<int:cohort_pk>/projects/",
        staff.StaffProjects.as_view(),
        name="staff_projects",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/projects/together/",
        together.HomesTogether.as_view(),
        name="together",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/posters/",
        staff_posters.StaffPosters.as_view(),
        name="staff_posters",
    ),
    path("posters/", gallery.Gallery.as_view(), name="gallery"),
    path("posters/<int:poster_pk>/", gallery.PublicPoster.as_view(), name="public_poster"),
    path(
        "posters/<int:poster_pk>/photos/<int:photo_pk>/",
        gallery.PublicPhoto.as_view(),
        name="public_photo",
    ),
    path(
        "posters/<int:poster_pk>/pdf/<slug:size>/",
        gallery.PublicSheet.as_view(),
        name="public_sheet",
    ),
    path("sitemap.xml", gallery.SitemapFile.as_view(), name="sitemap"),
    path("robots.txt", gallery.Robots.as_view(), name="robots"),
]
