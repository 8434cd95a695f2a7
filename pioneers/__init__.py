"""Care homes, applications and their reviews, Pioneers, mentors and pairings."""
