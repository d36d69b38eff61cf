"""编号核对: gaps, provisional numbers and those that follow no pattern."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from suggestions import numbering
from suggestions.actions.register import next_number
from suggestions.models import Suggestion
from suggestions.selectors.numbers import number_series
from tests import factories as make
from tests.suggestions.ledgers import ledger, sentences

pytestmark = pytest.mark.django_db
PAGE = reverse("suggestions:numbers")


def test_gaps_doubles_and_odd_ones():
    session = make.session()
    for number in ("1", "2", "5", "9", "A7"):
        make.suggestion(number=number)
    double = make.suggestion(number="2-2", title="重复的一件")
    Suggestion.objects.filter(pk=double.pk).update(is_number_provisional=True, source_number="2")
    make.suggestion(number="闭1", period="outside")
    inside, outside = number_series(session)
    assert (inside.count, inside.highest, inside.gaps) == (6, "9", ["3—4", "6—8"])
    assert [(d.provisional.number, d.beside.number, d.source) for d in inside.doubles] == [("2-2", "2", "2")]
    assert [one.number for one in inside.irregular] == ["A7"]
    assert (outside.count, outside.highest, outside.gaps) == (1, "闭1", [])


def test_a_number_of_the_other_period_is_used_too():
    """The page and the warning of an import have one definition, and the next number follows it."""
    for number in ("1", "2", "6"):
        make.suggestion(number=number)
    make.suggestion(number="3", period="outside")
    make.suggestion(number="7", period="outside")
    session = make.session()
    inside, outside = number_series(session)
    assert (inside.gaps, inside.highest, [one.number for one in outside.irregular]) == (["4—5"], "7", ["3", "7"])
    report = ledger("8,新的一件,,,,2026-02-20,,,,", session=session.name)
    assert [text for text in sentences(report, 1) if "不连续" in text] == ["编号不连续，缺4—5，共2个。"]
    assert number_series(session)[0].gaps == ["4—5"]
    assert next_number(session, "in_session", year=2026) == "9"


def test_missing_numbers_outside_the_session_are_told_by_the_import_as_well():
    make.suggestion(number="闭1", period="outside")
    report = ledger("闭3,闭会的一件,,,,2026-02-20,,,,", session=make.session().name)
    assert [text for text in sentences(report, 1) if "不连续" in text] == ["闭会编号不连续，缺2，共1个。"]


def test_a_number_not_used_any_more_is_still_no_gap():
    from suggestions.actions import review
    from suggestions.choices import ReviewOutcome

    make.suggestion(number="1")
    sent_on = make.suggestion(number="2")
    make.suggestion(number="3")
    review.review(suggestion=sent_on, outcome=ReviewOutcome.CONVERT, reason="属来信", by=make.clerk(), at=make.at())
    assert number_series(make.session())[0].gaps == []
    assert numbering.gaps("{n}", ["1", "3"]) == [2]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CLERK, 200), (Role.OFFICE_HEAD, 200), (Role.LEADER, 403), (Role.UNIT_HEAD, 403)]
)
def test_who_opens_it(client, role, status):
    client.force_login(make.user(role))
    assert client.get(PAGE).status_code == status


def test_the_page_links_both_of_a_pair(client):
    one, double = make.suggestion(number="2"), make.suggestion(number="2-2")
    Suggestion.objects.filter(pk=double.pk).update(is_number_provisional=True)
    client.force_login(make.clerk())
    text = client.get(f"{PAGE}?session={one.session_id}").text
    assert one.get_absolute_url() in text
    assert double.get_absolute_url() in text


@pytest.mark.parametrize(
    ("query", "status"),
    [("?session=99999", 404), ("?session=all", 200), ("?session=²", 200), ("?session=" + "9" * 40, 200)],
)
def test_a_strange_session_is_no_crash(client, query, status):
    make.session()
    client.force_login(make.clerk())
    assert client.get(PAGE + query).status_code == status
