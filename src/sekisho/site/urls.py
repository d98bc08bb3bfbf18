from django.urls import path

from sekisho.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("register/", views.register, name="register"),
    path("register/<slug:affair>/", views.entry, name="register_entry"),
]
