"""The .zip of a filtered list holds what each person may have of it, and each deputy's own copy."""

import pytest

from tests.suggestions.paper_cases import House, offered
from tests.suggestions.test_papers_batch import ALL, URL, fetch

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house(rows_stay):
    return House().live()


def test_each_deputy_has_an_own_file(client, house):
    client.force_login(house.clerk)
    names = fetch(client, "&kind=reply-letter").namelist()
    assert names == [f"1_关于拓宽学校道路的建议_答复函_住建局_{name}.docx" for name in ("张三", "李四", "王五")]


@pytest.mark.parametrize("role", ["lead", "helper", "deputy", "leader", "other unit", "other deputy", "justice"])
def test_it_holds_what_the_person_may_have_one_by_one(client, house, role):
    client.force_login(house.people[role])
    offers = offered(house.people[role], house.item)
    if not offers:
        assert not client.get(f"{URL}?download=1{ALL}").streaming
        return
    letters = [key for key in offers if key[0] == "reply-letter"]
    assert len(fetch(client, ALL).namelist()) == len(offers) - (len(letters) > 1)
