"""The addresses of solutions."""

from django.urls import path

from suksit.solutions import views

urlpatterns = [
    path("losninger/", views.solution_list, name="solution_list"),
    path("losninger/importer/", views.solution_import, name="solution_import"),
    path("losninger/importer/mal/", views.solution_template, name="solution_template"),
    path("losninger/importer/<uuid:import_id>/", views.solution_import_preview, name="solution_import_preview"),
]
