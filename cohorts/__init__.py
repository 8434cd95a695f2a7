"""Programmes and their staff, boroughs, funders and cohorts."""
