"""The addresses of award."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
