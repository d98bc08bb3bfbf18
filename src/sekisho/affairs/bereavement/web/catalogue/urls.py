from django.urls import path

from sekisho.affairs.bereavement.web.catalogue import families, files, procedures, questions, unsure, versions

urlpatterns = [
    path("", versions.catalogue, name="catalogue"),
    path("waiting/", versions.waiting, name="catalogue_waiting"),
    path("<int:version>/", versions.version, name="catalogue_version"),
    path("<int:version>/move/", versions.move, name="catalogue_move"),
    path("<int:version>/decision/", versions.decide, name="catalogue_decision"),
    path("<int:version>/families/", families.families, name="catalogue_families"),
    path("<int:version>/questions/", questions.questions, name="catalogue_questions"),
    path("<int:version>/questions/<str:question>/", questions.question, name="catalogue_question"),
    path("<int:version>/unsure/", unsure.unsure, name="catalogue_unsure"),
    path("<int:version>/list.yaml", files.export, name="catalogue_export"),
    path("<int:version>/import/", files.take_in, name="catalogue_import"),
    path("<int:version>/procedures/<slug:procedure>/", procedures.procedure, name="catalogue_procedure"),
]
