"""The addresses of cases."""

from django.urls import path

from suksit.stub import stub

urlpatterns = [
    path("saker/", stub, name="case_list"),
    path("sak/<uuid:case_id>/", stub, name="case"),
    path("sak/<uuid:case_id>/historie/", stub, name="case_history"),
    path("dokument/<uuid:document_id>/", stub, name="document"),
]
