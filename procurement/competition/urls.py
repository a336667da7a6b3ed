"""The addresses of competition."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
