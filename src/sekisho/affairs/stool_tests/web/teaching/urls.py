from django.urls import path

from sekisho.affairs.stool_tests.web.teaching import draft, forms, trials

urlpatterns = [
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
