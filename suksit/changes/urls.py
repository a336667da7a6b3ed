"""The addresses of changes."""

from django.urls import path

from suksit.stub import stub

urlpatterns = [
    path("meld/", stub, name="report_new"),
]
