"""Learning sets, sessions, attendance and reminders."""
