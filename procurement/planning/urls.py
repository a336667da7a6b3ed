"""The addresses of planning."""

from django.urls import path

from procurement.planning import views

urlpatterns = [
    path("rute/", views.choose_route, name="choose_route"),
    path("plan/", views.plan_procurement, name="plan_procurement"),
    path("evalueringsgruppe/", views.name_evaluators, name="name_evaluators"),
    path("terskler/", views.law_rows, name="law_rows"),
]
