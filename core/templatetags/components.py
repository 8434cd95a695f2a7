"""The tags that `templates/components/` needs; its README names every component."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core import badges

register = template.Library()


@register.simple_block_tag(takes_context=True)
def component(
    context: template.Context, content: SafeString, name: str, **params: Any
) -> SafeString:
    """A component with a body: what stands between the tags is its `content`.

    Like `include … only`, it sees its own parameters and nothing else of the page, but for the
    request and the CSRF token, without which no form inside it would work.
    """
    page = {key: context.get(key) for key in ("request", "csrf_token")}
    body = SafeString(content.strip())
    return SafeString(
        get_template(f"components/{name}.html").render(page | params | {"content": body})
    )


@register.simple_tag
def badge(kind: str, state: str, word: str = "") -> SafeString:
    """The state as tone, icon and word; `word` replaces the usual one."""
    return _badge(kind, str(state), str(word))


@lru_cache(maxsize=512)
def _badge(kind: str, state: str, word: str) -> SafeString:
    """A list shows the same few badges a hundred times: each is drawn once."""
    tone, icon, usual = badges.look(kind, state)
    look = {"tone": tone, "icon": icon, "word": word or usual}
    return SafeString(get_template("components/badge.html").render(look))


@register.filter
def initials(name: str) -> str:
    """Two letters for the round mark beside a person: Grace Adeyemi-Clarke → GA."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)
