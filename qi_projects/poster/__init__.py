"""The poster: what is printed on it, its designs, its preview, its versions and its PDF."""
