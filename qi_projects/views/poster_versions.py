"""The versions of a poster, kept when it was sent and approved, and any two side by side."""

from __future__ import annotations

from typing import Any

from core.views import Page
from qi_projects import permissions, selectors
from qi_projects.poster.versions import compare
from qi_projects.views.posters import PosterMixin

NOW = "now"


class PosterVersions(PosterMixin, Page):
    """`?from=` and `?to=` choose two, by id or "now"; otherwise the last that differs and now."""

    rule = permissions.reads_project
    template_name = "qi_projects/poster_versions.html"
    title = "Versions of the poster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = {
            str(one.pk): {"words": str(one), "at": one.made_at, "content": one.content}
            for one in self.subject.poster.versions.all()
        }
        now = {NOW: {"words": "As it stands now", "at": None}}
        choices = {**kept, **now}
        differ = [key for key, one in kept.items() if one["content"] != self._words(now[NOW])]
        before = self._chosen("from", choices, [NOW, *kept, *differ][-1])
        after = self._chosen("to", choices, NOW)
        rows = compare(self._words(choices[before]), self._words(choices[after]))
        return super().get_context_data(
            choices=choices,
            labels=[("from", "Before"), ("to", "After")],
            chosen={"from": before, "to": after},
            before=choices[before],
            after=choices[after],
            changed=[row for row in rows if row.changed],
            same=[row for row in rows if not row.changed],
            **kwargs,
        )

    def _chosen(self, name: str, choices: dict[str, Any], usual: str) -> str:
        value = self.request.GET.get(name, "")
        return value if value in choices else usual

    def _words(self, version: dict[str, Any]) -> dict[str, str]:
        return version.get("content") or selectors.printed_sections(self.subject)
