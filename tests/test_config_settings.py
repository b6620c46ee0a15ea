"""Settings from the environment; a bad value is named by its variable."""

from datetime import time
from pathlib import Path

import pytest

from config.errors import BadInput
from config.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TACYCLE_{name.upper()}", raising=False)


def complaint():
    with pytest.raises(BadInput) as caught:
        load_settings()
    return str(caught.value)


def test_defaults():
    assert load_settings().model_dump() == {
        "data_folder": Path("data"),
        "database_url": "sqlite:///data/tacycle.db",
        "config_folder": None,
        "pages_port": 4280,
        "prefect_port": 4200,
        "public_address": "http://127.0.0.1:4280",
        "mail_from": "TA planning <ta-planning@tacycle.example>",
        "reply_address": "",
        "mail_mode": "local",
        "roster_is_real": False,
        "smtp_host": "",
        "smtp_port": 587,
        "smtp_security": "starttls",
        "smtp_user": "",
        "smtp_password": None,
        "smtp_token": None,
        "smtp_token_file": None,
        "mails_a_minute": 120,
        "imap_host": "",
        "imap_port": 993,
        "imap_security": "tls",
        "imap_user": "",
        "imap_password": None,
        "imap_token": None,
        "imap_token_file": None,
        "imap_folder": "INBOX",
        "imap_taken_folder": "Taken in",
        "imap_every_minutes": 5,
        "secret": None,
        "omb_number": "",
        "omb_expires_on": None,
        "burden_statement": "",
        "officers_sign_on": "link",
        "openid_issuer": "",
        "openid_client_id": "",
        "openid_client_secret": None,
        "daily_mail_at": time(8),
        "wake_gather_seconds": 3.0,
        "lease_seconds": 120,
    }


def test_the_database_lies_in_the_data_folder_unless_it_has_an_address(monkeypatch):
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", "kept")
    assert load_settings().database_url == "sqlite:///kept/tacycle.db"
    monkeypatch.setenv("TACYCLE_DATABASE_URL", "postgresql+psycopg://db.example/tat")
    assert load_settings().database_url == "postgresql+psycopg://db.example/tat"


def test_the_address_of_links_is_that_of_the_pages_unless_one_is_set(monkeypatch):
    monkeypatch.setenv("TACYCLE_PAGES_PORT", "8000")
    assert load_settings().public_address == "http://127.0.0.1:8000"
    monkeypatch.setenv("TACYCLE_PUBLIC_ADDRESS", "https://plans.example")
    assert load_settings().public_address == "https://plans.example"


def test_an_empty_variable_is_no_setting(monkeypatch):
    monkeypatch.setenv("TACYCLE_CONFIG_FOLDER", "")
    assert load_settings().config_folder is None


def test_a_data_folder_that_brings_its_declarations_has_them_read(monkeypatch, tmp_path):
    """As the demo's does: every command finds the demo's cycle by its data folder alone."""
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(tmp_path))
    (tmp_path / "config").mkdir()
    assert load_settings().config_folder is None
    (tmp_path / "config" / "cycles").mkdir()
    assert load_settings().config_folder == tmp_path / "config"


def test_a_slash_at_the_end_of_the_address_is_dropped(monkeypatch):
    monkeypatch.setenv("TACYCLE_PUBLIC_ADDRESS", "https://plans.example/ta/")
    assert load_settings().public_address == "https://plans.example/ta"


def test_all_bad_values_come_at_once_and_no_secret_is_shown(monkeypatch):
    monkeypatch.setenv("TACYCLE_DATABASE_URL", "mysql://me:password@db.example/tat")
    monkeypatch.setenv("TACYCLE_PUBLIC_ADDRESS", "plans.example")
    monkeypatch.setenv("TACYCLE_MAIL_FROM", "TA planning")
    monkeypatch.setenv("TACYCLE_SECRET", "too short")
    monkeypatch.setenv("TACYCLE_WAKE_GATHER_SECONDS", "-1")
    monkeypatch.setenv("TACYCLE_LEASE_SECONDS", "soon")
    assert complaint().splitlines() == [
        "environment, TACYCLE_DATABASE_URL: should be an address that begins with sqlite: or "
        "postgresql:; correct the value",
        'environment, TACYCLE_PUBLIC_ADDRESS: "plans.example" should be an address that begins '
        "with http:// or https://; correct the value",
        'environment, TACYCLE_MAIL_FROM: "TA planning" should be a name and one mail address in '
        "angle brackets; correct the value",
        "environment, TACYCLE_SECRET: should have at least 32 items, not 9; correct the value",
        'environment, TACYCLE_WAKE_GATHER_SECONDS: "-1" should be greater than or equal to 0; '
        "correct the value",
        'environment, TACYCLE_LEASE_SECONDS: "soon" should be a whole number; correct the value',
    ]


