"""The addresses of dashboards."""

from django.urls import path

from suksit.dashboards import views

urlpatterns = [
    path("tavle/", views.board, name="board"),
    path("bord/", views.desk, name="desk"),
    path("bord/kalender.ics", views.desk_calendar, name="desk_calendar"),
    path("bord/spart/", views.desk_savings, name="desk_savings"),
]
