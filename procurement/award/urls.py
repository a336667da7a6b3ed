"""The addresses of award."""

from django.urls import path

from procurement.award import views

urlpatterns = [
    path("innstill/", views.recommend_award, name="recommend_award"),
    path("tildel/", views.decide_award, name="decide_award"),
    path("tildelingsbrev/", views.send_letters, name="send_letters"),
    path("klage/", views.register_complaint, name="register_complaint"),
    path("avgjor-klage/", views.settle_complaint, name="settle_complaint"),
    path("apne-kontraktene/", views.open_contracts, name="open_contracts"),
]
