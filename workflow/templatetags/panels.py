"""Drawing a panel on the page of a case."""

from django import template
from django.template.context import Context

from workflow.panels import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def draw(context: Context, panel: Panel) -> str:
    """A panel's template, with the panel's own context on top of the page's."""
    drawn = context.template.engine.get_template(panel.template)
    with context.push(**panel.context):
        return drawn.render(context)
