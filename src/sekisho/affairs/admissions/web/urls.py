from django.urls import path

from sekisho.affairs.admissions.web import delivery, intake, review
from sekisho.affairs.admissions.web.api import urls as api

urlpatterns = [
    path("", review.applications, name="applications"),
    path("applications/<int:application>/", review.application, name="application"),
    path("applications/<int:application>/pages/<int:sheet>/", review.check, name="check_page"),
    path("applications/<int:application>/pages/<int:sheet>/picture/", review.picture, name="page_picture"),
    path("intake/", intake.intake, name="intake"),
    path("intake/files/", intake.receive, name="receive"),
    path("intake/files/<int:scan>/", intake.scan, name="scan"),
    path("intake/undecided/", intake.undecided, name="undecided"),
    path("intake/sheets/<int:sheet>/decide/", intake.decide, name="decide_sheet"),
    path("intake/sheets/<int:sheet>/aside/", intake.aside, name="set_sheet_aside"),
    path("intake/sheets/<int:sheet>/picture/", intake.picture, name="sheet_picture"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/csv/", delivery.as_csv, name="delivery_csv"),
    path("delivery/json/", delivery.as_json, name="delivery_json"),
    path("delivery/close/", delivery.close, name="close_delivery"),
    *api.urlpatterns,
]
