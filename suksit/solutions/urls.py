"""The addresses of solutions."""

from django.urls import path

from suksit.stub import stub

urlpatterns = [
    path("losninger/", stub, name="solution_list"),
]
