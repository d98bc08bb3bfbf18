from django.urls import path

from sekisho.residents.web import person, search

urlpatterns = [
    path("", search.lookup, name="lookup"),
    path("<int:resident>/", person.person, name="person"),
    path("<int:resident>/print/", person.on_paper, name="person_print"),
    path("<int:resident>/pdf/", person.as_pdf, name="person_pdf"),
    path("protected/", search.protected, name="protected"),
    path("protected/<int:resident>/", person.protected_person, name="protected_person"),
]
