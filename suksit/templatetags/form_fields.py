"""What the form templates ask about a field."""

from django import forms, template
from django.forms import BoundField

register = template.Library()

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.filter
def kind(field: BoundField) -> str:
    """What sort of question it is: choices, checkbox, date, number, file, text."""
    widget = field.field.widget
    if isinstance(widget, CHOICES):
        return "choices"
    for kind_name, classes in (
        ("checkbox", forms.CheckboxInput),
        ("date", forms.DateInput),
        ("number", forms.NumberInput),
        ("file", forms.FileInput),
        ("select", forms.Select),
        ("textarea", forms.Textarea),
    ):
        if isinstance(widget, classes):
            return kind_name
    return "text"


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link to the question must point at. A group of options is reached by its first one."""
    if isinstance(field.field.widget, CHOICES):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.filter
def unit(field: BoundField) -> str:
    """The word behind a number, set by the form as the widget's `data-unit`."""
    return str(field.field.widget.attrs.get("data-unit", ""))


@register.filter
def marked_optional(field: BoundField) -> bool:
    """Whether to say that it may be left open: only where the form asks both kinds of question."""
    others = field.form.visible_fields()
    return not field.field.required and any(other.field.required for other in others)


@register.filter
def named(field: BoundField) -> str:
    """The question before what is wrong with it: with a colon, unless it ends as a sentence does."""
    label = str(field.label)
    return label if label.endswith(("?", ".", "!", ":")) else f"{label}:"
