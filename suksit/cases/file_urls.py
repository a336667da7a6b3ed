"""The address of the case file."""

from django.urls import path

from suksit.cases import file_views

urlpatterns = [
    path("sak/<uuid:case_id>/saksmappe.pdf", file_views.case_file, name="case_file"),
]
