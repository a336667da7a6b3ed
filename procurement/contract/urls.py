"""The addresses of contract."""

from django.urls import path

from procurement.contract import views

urlpatterns = [
    path("avrop/", views.call_off, name="call_off"),
    path("reforhandling/", views.agree_renegotiation, name="agree_renegotiation"),
    path("uten-anskaffelse/", views.proceed_without_procurement, name="proceed_without_procurement"),
    path("kontrakt/<int:subject>/signer/", views.sign_contract, name="sign_contract"),
    path("kontrakt/<int:subject>/signer-ikke/", views.withdraw_contract, name="withdraw_contract"),
    path("opsjon/", views.admit_option_holder, name="admit_option_holder"),
    path("avslutt-kontrakt/", views.close_contracting, name="close_contracting"),
]
