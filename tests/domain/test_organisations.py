"""Organisations: each has an English name, and no two share a name."""

from iscm.domain.organisations import organisations


def test_every_organisation_is_named():
    assert organisations()["iom"].called("fr") == "Organisation internationale pour les migrations"
    assert organisations()["frontex"].called("fr") == "Frontex"
    assert all(o.name["en"] for o in organisations().values())


def test_no_two_share_a_name():
    owners: dict[str, str] = {}
    for one in organisations().values():
        for name in {one.acronym, *one.name.values(), *one.aliases} - {""}:
            assert owners.setdefault(name.casefold(), one.id) == one.id, name
