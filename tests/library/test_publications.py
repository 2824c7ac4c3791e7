"""Publications as kept: whose they are, in what languages, and where they can be had."""

import pytest

from iscm import shipped
from iscm.library.actions import keep_publications
from iscm.library.models import Publication
from iscm.library.queries import publication, publications

pytestmark = pytest.mark.django_db


def test_every_publication_comes_out_the_latest_first():
    works = publications()
    assert len(works) == 83
    years = [w.year or 0 for w in works]
    assert years == sorted(years, reverse=True)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    with django_assert_num_queries(6):
        publications()
    with django_assert_num_queries(6):
        publications(mechanism="midwa")


def test_a_page_that_only_tells_of_a_work_is_a_source_and_no_address():
    (work,) = [w for w in publications(mechanism="rabat-process") if w.title.startswith("Climate-related")]
    assert work.url == ""
    assert work.partners == ("mixed-migration-centre",)
    assert {s.id for s in work.sources} > {"highlights-2022"}


def test_outcome_documents_lead_to_their_meeting():
    assert [w.title for w in publications(meeting="bali-process-2023-ministerial-8")] == [
        "2023 Adelaide Strategy for Cooperation"
    ]


def test_another_title_is_kept_beside_the_one_shown():
    (work,) = [w for w in publications(year=2022) if w.also]
    assert work.title.startswith("Internal Displacement in Ukraine: ")
    assert work.also == ("Internal Displacement in Ukraine",)
    assert work.listed.title == work.title


def test_keeping_twice_is_keeping_once(now):
    kept = keep_publications(rows=shipped.publications(), sources=shipped.sources(), at=now)
    assert (len(kept.new), len(kept.changed), len(kept.same)) == (0, 0, 82)


def test_a_closed_work_is_not_let_out():
    Publication.objects.filter(slug="rcm-rcm-charter").update(access="closed")
    assert publication("rcm-rcm-charter") is None
    assert len(publications()) == 82
