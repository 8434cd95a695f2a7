"""What workshops brings: the role of facilitator."""

from core import roles
from workshops.models import LearningSet

roles.register(
    roles.Role(
        "facilitator",
        "Facilitator",
        lambda user: LearningSet.objects.filter(facilitator=user),
        second_factor=True,
    )
)
