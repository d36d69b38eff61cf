"""The page before the .zip: how many papers of which kind, with the filter of the list."""

import pytest
from django.urls import reverse

from suggestions.papers import archive
from tests import factories as make
from tests.suggestions.test_papers_batch import ALL, URL, fetch, make_some

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def few(rows_stay):
    """Five suggestions with one unit, three of them answered."""
    make_some(5, answered=3)


@pytest.fixture(autouse=True)
def _clerk(client, few):
    client.force_login(make.clerk())


def test_the_page_says_how_many_before_it_makes_them(client):
    answer = client.get(f"{URL}?fact=replied")
    assert answer.context["total"] == 3
    counts = {kind.value: count for kind, count, _ in answer.context["choices"]}
    assert (counts["reply-letter"], counts["assignment-notice"], counts["transfer"]) == (3, 3, 0)
    assert 'name="fact" value="replied"' in answer.text
    assert "3 份" in answer.text
    names = fetch(client, "&fact=replied&kind=reply-letter").namelist()
    assert len(names) == 3


def test_the_list_leads_there_with_its_filter(client):
    answer = client.get(f"{reverse('suggestions:list')}?fact=replied")
    assert f"{URL}?fact=replied" in answer.text


def test_too_many_is_said_and_nothing_is_made(client, monkeypatch):
    monkeypatch.setattr("suggestions.views.papers.MOST", 4)
    for query in ("", f"?download=1{ALL}"):
        answer = client.get(URL + query)
        assert not answer.streaming
        assert "筛选出 5 件，一次最多打包 4 件" in answer.text
    assert archive.MOST >= 300
