"""What an attacker, or a tired hand, puts into a form; and an honest value for the fields beside it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from workflow import clock

SCRIPT = "<script>alert(1)</script>"
NUL = "nul\x00byte"
TEXTS = ("", "x" * 10_000, SCRIPT, NUL, "🚀 blåbærsyltetøy æøå ÆØÅ", "' OR 1=1 --")
DAYS = ("", "0001-01-01", "31.02.2026", "9999-12-31", "01.01.20260", SCRIPT, NUL)
NUMBERS = ("", "-1", "9" * 40, "1e400", "NaN", "Infinity", SCRIPT, NUL)
KEYS = ("", "not-offered", "-1", str(2**63), NUL)
FILES = (
    ("virus.exe", b"MZ\x90\x00" * 10),
    ("tom.pdf", b""),
    ("bilde.pdf", b"\x89PNG\r\n\x1a\n"),
    (f"{SCRIPT}.pdf", b"%PDF-1.4"),
)
HONEST = {
    "username": "ny.person",
    "notice_id": "2026-112379",
    "own_days": "",
    "organisation_number": "",
    "cpv": "48000000",
    "sure": "on",
}


def takes_numbers(field: forms.Field) -> bool:
    """Whether the field is a number or an amount."""
    return isinstance(field, forms.IntegerField | forms.DecimalField)


def hostile_values(field: forms.Field, foreign: Iterable[int]) -> Iterator[Any]:
    """What is tried in a field. `foreign` are keys of parties that do not belong there."""
    if isinstance(field, forms.FileField):
        yield from (SimpleUploadedFile(name, content) for name, content in FILES)
        yield "a text where a file belongs"
    elif hasattr(field, "choices"):
        yield from (*KEYS, *(str(key) for key in foreign), *(f"1-{key}" for key in foreign))
    elif isinstance(field, forms.DateField):
        yield from DAYS
    elif takes_numbers(field):
        yield from NUMBERS
    elif isinstance(field, forms.BooleanField):
        yield from ("", SCRIPT)
    else:
        yield from TEXTS


def offered(field: Any) -> list[str]:
    """The keys that a choice offers."""
    found: list[str] = []
    for value, label in field.choices:
        found += [str(key) for key, _ in label] if isinstance(label, list | tuple) else [str(value)]
    return [key for key in found if key]


def honest_choice(field: Any, initial: Any) -> Any:
    """What is chosen by somebody who means well."""
    keys = offered(field)
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return keys[:2]
    return str(initial) if str(initial) in keys else next(iter(keys), "")


def honest_value(name: str, field: forms.Field, initial: Any) -> Any:
    """A value that the field itself takes, so that what is tried beside it reaches the deed behind the form."""
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("notat.txt", b"Et notat.") if field.required else None
    if hasattr(field, "choices"):
        return honest_choice(field, initial)
    if name in HONEST:
        return HONEST[name]
    if isinstance(field, forms.DateField):
        known = initial if hasattr(initial, "isoformat") else clock.today() + timedelta(days=40)
        return known.isoformat()
    by_type = {forms.EmailField: "ny@example.test", forms.URLField: "https://kgv.example/1", forms.TimeField: "12:00"}
    for kind, value in by_type.items():
        if isinstance(field, kind):
            return value
    if takes_numbers(field):
        return str(initial) if initial not in (None, "") else "4"
    return "on" if isinstance(field, forms.BooleanField) else str(initial or "En helt vanlig setning.")


def honest_post(form: forms.Form) -> dict[str, Any]:
    """A form filled in by somebody who means well."""
    filled = {
        form.add_prefix(name): honest_value(name, field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    return {name: value for name, value in filled.items() if value is not None}
