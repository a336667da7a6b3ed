"""Placeholder page while the packages are being written; deleted before landing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stub(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An empty page."""
    return render(request, "base.html")
