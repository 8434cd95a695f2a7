"""Changes to projects, their numbers and their posters, one function per change."""

from qi_projects.services.measures import (
    add_measure,
    change_measure,
    record_numbers,
    remove_number,
)
from qi_projects.services.posters import (
    approve_poster,
    ask_for_changes,
    submit_poster,
    write_poster,
)
from qi_projects.services.projects import (
    add_cycle,
    add_photo,
    begin,
    change_cycle,
    change_project,
    remove_photo,
    start_project,
    write_update,
)

__all__ = [
    "add_cycle",
    "add_measure",
    "add_photo",
    "approve_poster",
    "ask_for_changes",
    "begin",
    "change_cycle",
    "change_measure",
    "change_project",
    "record_numbers",
    "remove_number",
    "remove_photo",
    "start_project",
    "submit_poster",
    "write_poster",
    "write_update",
]
