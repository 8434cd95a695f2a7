"""The script that lets an open page be opened again without a signal."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from core import access
from core.views.pages import Guarded


class PageWorker(Guarded, View):
    """Served by each app from above its own pages, because a script may look after only what lies
    below its own address. It holds nothing of anybody."""

    rule = access.anyone

    def get(self, request: HttpRequest) -> HttpResponse:
        found = finders.find("js/page-sw.js")
        if not isinstance(found, str):
            raise Http404("This script is not installed.")
        with open(found, encoding="utf-8") as script:
            answer = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
        answer["Cache-Control"] = "no-cache"
        return answer
