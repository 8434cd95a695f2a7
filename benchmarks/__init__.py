"""Benchmarks: `python -m benchmarks.applications --help`. No test depends on a time."""
