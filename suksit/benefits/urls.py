"""The addresses of benefits."""

from django.urls import path

from suksit.stub import stub

urlpatterns = [
    path("gevinster/", stub, name="benefit_list"),
]
