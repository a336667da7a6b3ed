"""The addresses of benefits."""

from django.urls import path

from suksit.benefits import measuring, planning, views

CASE = "sak/<uuid:case_id>"

urlpatterns = [
    path("gevinster/", views.benefit_list, name="benefit_list"),
    path("gevinster/<int:benefit_id>/", views.benefit, name="benefit"),
    path("gevinster/<int:benefit_id>/<int:harvest_id>/", views.harvest, name="harvest"),
    path(f"{CASE}/gevinst/", planning.plan_benefit, name="plan_benefit"),
    path(f"{CASE}/gevinst/<int:subject>/plan/", planning.plan_harvest, name="plan_harvest"),
    path(f"{CASE}/gevinst/<int:subject>/dette-virket/", planning.tell_story, name="tell_story"),
    path(f"{CASE}/maling/<int:subject>/", measuring.enter_measurement, name="enter_measurement"),
    path(f"{CASE}/maling/<int:subject>/ikke-malt/", measuring.skip_measurement, name="skip_measurement"),
    path(f"{CASE}/maling/<int:subject>/send-videre/", measuring.pass_measurement_on, name="pass_measurement_on"),
    path(f"{CASE}/til-gevinst/", planning.start_harvest, name="start_harvest"),
    path(f"{CASE}/avslutt/", planning.close_case, name="close_case"),
]
