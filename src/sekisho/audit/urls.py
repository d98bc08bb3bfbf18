from django.urls import path

from sekisho.audit.web import emergencies, exceptions, log

urlpatterns = [
    path("audit/log/", log.log, name="audit_log"),
    path("audit/log/csv/", log.log_csv, name="audit_log_csv"),
    path("audit/log/pdf/", log.log_pdf, name="audit_log_pdf"),
    path("audit/log/print/", log.log_print, name="audit_log_print"),
    path("audit/unusual/", log.unusual, name="audit_unusual"),
    path("audit/kin/", log.kin, name="audit_kin"),
    path("audit/serial/", log.serial, name="audit_serial"),
    path("exceptions/", exceptions.requests, name="exceptions"),
    path("exceptions/<int:pk>/", exceptions.use, name="exception_use"),
    path("exceptions/decisions/", exceptions.decisions, name="exception_decisions"),
    path("exceptions/decisions/csv/", exceptions.report, name="exception_report"),
    path("emergency/", emergencies.break_glass, name="break_glass"),
    path("emergency/review/", emergencies.review, name="emergencies"),
]
