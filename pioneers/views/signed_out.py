"""A page that was sent after the sign-in had run out: its words wait in the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from core.middleware import TYPED_SIGNED_OUT


class KeepsWhatIsTyped:
    """What was sent while signed out is shown in its boxes again, once signed in.

    The session keeps it through the sign-in; the record is touched only by the next press. The
    marks come back with it, so a save from elsewhere in between still shows both versions.
    """

    request: Any

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        view = super().as_view(**initkwargs)  # type: ignore[misc]
        view.keeps_what_is_typed = True
        return view

    def get(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.session.get(TYPED_SIGNED_OUT, {})
        data = QueryDict(typed.get("data", ""), mutable=True)
        # Without the mark it was another button of the page, such as one of the homes found.
        if typed.get("path") != request.get_full_path() or "seen" not in data or not self.is_open:
            return super().get(request, *args, **kwargs)  # type: ignore[misc]
        del request.session[TYPED_SIGNED_OUT]
        form = self.get_form()
        form.is_bound = True
        form.data = data
        for name, value in form.to_show_again(saved=False).items():
            form.data[name] = value
        return self.render_to_response(self.get_context_data(form=form, was_signed_out=True))
