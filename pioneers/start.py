"""What pioneers brings: applicants, Pioneers, mentors."""

from core import roles
from pioneers.models import Application, Mentor, Pioneer

roles.register(
    roles.Role("applicant", "Applicant", lambda user: Application.objects.filter(applicant=user))
)
roles.register(
    roles.Role("pioneer", "Pioneer", lambda user: Pioneer.objects.counted().filter(person=user))
)
roles.register(
    roles.Role(
        "mentor",
        "Mentor",
        lambda user: Mentor.objects.filter(user=user, left_on__isnull=True),
        second_factor=True,
    )
)
