"""The list page: what it shows, what it costs, where its links lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suggestions.models import Suggestion
from suggestions.views import listing
from tests import factories as make
from tests.suggestions.pages import stop_clock

pytestmark = pytest.mark.django_db
CEILING = 7  # for all the page itself asks; the frame (session, person, inbox) is not its own
FRAME = ("django_session", "SAVEPOINT", "accounts_user", "accounts_notification")
LIST = reverse("suggestions:list")


def fill(number: int) -> None:
    """Suggestions handed over, with an assisting unit each."""
    lead, helper, clerk = make.unit(), make.unit(), make.clerk()
    for _ in range(number):
        make.assigned(lead, assisting=[helper], by=clerk)


def queries(client, address: str) -> list[str]:
    client.get(address)  # what is read once for all is read now
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert (answer.status_code, bool(answer.context["rows"])) == (200, True)
    return [query["sql"] for query in caught.captured_queries]


def test_the_cost_does_not_grow_with_the_rows(client, monkeypatch):
    stop_clock(monkeypatch)  # the opinions are in time on the day itself
    monkeypatch.setattr("suggestions.views.listing.PER_PAGE", 4)  # a second page is then soon needed
    client.force_login(make.clerk())
    asked = ("", "?unit_role=assisting&light=in_time", "?q=小学", "?o=-number")
    fill(2)
    few = {query: len(queries(client, LIST + query)) for query in asked}
    fill(4)
    for query in asked:
        many = queries(client, LIST + query)
        assert len(many) == few[query], query
        own = [sql for sql in many if not any(name in sql.split("WHERE")[0] for name in FRAME)]
        assert len(own) <= CEILING, query


def test_more_rows_than_fifty_make_two_pages(client, monkeypatch):
    assert listing.PER_PAGE == 50
    monkeypatch.setattr(listing, "PER_PAGE", 5)
    clerk = make.clerk()
    for _ in range(6):
        make.suggestion(by=clerk)
    client.force_login(clerk)
    first = client.get(LIST)
    assert len(first.context["rows"]) == 5
    assert "共 <strong>6</strong> 件" in first.text
    assert len(client.get(f"{LIST}?page=2").context["rows"]) == 1
    assert client.get(f"{LIST}?page=nonsense").status_code == 200


def test_a_row_says_what_the_suggestion_is(client):
    client.force_login(make.clerk())
    lead, helper = make.unit("测试水利局"), make.unit()
    make.assigned(lead, assisting=[helper], number="7", title="关于修缮堤坝的建议", co_signer_count=2)
    text = client.get(LIST).text
    for words in ("关于修缮堤坝的建议", "测试水利局", "等3人", "办理中", "2026-03-02", "2026-06-02"):
        assert words in text


def test_links_bring_back_the_same_filters(client):
    client.force_login(make.clerk())
    item = make.assigned()
    text = client.get(f"{LIST}?status=in_handling").text
    address = f"{item.get_absolute_url()}?next=%2Fsuggestions%2F%3Fstatus%3Din_handling"
    assert address in text
    assert 'href="/suggestions/?status=in_handling"' in client.get(address).text


def test_a_place_outside_is_not_gone_back_to(client):
    client.force_login(make.clerk())
    text = client.get(make.assigned().get_absolute_url() + "?next=https://example.com/").text
    assert "example.com" not in text.split('class="page-back')[1].split(">")[0]


def test_a_number_jumps_to_its_suggestion(client):
    client.force_login(make.clerk())
    item = make.suggestion(number="12")
    make.suggestion(number="112")
    answer = client.get(f"{LIST}?q=12")
    assert answer.status_code == 302
    assert answer.url.startswith(item.get_absolute_url())
    assert client.get(f"{LIST}?q=1").status_code == 200


def test_nobody_sees_more_than_is_theirs(client):
    unit = make.unit()
    mine, other = make.assigned(unit), make.assigned()
    client.force_login(make.handler(unit))
    text = client.get(LIST).text
    assert mine.title in text
    assert other.title not in text


def test_an_empty_list_says_what_to_do(client):
    client.force_login(make.clerk())
    text = client.get(f"{LIST}?q=没有").text
    assert "没有符合条件的建议" in text
    assert "session=all" in text


def test_a_wrong_condition_is_named_and_nothing_is_shown(client):
    client.force_login(make.clerk())
    make.assigned()
    answer = client.get(f"{LIST}?due_from=morgen")
    assert answer.status_code == 200
    assert "筛选条件有误" in answer.text
    assert not answer.context["rows"]


def test_a_title_is_text_and_never_code(client):
    client.force_login(make.clerk())
    make.suggestion(title="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(LIST).text


def test_the_pager_of_a_long_list_stays_short():
    from django.core.paginator import Paginator

    from accounts.templatetags.paging import page_numbers

    pager = Paginator(range(50_000), 50)
    assert page_numbers(pager.page(1)) == [1, 2, 3, None, 1000]
    assert page_numbers(pager.page(500)) == [1, None, 498, 499, 500, 501, 502, None, 1000]
    assert page_numbers(pager.page(1000)) == [1, None, 998, 999, 1000]
    assert page_numbers(Paginator([], 50).page(1)) == [1]


def test_the_open_due_date_is_kept_by_the_database():
    item = make.assigned()
    assert item.open_due_on == item.due_on
    make.filed(item)
    item = Suggestion.objects.get(pk=item.pk)
    assert item.due_on is not None
    assert item.open_due_on is None
