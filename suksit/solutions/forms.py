"""The form of an upload. It reads the file and saves nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suksit.solutions.reading import Read, Register, read
from suksit.solutions.sheets import MAX_BYTES, rows_of


class ImportForm(forms.Form):
    """One file. What is wrong with it as a whole is said beside it; what is wrong in a row stands in the preview."""

    file = forms.FileField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy("Excel (.xlsx), OpenDocument (.ods) or CSV (.csv), at most 5 MB and 5 000 rows."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The file's name is too long."),
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
    rows: list[Read]

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register

    def clean_file(self) -> Any:
        """Read the file; the rows are on the form afterwards."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is too large. The largest is 5 MB."))
        self.rows = read(rows_of(file.read()), self.register)
        return file
