"""The benchmark's tables as bare Django sees them: no rules, no relations, no start-up."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(AbstractBaseUser):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    objects = BaseUserManager()
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "core_user"


class Cohort(models.Model):
    label = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "cohorts_cohort"


class Row(models.Model):
    cohort_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=14)
    setting = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "pioneers_application"
