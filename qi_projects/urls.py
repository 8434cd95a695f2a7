from typing import Any

app_name = "qi_projects"

urlpatterns: list[Any] = []
