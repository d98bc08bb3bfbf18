from django.urls import path

from sekisho.site import retention, views

urlpatterns = [
    path("", views.home, name="home"),
    path("register/", views.register, name="register"),
    path("register/<slug:affair>/", views.entry, name="register_entry"),
    path("retention/", retention.preview, name="retention"),
    path("retention/holds/", retention.holds, name="holds"),
    path("retention/certificates/", retention.certificate_list, name="certificates"),
    path("retention/certificates/<str:number>.pdf", retention.certificate_pdf, name="certificate_pdf"),
]
