"""Changes to projects, their numbers and their posters, one function per change."""

from qi_projects.services.charts import choose_chart, draw_new_line, take_line_back
from qi_projects.services.drivers import (
    add_driver,
    add_idea,
    change_idea,
    move_driver,
    move_idea,
    remove_driver,
    remove_idea,
    rename_driver,
)
from qi_projects.services.endings import end_project, take_up_again
from qi_projects.services.measures import (
    add_measure,
    bring_back,
    change_measure,
    choose_measure,
    make_headline,
    retire_measure,
)
from qi_projects.services.numbers import record_numbers, remove_number
from qi_projects.services.photos import add_photo, change_photo, remove_photo
from qi_projects.services.posters import (
    approve_poster,
    ask_for_changes,
    submit_poster,
    write_poster,
)
from qi_projects.services.progress import comment, write_update
from qi_projects.services.projects import begin, change_project, start_project
from qi_projects.services.reach import add_reach, remove_reach
from qi_projects.services.record import vouch
from qi_projects.services.reports import move_report, plan_reports, skip_report
from qi_projects.services.showing import hide_poster, print_sheet, show_poster
from qi_projects.services.team import (
    agree_to_be_named,
    change_role,
    end_place,
    invite_member,
    invite_successor,
    send_again,
)
from qi_projects.services.theory import add_cycle, change_cycle

__all__ = [
    "add_cycle",
    "add_driver",
    "add_idea",
    "add_measure",
    "add_photo",
    "add_reach",
    "agree_to_be_named",
    "approve_poster",
    "ask_for_changes",
    "begin",
    "bring_back",
    "change_cycle",
    "change_idea",
    "change_measure",
    "change_photo",
    "change_project",
    "change_role",
    "choose_chart",
    "choose_measure",
    "comment",
    "draw_new_line",
    "end_place",
    "end_project",
    "hide_poster",
    "invite_member",
    "invite_successor",
    "make_headline",
    "move_driver",
    "move_idea",
    "move_report",
    "plan_reports",
    "print_sheet",
    "record_numbers",
    "remove_driver",
    "remove_idea",
    "remove_number",
    "remove_photo",
    "remove_reach",
    "rename_driver",
    "retire_measure",
    "send_again",
    "show_poster",
    "skip_report",
    "start_project",
    "submit_poster",
    "take_line_back",
    "take_up_again",
    "vouch",
    "write_poster",
    "write_update",
]
