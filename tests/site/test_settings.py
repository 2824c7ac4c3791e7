"""Settings: which database an address means, and the key that is made once."""

import stat

import pytest

from iscm.site import settings


def test_an_address_of_postgresql():
    made = settings.database("postgresql://ana:p%40ss@db.example.org:5433/hub?sslmode=require")
    assert made["ENGINE"].endswith("postgresql")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "ana",
        "p@ss",
        "db.example.org",
        "5433",
        "hub",
    )
    assert made["OPTIONS"] == {"sslmode": "require"}


def test_an_address_by_a_socket():
    assert settings.database("postgresql://ana@/hub?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_another_database_is_refused_in_words():
    with pytest.raises(ValueError, match="must begin with postgresql://, not mysql://"):
        settings.database("mysql://localhost/hub")


def test_without_an_address_a_file_in_the_hubs_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path / "new")
    made = settings.database(None)
    assert made["NAME"] == tmp_path / "new" / "iscm.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.delenv("ISCM_SECRET_KEY", raising=False)
    key = settings.secret_key()
    assert len(key) > 50
    assert settings.secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    monkeypatch.setenv("ISCM_SECRET_KEY", "given")
    assert settings.secret_key() == "given"


def test_providers_of_the_environment():
    said = "https://a%40b:s%2Fc@login.example.org/tenant/#The%20office http://c:d@localhost:8080"
    first, second = settings.providers(said)
    assert (first["name"], first["client_id"], first["secret"]) == ("The office", "a@b", "s/c")
    assert first["settings"]["server_url"] == "https://login.example.org/tenant"
    assert (first["provider_id"], second["provider_id"], second["name"]) == (
        "login.example.org",
        "localhost",
        "localhost",
    )
    assert second["settings"]["server_url"] == "http://localhost:8080"
    assert settings.providers("") == []


@pytest.mark.parametrize(
    "said",
    [
        "login.example.org",
        "http://a:secret@login.example.org",
        "https://login.example.org",
        "https://a@b.example",
    ],
)
def test_a_provider_that_cannot_be_meant_is_refused_in_words(said):
    with pytest.raises(ValueError, match=r"ISCM_OIDC .*https://client:secret@") as fault:
        settings.providers(said)
    assert ":secret@login" not in str(fault.value).replace("client:secret@login.example.org", "")


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_files_of_materials_are_in_a_folder_or_in_a_store():
    assert settings.files(None)["OPTIONS"]["location"] == settings.HOME / "files"
    made = settings.files("s3://key:p%40ss@store.example.org:9000/papers?tls=no&region=eu-1")["OPTIONS"]
    assert (made["endpoint_url"], made["bucket_name"]) == ("http://store.example.org:9000", "papers")
    assert (made["access_key"], made["secret_key"], made["region_name"]) == ("key", "p@ss", "eu-1")
    for wrong in ("https://store.example.org/papers", "s3://store.example.org", "s3:///papers"):
        with pytest.raises(ValueError, match="ISCM_FILES must be such as s3://"):
            settings.files(wrong)
