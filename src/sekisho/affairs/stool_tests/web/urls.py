from django.urls import path

from sekisho.affairs.stool_tests.web import intake, review, roster, sheets, upload
from sekisho.affairs.stool_tests.web.teaching import draft, forms, trials

urlpatterns = [
    path("roster/", roster.roster, name="roster"),
    path("roster/uploads/", upload.hand_in, name="hand_in_roster"),
    path("roster/uploads/<int:upload>/", upload.upload, name="roster_upload"),
    path("roster/uploads/<int:upload>/apply/", upload.apply, name="apply_roster"),
    path("intake/", intake.intake, name="intake"),
    path("intake/now/", intake.now, name="intake_now"),
    path("intake/files/", intake.receive, name="receive"),
    path("intake/files/<int:scan>/", sheets.scan, name="scan"),
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
    path("forms/", forms.forms, name="forms"),
    path("forms/samples/", forms.receive, name="form_sample"),
    path("forms/<int:form>/", forms.form, name="form"),
    path("forms/<int:form>/withdraw/", forms.withdraw, name="withdraw_form"),
    path("forms/<int:form>/use/", forms.use, name="use_form"),
    path("forms/drafts/<int:draft>/", draft.draft, name="form_draft"),
    path("forms/drafts/<int:draft>/change/", draft.change, name="change_form"),
    path("forms/drafts/<int:draft>/pages/<int:page>/", draft.picture, name="form_picture"),
    path("forms/drafts/<int:draft>/publish/", draft.publish, name="publish_form"),
    path("forms/drafts/<int:draft>/drop/", draft.drop, name="drop_form"),
    path("forms/drafts/<int:draft>/trials/", trials.trials, name="form_trials"),
    path("forms/drafts/<int:draft>/trials/files/", trials.receive, name="form_trial"),
    path("forms/drafts/<int:draft>/trials/again/", trials.again, name="try_form_again"),
    path("forms/drafts/<int:draft>/trials/<int:sample>/remove/", trials.remove, name="remove_trial"),
    path(
        "forms/drafts/<int:draft>/trials/<int:sample>/pages/<int:page>/", trials.picture, name="trial_picture"
    ),
]
