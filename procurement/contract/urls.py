"""The addresses of contract."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
