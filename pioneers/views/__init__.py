"""Pages of applying, of choosing, and of Pioneers and mentors."""
