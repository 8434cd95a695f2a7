"""The public pages of posters: approved as they stand, and agreed to by their authors.

Whether a poster is public is asked of the database each time, and nothing may be kept by a cache
without asking: what is taken back is gone at once.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views import View

from core import access, links
from core.access import visible_or_404
from core.models import DocumentState
from core.views import ListPage, Page
from core.views.pages import Guarded
from qi_projects import selectors, services
from qi_projects.documents import SIZES, poster_filename
from qi_projects.selectors import gallery

FILTERS = ("theme", "cohort", "borough")
ASK_AGAIN = "no-cache"
# Everything else is for people who sign in, or has its own address in a mail.
ROBOTS = """User-agent: *
Allow: /$
Allow: /posters/
Allow: /static/
Allow: /privacy/
Allow: /accessibility/
Disallow: /

Sitemap: {sitemap}
"""


class AskAgain(Guarded):
    """A page that no cache shows without asking whether it still is so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = ASK_AGAIN
        return response


class Gallery(AskAgain, ListPage):
    rule = access.anyone
    template_name = "qi_projects/gallery.html"
    title = "Posters"
    page_size = 24

    def get_rows(self) -> Any:
        return gallery.gallery(**self._chosen())

    def _chosen(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in FILTERS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self._chosen()
        filters = [
            {"name": name, "label": name.capitalize(), "choices": choices, "chosen": chosen[name]}
            for name, choices in gallery.gallery_choices().items()
        ]
        context = super().get_context_data(
            filters=filters,
            filtered=any(chosen.values()),
            canonical=links.absolute("qi_projects:gallery"),
            **kwargs,
        )
        return {**context, "cards": [gallery.card(project) for project in context["rows"]]}


class PublicMixin:
    rule = access.anyone
    subject: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        rows = selectors.with_poster(gallery.public_projects())
        return visible_or_404(rows, poster__pk=self.kwargs["poster_pk"])


class PublicPoster(PublicMixin, AskAgain, Page):
    """One poster to read: all its text under headings, its chart with the numbers, its PDFs."""

    template_name = "qi_projects/public_poster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.subject
        content = selectors.poster_content(project)
        measure = selectors.headline(project)
        photos = selectors.photos_of(project)
        picture = photos and links.absolute(
            "qi_projects:public_photo", project.poster.pk, photos[0].pk
        )
        return super().get_context_data(
            title=content.title,
            content=content,
            project=project,
            poster=project.poster,
            card=measure and selectors.chart_card(measure, project.cycles.all()),
            invented=bool(project.home and project.home.is_invented),
            photos=photos,
            picture=picture,
            sheets=self._sheets(),
            canonical=links.absolute("qi_projects:public_poster", project.poster.pk),
            summary=content.finding or content.aim_sentence or content.problem,
            **kwargs,
        )

    def _sheets(self) -> list[dict[str, Any]]:
        made = gallery.public_sheets(self.subject)
        return [
            {"size": size, "where": where, "document": made.get(size)}
            for size, where in SIZES.items()
        ]


class PublicFile(Guarded, View):
    """A file of a public poster; browsers and caches ask each time whether it still is."""

    rule = access.anyone

    def answer(self, request: HttpRequest, response: Any, mark: str) -> HttpResponseBase:
        response["Cache-Control"] = ASK_AGAIN
        response["ETag"] = f'"{mark}"'
        return (
            get_conditional_response(request, etag=response["ETag"], response=response) or response
        )


class PublicPhoto(PublicFile):
    def get_subject(self) -> Any:
        return visible_or_404(
            gallery.public_photos(),
            pk=self.kwargs["photo_pk"],
            project__poster__pk=self.kwargs["poster_pk"],
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            file = self.subject.image.open()
        except FileNotFoundError:
            raise Http404("The photograph is no longer there.") from None
        response = FileResponse(file, content_type="image/jpeg")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return self.answer(request, response, f"photo-{self.subject.image.name}")


class PublicSheet(PublicMixin, PublicFile):
    """The poster's PDF, once the worker has made it."""

    def get_subject(self) -> Any:
        if self.kwargs["size"] not in SIZES:
            raise Http404("Posters are printed as A4, A3 or A1.")
        return super().get_subject()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        document = gallery.public_sheets(self.subject).get(kwargs["size"])
        if document is None or document.state != DocumentState.READY:
            raise Http404("This PDF is not made yet. Please come back in a few minutes.")
        name = poster_filename(str(self.subject.poster), kwargs["size"])
        response = FileResponse(document.file.open(), filename=name, content_type="application/pdf")
        return self.answer(request, response, document.fingerprint)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Have it made: one document for each content and size, whoever asks and how often."""
        poster = self.subject.poster
        services.print_sheet(poster, by=poster.approved_by, size=kwargs["size"])
        messages.success(
            request, f"The {kwargs['size']} PDF is being made. Look again in a minute."
        )
        return HttpResponseRedirect(reverse("qi_projects:public_poster", args=[poster.pk]))


class _Pages(Sitemap):
    def items(self) -> list[str]:
        return ["pioneers:front", "qi_projects:gallery"]

    def location(self, item: str) -> str:
        return reverse(item)


class _Posters(Sitemap):
    limit = 5000

    def items(self) -> Any:
        return gallery.public_projects().select_related("poster").order_by("poster__pk")

    def location(self, item: Any) -> str:
        return reverse("qi_projects:public_poster", args=[item.poster.pk])

    def lastmod(self, item: Any) -> Any:
        return item.poster.approved_at


class SitemapFile(AskAgain, View):
    rule = access.anyone

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return sitemap(request, sitemaps={"pages": _Pages(), "posters": _Posters()})


class Robots(Guarded, View):
    rule = access.anyone

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        words = ROBOTS.format(sitemap=links.absolute("qi_projects:sitemap"))
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