def test_sign_on_with_an_agency_needs_all_its_settings_or_none(monkeypatch):
    monkeypatch.setenv("TACYCLE_OPENID_CLIENT_SECRET", "known to both")
    assert complaint() == (
        "environment, TACYCLE_OPENID: sign-on with an agency also needs TACYCLE_OPENID_ISSUER, "
        "TACYCLE_OPENID_CLIENT_ID; set them all, or none"
    )


def test_officers_cannot_be_made_to_sign_on_with_nobody(monkeypatch):
    monkeypatch.setenv("TACYCLE_OFFICERS_SIGN_ON", "openid")
    assert complaint() == (
        "environment, TACYCLE_OPENID: sign-on with an agency also needs TACYCLE_OPENID_ISSUER, "
        "TACYCLE_OPENID_CLIENT_ID, TACYCLE_OPENID_CLIENT_SECRET; set them all, or none"
    )


MAIL = {
    "smtp without a server": (
        {"mail_mode": "smtp"},
        "environment, TACYCLE_SMTP_HOST: is empty, and mail shall leave by the mail server; name "
        "the server, or set TACYCLE_MAIL_MODE to local",
    ),
    "a roster that nobody called real": (
        {"mail_mode": "smtp", "smtp_host": "mail.example"},
        "environment, TACYCLE_ROSTER_IS_REAL: does not say that mail may leave to the people of "
        "the roster; set it to true when the roster is real, or set TACYCLE_MAIL_MODE to local",
    ),
    "held mail leaves one day too": (
        {"mail_mode": "hold", "smtp_host": "mail.example"},
        "environment, TACYCLE_ROSTER_IS_REAL: does not say that mail may leave to the people of "
        "the roster; set it to true when the roster is real, or set TACYCLE_MAIL_MODE to local",
    ),
    "in the clear to another machine": (
        {"mail_mode": "smtp", "smtp_host": "mail.example", "roster_is_real": "true",
         "smtp_security": "none"},
        "environment, TACYCLE_SMTP_SECURITY: is none, and mail.example is another machine; set it "
        "to starttls or tls",
    ),
    "an account without a password": (
        {"mail_mode": "smtp", "smtp_host": "mail.example", "roster_is_real": "true",
         "smtp_user": "tacycle"},
        "environment, TACYCLE_SMTP_PASSWORD: is empty, and tacycle must sign on; set it, or "
        "TACYCLE_SMTP_TOKEN",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MAIL)
def test_mail_cannot_leave_by_accident_or_in_the_clear(monkeypatch, case):
    given, said = MAIL[case]
    for name, value in given.items():
        monkeypatch.setenv(f"TACYCLE_{name.upper()}", value)
    assert complaint() == said


def test_a_mail_server_of_real_people_is_taken_and_its_secrets_are_not_shown(monkeypatch):
    given = {"mail_mode": "smtp", "smtp_host": "mail.example", "roster_is_real": "true",
             "smtp_user": "tacycle", "smtp_password": "quiet"}  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"TACYCLE_{name.upper()}", value)
    assert load_settings().smtp_password.get_secret_value() == "quiet"
    assert "quiet" not in repr(load_settings())


def test_without_a_server_held_mail_needs_nothing_more(monkeypatch):
    monkeypatch.setenv("TACYCLE_MAIL_MODE", "hold")
    assert load_settings().mail_mode == "hold"


MAILBOX = {"imap_host": "imap.example", "imap_user": "plans", "imap_password": "known to us"}
WRONG_MAILBOX = {
    "nobody signs on": (
        {"imap_user": ""},
        "environment, TACYCLE_IMAP_USER: or how to sign on is empty, and imap.example is named; "
        "set it, and TACYCLE_IMAP_PASSWORD or a token",
    ),
    "in the clear": (
        {"imap_security": "none"},
        "environment, TACYCLE_IMAP_SECURITY: is none, and imap.example is another machine; set it "
        "to tls or starttls",
    ),
    "taken in where it is read": (
        {"imap_taken_folder": "INBOX"},
        "environment, TACYCLE_IMAP_TAKEN_FOLDER: is the folder that is read; name another one",
    ),
}


@pytest.mark.parametrize("case", WRONG_MAILBOX)
def test_a_mailbox_is_read_neither_in_the_clear_nor_without_signing_on(monkeypatch, case):
    given, said = WRONG_MAILBOX[case]
    for name, value in (MAILBOX | given).items():
        monkeypatch.setenv(f"TACYCLE_{name.upper()}", value)
    assert complaint() == said
