"""Forms of applying and of choosing."""
