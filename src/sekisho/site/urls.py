from django.urls import path

from sekisho.site import jobs, views

urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job>/cancel/", jobs.cancel, name="cancel_job"),
    path("jobs/<int:job>/retry/", jobs.retry, name="retry_job"),
    path("register/", views.register, name="register"),
    path("register/<slug:affair>/", views.entry, name="register_entry"),
]
