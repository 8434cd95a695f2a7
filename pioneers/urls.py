from typing import Any

app_name = "pioneers"

urlpatterns: list[Any] = []
