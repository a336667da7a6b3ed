"""The addresses of planning."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
