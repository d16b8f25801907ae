"""The address of a request. The link in a mail ends with its secret."""

from django.urls import path

from mica.web.learner import asked

urlpatterns = [path("<str:secret>/", asked.asked, name="request")]
