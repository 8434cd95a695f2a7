"""Production asks holders of roles for a second step; applicants are not bothered."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.urls import reverse

from tests import factories as make
from tests.access.matrix import MATRIX
from tests.access.routes import all_routes

pytestmark = pytest.mark.django_db
INSIDE = [
    route.name
    for route in all_routes()
    if route.is_ours and not MATRIX[route.key].ids and not MATRIX[route.key].fixed
]
MADE = {
    "staff": make.staff,
    "administrator": make.administrator,
    "funder": make.funder_contact,
    "mentor": lambda: make.mentor().user,
    "facilitator": lambda: make.learning_set().facilitator,
}


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", sorted(MADE))
def test_whoever_sees_other_peoples_details_is_led_to_add_one_first(sign_in, role):
    client = sign_in(MADE[role]())
    reached = []
    for name in INSIDE:
        if name == "core:health":
            continue
        for ask in (client.get, client.post):
            response = ask(reverse(name))
            if (response.status_code, response.headers.get("Location")) != (302, "/accounts/2fa/"):
                reached.append(name)
    assert reached == [], f"of {len(INSIDE)} addresses"
    assert client.get("/accounts/2fa/").status_code == 200


def test_who_has_added_one_goes_in(sign_in):
    staff = make.staff()
    TOTP.activate(staff, generate_totp_secret())
    assert sign_in(staff).get("/staff/cohorts/").status_code == 200


@pytest.mark.parametrize("maker", [make.person, lambda: make.application().applicant])
def test_applicants_and_those_without_a_role_are_not_asked(sign_in, maker):
    assert sign_in(maker()).get("/home/").status_code == 200


def test_pioneers_are_not_asked(sign_in):
    assert sign_in(make.pioneer().person).get("/home/").status_code == 200


def test_without_the_setting_nobody_is_asked(sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert sign_in(make.staff()).get("/home/").status_code == 200


def test_the_settings_ask_unless_a_file_says_otherwise():
    from config.settings import base

    assert base.SECOND_FACTOR_REQUIRED is True


def test_secrets_are_encrypted_in_the_database():
    person, secret = make.person(), generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Authenticator._meta.db_table}")
        dump = str(cursor.fetchall())
    assert secret not in dump
    sealed = [row.data for row in Authenticator.objects.order_by("pk")]
    assert [get_adapter().decrypt(sealed[0]["secret"])] == [secret]
    assert [code for code in codes.get_unused_codes() if code in dump] == []
    assert sealed[1]["seed"] in dump
    assert get_adapter().decrypt(sealed[1]["seed"]) not in dump


def test_the_same_secret_is_sealed_differently_each_time_and_only_with_the_key(settings):
    adapter = get_adapter()
    assert adapter.encrypt("abc") != adapter.encrypt("abc")
    sealed = adapter.encrypt("abc")
    settings.SECRET_KEY = "another-key"
    with pytest.raises(Exception):  # noqa: B017 - InvalidTag has no common base
        adapter.decrypt(sealed)
