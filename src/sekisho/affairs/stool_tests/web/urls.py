from django.urls import path

from sekisho.affairs.stool_tests.web import roster, upload

urlpatterns = [
    path("roster/", roster.roster, name="roster"),
    path("roster/uploads/", upload.hand_in, name="hand_in_roster"),
    path("roster/uploads/<int:upload>/", upload.upload, name="roster_upload"),
    path("roster/uploads/<int:upload>/apply/", upload.apply, name="apply_roster"),
]
