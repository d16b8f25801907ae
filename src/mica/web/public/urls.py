"""Addresses of the public pages."""

from django.urls import path

from mica.web.public import views

urlpatterns = [path("", views.home, name="home")]
