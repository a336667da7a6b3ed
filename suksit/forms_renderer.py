"""How every form is drawn: the design system's markup, and one place that knows it."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

INPUTS = "django/forms/widgets/"
BARE = {"hidden.html", "multiple_hidden.html"}


class FormRenderer(TemplatesSetting):
    """Renders forms with our templates, and gives every control the design system's class."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/question.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, a field or a widget."""
        widget = context.get("widget")
        if widget and template_name.startswith(INPUTS) and template_name.removeprefix(INPUTS) not in BARE:
            context = {**context, "widget": with_class(widget)}
        return str(super().render(template_name, context, request))


def with_class(widget: dict[str, Any]) -> dict[str, Any]:
    """The widget's context with `ds-input` added to its classes, all the way down in a group."""
    attrs = dict(widget.get("attrs") or {})
    attrs["class"] = f"ds-input {attrs.get('class', '')}".strip()
    changed = {**widget, "attrs": attrs}
    if "subwidgets" in widget:
        changed["subwidgets"] = [with_class(part) for part in widget["subwidgets"]]
    return changed
