"""A draft in the browser's stead: started, found again, its steps and its fields."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from workflow.actors import SYSTEM
from workflow.context import acting_as

NEW = reverse("report_new")


WHAT = {"title": "Bibliotek", "kind": "replacement", "agreement_ends": ""}


def cases(**filters: Any) -> list[ChangeCase]:
    """The cases in the database, drafts included, the oldest first."""
    with acting_as(SYSTEM):
        return list(ChangeCase.objects.filter(**filters).select_related("report").order_by("created_at", "pk"))


def only() -> ChangeCase:
    """The one case there is."""
    (case,) = cases()
    return case


def started(client: Client, **values: Any) -> ChangeCase:
    """A draft with step 1 filled in."""
    assert client.post(NEW, {**WHAT, **values}).status_code == 302
    return only()


def step(case: ChangeCase, number: int) -> str:
    """The address of a step."""
    return f"/meld/{case.pk}/{number}/"


def typed_fields(response: HttpResponse) -> list[str]:
    """The names of the fields that must be typed in, chosen ones left out."""
    form: Form = response.context["form"]
    return [name for name, field in form.fields.items() if field.required and not hasattr(field, "choices")]


def page(response: HttpResponse) -> str:
    """What the page says."""
    return response.content.decode()


def pdf(name: str = "Kravliste.pdf") -> SimpleUploadedFile:
    """A small file."""
    return SimpleUploadedFile(name, b"%PDF-1.4 krav", content_type="application/pdf")
