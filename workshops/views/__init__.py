"""Pages of the timetable, learning sets, sessions and registers."""
