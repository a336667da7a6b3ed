"""The addresses of invitation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
