"""The addresses of competition."""

from django.urls import path

from procurement.competition import views

urlpatterns = [
    path("kunngjor/", views.publish_notice, name="publish_notice"),
    path("inviter/", views.invite_tenders, name="invite_tenders"),
    path("tilbud/", views.register_tender, name="register_tender"),
    path("habilitet/", views.declare_impartiality, name="declare_impartiality"),
    path("avlys-konkurransen/", views.cancel_competition, name="cancel_competition"),
]
