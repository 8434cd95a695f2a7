"""Pages of projects and posters."""
