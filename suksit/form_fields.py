"""Fields and widgets that say a little more than Django's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y"]


class OptionCards(forms.RadioSelect):
    """Radio options with a line of help each. `option_help` is {value: help}."""

    def __init__(self, *args: Any, option_help: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.option_help = option_help or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its help."""
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "help": self.option_help.get(str(value), "")}


class DayField(forms.DateField):
    """A day written the Norwegian way, 27.11.2026, in every language. What was typed is kept when it is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("help_text", _("For example 27.11.2026."))
        kwargs.setdefault("widget", forms.DateInput(format=DAY_FORMATS[0], attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
