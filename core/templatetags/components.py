"""The tags that `templates/components/` needs; its README names every component."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import conditional_escape, escape
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


class Once(template.Node):
    """What is drawn the first time is given every time."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: SafeString | None = None

    def render(self, context: template.Context) -> SafeString:
        if self.drawn is None:
            # Of nobody's page: what it said of somebody would be said to everybody after them.
            self.drawn = self.nodelist.render(template.Context())
        return self.drawn


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> Once:
    """`{% once %}…{% endonce %}`: the same for everybody on every page, drawn once per process."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(template.base.VariableNode):
        raise template.TemplateSyntaxError("What is drawn once is the same on every page.")
    return Once(nodelist)


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


@register.simple_tag
def radios(name: str, choices: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The buttons of a choice row, without a template for each of a page's hundred."""
    drawn, name = [], escape(name)
    for value, label in choices:
        marks = f'value="{escape(value)}" id="{name}-{escape(value)}"'
        drawn.append(
            f'<input type="radio" name="{name}" {marks}{" checked" if value == chosen else ""}>'
            f'<label class="choice-{escape(value)}" for="{name}-{escape(value)}">'
            f"{conditional_escape(label)}</label>"
        )
    return SafeString("".join(drawn))


@register.filter
def initials(name: str) -> str:
    """Two letters for the round mark beside a person: Grace Adeyemi-Clarke → GA."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)
