from django.urls import path

from sekisho.affairs.admissions.web.api import views

urlpatterns = [
    path("api/", views.page, name="api"),
    path("api/openapi.json", views.openapi, name="api_openapi"),
    path("api/scans/", views.send, name="api_send"),
    path("api/scans/<int:scan>/", views.scan, name="api_scan"),
    path("api/rows/", views.rows, name="api_rows"),
    path("api/applications/", views.applications, name="api_applications"),
]
