from django.urls import path

from sekisho.affairs.stool_tests.web import intake, overview, review, roster, sheets, upload, urls_ledger
from sekisho.affairs.stool_tests.web.api import urls as api
from sekisho.affairs.stool_tests.web.teaching import urls as teaching

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("roster/", roster.roster, name="roster"),
    path("roster/uploads/", upload.hand_in, name="hand_in_roster"),
    path("roster/uploads/<int:upload>/", upload.upload, name="roster_upload"),
    path("roster/uploads/<int:upload>/apply/", upload.apply, name="apply_roster"),
    path("intake/", intake.intake, name="intake"),
    path("intake/now/", intake.now, name="intake_now"),
    path("intake/files/", intake.receive, name="receive"),
    path("intake/files/<int:scan>/", sheets.scan, name="scan"),
    path("intake/files/<int:scan>/remark/", sheets.remark, name="remark_scan"),
    path("intake/undecided/", sheets.undecided, name="undecided"),
    path("intake/pages/<int:page>/", sheets.decide, name="decide_page"),
    path("intake/pages/<int:page>/picture/", sheets.picture, name="page_picture"),
    path("review/", review.review, name="review"),
    path("review/take/", review.take, name="review_take"),
    path("review/decide/", review.decide, name="review_decide"),
    path("review/back/", review.back, name="review_back"),
    path("review/leave/", review.leave, name="review_leave"),
    path("review/rows/<int:row>/", review.strip, name="strip"),
    path("review/pages/<int:page>/", review.page, name="review_page"),
    path("review/rosters/<int:facility>/<str:month>/", review.roster, name="review_roster"),
    *teaching.urlpatterns,
    *api.urlpatterns,
    *urls_ledger.urlpatterns,
]
