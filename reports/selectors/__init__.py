"""Reads across all apps: what is waiting for a person, and a cohort's numbers."""
