"""The addresses of rollout."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
