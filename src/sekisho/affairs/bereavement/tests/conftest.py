"""The desk with its people, and its clerk signed in."""

import pytest
from django.test import Client

from sekisho.residents.tests.people import Desk, desk
from tests.cast import Cast, signed_in


@pytest.fixture
def office(cast: Cast) -> Desk:
    return desk()


@pytest.fixture
def clerk(office: Desk) -> Client:
    return signed_in(office.staff["desk"])
