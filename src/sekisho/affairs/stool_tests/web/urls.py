from django.urls import path

from sekisho.affairs.stool_tests.web import roster

urlpatterns = [path("roster/", roster.roster, name="roster")]
