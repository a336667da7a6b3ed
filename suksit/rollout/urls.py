"""The addresses of rollout."""

from django.urls import path

from suksit.rollout import views

CASE = "sak/<uuid:case_id>/innforing/<int:subject>"

urlpatterns = [
    path(f"{CASE}/plan/", views.plan_rollout, name="plan_rollout"),
    path(f"{CASE}/sjekkliste/", views.check_off, name="check_off"),
    path(f"{CASE}/drift/", views.accept_operations, name="accept_operations"),
    path(f"{CASE}/i-bruk/", views.confirm_go_live, name="confirm_go_live"),
    path(f"{CASE}/tas-ikke-i-bruk/", views.withdraw_rollout, name="withdraw_rollout"),
]
