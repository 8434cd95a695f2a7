"""Just what is served in production, but for the settings."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

# After the settings are named.
from config.wsgi import application

__all__ = ["application"]
