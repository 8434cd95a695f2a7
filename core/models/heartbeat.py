from django.db import models


class Heartbeat(models.Model):
    """When a part of the system that has no address (the worker) last showed that it lives."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
