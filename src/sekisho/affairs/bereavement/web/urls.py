from django.urls import path

from sekisho.affairs.bereavement.web import (
    arrival,
    calls,
    follow_up,
    inquiries,
    paper,
    preparation,
    stages,
)

urlpatterns = [
    path("", calls.cases, name="cases"),
    path("calls/", calls.call, name="call"),
    path("visits/<int:visit>/", calls.visit, name="visit"),
    path("visits/<int:visit>/correct/", calls.correct, name="correct"),
    path("visits/<int:visit>/book/", calls.book, name="book"),
    path("visits/<int:visit>/off/", calls.call_off, name="call_off"),
    path("visits/<int:visit>/preparation/", preparation.prepare, name="preparation"),
    path("visits/<int:visit>/preparation/look/", preparation.look_up, name="look_up"),
    path("visits/<int:visit>/preparation/answers/", preparation.answers, name="answers"),
    path("visits/<int:visit>/preparation/ask/", inquiries.ask, name="ask_sections"),
    path("visits/<int:visit>/preparation/asked/<int:inquiry>/", inquiries.by_phone, name="answer_by_phone"),
    path("inquiries/", inquiries.own, name="inquiries"),
    path("inquiries/<int:inquiry>/", inquiries.answer, name="inquiry"),
    path("visits/<int:visit>/arrival/", arrival.arrive, name="arrival"),
    path("visits/<int:visit>/arrival/answers/", arrival.answers, name="arrival_answers"),
    path("visits/<int:visit>/arrival/steps/<int:step>/", arrival.record, name="record_step"),
    path("visits/<int:visit>/route.pdf", paper.route, name="route_pdf"),
    path("visits/<int:visit>/receipt.pdf", paper.receipt, name="receipt_pdf"),
    path("visits/<int:visit>/leaflet.pdf", paper.leaflet, name="leaflet_pdf"),
    path("follow-up/", follow_up.left, name="follow_up"),
    path("follow-up/<int:step>/", follow_up.record, name="record_left"),
    path("stages/", stages.stages, name="stages"),
]
