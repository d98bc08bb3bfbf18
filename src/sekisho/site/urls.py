from django.urls import path

from sekisho.gate.messages.port import kept_channels
from sekisho.site.web import components, frame, jobs, register, retention, spool

urlpatterns = [
    path("", frame.home, name="home"),
    path("post/", frame.choose_post, name="choose_post"),
    path("search/", frame.search, name="search"),
    path("keys/", frame.keys, name="keys"),
    path("wareki/", frame.wareki, name="wareki"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job>/", jobs.progress, name="job_progress"),
    path("jobs/<int:job>/cancel/", jobs.cancel, name="cancel_job"),
    path("jobs/<int:job>/retry/", jobs.retry, name="retry_job"),
    path("register/", register.listed, name="register"),
    path("register/list.csv", register.as_csv, name="register_csv"),
    path("register/list.pdf", register.as_pdf, name="register_pdf"),
    path("register/<slug:affair>/", register.entry, name="register_entry"),
    path("retention/", retention.preview, name="retention"),
    path("retention/holds/", retention.holds, name="holds"),
    path("retention/certificates/", retention.certificate_list, name="certificates"),
    path("retention/certificates/<str:number>/pdf/", retention.certificate_pdf, name="certificate_pdf"),
    path("components/", components.gallery, name="components"),
    path("components/progress/", components.progress, name="components_progress"),
    path("components/form/", components.form, name="components_form"),
    path("components/upload/", components.upload, name="components_upload"),
    path("components/toast/", components.toast, name="components_toast"),
]
# Where messages really go out, nobody has a reason to read them.
if kept_channels():
    urlpatterns.append(path("messages/", spool.spool, name="spool"))
