"""Pages that read from every app."""
