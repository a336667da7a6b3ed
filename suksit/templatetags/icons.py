"""Small drawings, written into the page so that they take the colour of the words beside them."""

import itertools
from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SERIAL = itertools.count(1)

SHAPES = {
    "tick": '<circle cx="10" cy="10" r="9" fill="currentColor"/>'
    '<path d="m6 10.2 2.8 2.8L14 7.6" fill="none" class="on-shape-line" stroke-width="2"/>',
    "bare-tick": '<path d="m3.5 10.5 4.2 4.2L16.5 6" fill="none" stroke="currentColor" stroke-width="2.6"/>',
    "clock": '<g fill="none" stroke="currentColor" stroke-width="1.7"><circle cx="10" cy="10" r="8"/>'
    '<path d="M10 5.5V10l3 1.8"/></g>',
    "option": '<g fill="none" stroke="currentColor" stroke-width="2"><circle cx="10" cy="10" r="8"'
    ' stroke-dasharray="3.2 2.2"/><path d="M10 6v8M6 10h8"/></g>',
    "question": '<g fill="none" stroke="currentColor" stroke-width="1.7"><circle cx="10" cy="10" r="8"/>'
    '<path d="M7.6 8c.1-1.5 1.1-2.3 2.4-2.3 1.4 0 2.4.9 2.4 2.1 0 1.7-2.3 1.9-2.3 3.6"/></g>'
    '<circle cx="10.1" cy="13.9" r="1.1" fill="currentColor"/>',
    "minus": '<g fill="none" stroke="currentColor" stroke-width="1.7"><circle cx="10" cy="10" r="8"/>'
    '<path d="M6.3 10h7.4"/></g>',
    "half": '<circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M10 2a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "hatch": '<g fill="none" stroke="currentColor" stroke-width="1.5"><rect x="2" y="2" width="16" height="16" rx="1"/>'
    '<path d="M2 9 9 2M2 15 15 2M5 18 18 5M11 18l7-7"/></g>',
    "dots": '<circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-dasharray="1.8 2.4"/>',
    "triangle": '<path d="M10 1.8 19 17.6H1z" fill="currentColor"/>'
    '<path d="M10 7.4v5" class="on-shape-line" stroke-width="2"/><circle cx="10" cy="14.9" r="1.15" class="on-shape"/>',
    "document": '<g fill="none" stroke="currentColor" stroke-width="1.6"><path d="M4 2h8l4 4v12H4z"/>'
    '<path d="M12 2v4h4M7 10h6M7 13.5h6"/></g>',
    "arrow": '<path d="M4 10h11M10.5 5l5 5-5 5" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "pause": '<g fill="none" stroke="currentColor" stroke-width="1.7"><circle cx="10" cy="10" r="8"/>'
    '<path d="M8 7v6M12 7v6"/></g>',
}


@cache
def drawn(name: str) -> SafeString:
    """The drawing of that name; a wrong name fails loudly."""
    shape = SHAPES[name]
    return mark_safe(  # noqa: S308 - only our own shapes
        f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{shape}</svg>'
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words. It says nothing alone and is hidden from those who listen."""
    return drawn(name)


@register.simple_tag
def unique_id(stem: str) -> str:
    """An id that no other piece of the page has, for labels and patterns."""
    return f"{stem}-{next(SERIAL)}"
