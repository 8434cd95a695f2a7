"""Two pages: session, user and one query; and 50 rows of a table with their count."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from benchmarks.floor.models import Cohort, Row

ENGINE = Engine()
ONE = ENGINE.from_string(
    "<!doctype html><title>{{ cohort.label }}</title><p>{{ user }}: {{ cohort.label }}"
)
LIST = ENGINE.from_string(
    "<!doctype html><title>{{ user }}</title><p>{{ page.paginator.count }}<table>"
    "{% for row in page %}<tr><td><a href='/{{ row.pk }}/'>{{ row.name }}</a><td>{{ row.role }}"
    "<td>{{ row.setting }}<td>{{ row.state }}<td>{{ row.submitted_at }}{% endfor %}</table>"
)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = Cohort.objects.get(pk=pk)
    return HttpResponse(ONE.render(Context({"user": str(request.user), "cohort": cohort})))


def rows(request: HttpRequest, pk: int) -> HttpResponse:
    found = Row.objects.filter(cohort_id=pk).order_by("-submitted_at", "pk")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return HttpResponse(LIST.render(Context({"user": str(request.user), "page": page})))


urlpatterns = [path("one/<int:pk>/", one), path("list/<int:pk>/", rows)]
