"""The addresses of dashboards."""

from django.urls import path

from suksit.stub import stub

urlpatterns = [
    path("tavle/", stub, name="board"),
    path("bord/", stub, name="desk"),
]
