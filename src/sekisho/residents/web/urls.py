from django.urls import path

from sekisho.residents.web import search

urlpatterns = [
    path("", search.lookup, name="lookup"),
    path("protected/", search.protected, name="protected"),
]
