"""The .zip of a filtered list: exactly what is filtered, readable names, streamed, and queries that do not grow."""

from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from suggestions.models import Suggestion
from suggestions.papers.kinds import PaperKind
from suggestions.papers.printing import _safe
from tests import factories as make
from tests.suggestions.paper_cases import House

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:papers")
ALL = "".join(f"&kind={kind}" for kind in PaperKind.values)


def fetch(client, query: str) -> ZipFile:
    answer = client.get(f"{URL}?download=1{query}")
    assert answer.status_code == 200
    assert answer.streaming
    assert answer.headers["Content-Type"] == "application/zip"
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def make_some(number: int, answered: int) -> None:
    """Suggestions with one unit, the first `answered` of them answered."""
    lead = make.unit("测试住建局", short_name="住建局")
    for n in range(1, number + 1):
        item = make.assigned(lead, number=f"{n:03}", title=f"关于第{n}条道路的建议")
        if n <= answered:
            make.replied(item, lead)


def test_many_items(client):
    """A paper leaves as soon as it is made, and the queries do not grow."""
    make_some(10, answered=4)
    client.force_login(make.clerk())
    with CaptureQueriesContext(connection) as caught:
        parts = list(client.get(f"{URL}?download=1{ALL}").streaming_content)
    archive_ = ZipFile(BytesIO(b"".join(parts)))
    names = archive_.namelist()
    assert archive_.testzip() is None
    assert len(names) == 10 + 4 * 3 + 6  # notices; letter, form and record of the answered; urgings of the rest
    assert len(set(names)) == len(names)
    assert "001_关于第1条道路的建议_答复函_住建局.docx" in names
    assert "010_关于第10条道路的建议_交办通知单_住建局.docx" in names
    assert max(map(len, parts)) < 100_000 < sum(map(len, parts))  # one paper at a time
    assert len(parts) >= len(names)
    many = len(caught)
    with CaptureQueriesContext(connection) as caught:
        assert len(fetch(client, f"&q=第1条&q=第1条{ALL}").namelist()) == 4
    assert many <= len(caught) + 2
    assert many < 40


def test_names_are_safe_and_never_twice(client):
    office, unit = make.clerk(), make.unit("测试/甲局")
    for n, title in enumerate(("../../etc/passwd", 'a:b*c?"<>|\\d', "x" * 200, "换\n行\u202e反")):
        make.assigned(unit, number=f"{n}", title=title, by=office)
    make.assigned(unit, number="0", title="../../etc/passwd", by=office, session=make.session("十三届二次会议"))
    client.force_login(office)
    names = fetch(client, "&session=all&kind=assignment-notice").namelist()
    assert len(names) == len(set(names)) == 5
    for name in names:
        assert not set(name) & set('/\\:*?"<>|\n\r\u202e')
        assert not name.startswith(".")
        assert len(name) < 120
    assert any(name.endswith(" (2).docx") for name in names)
    assert _safe("..") == ""


def test_nothing_chosen_nothing_there_and_nonsense(client):
    house = House()
    client.force_login(house.clerk)
    assert "请至少选择一种文书" in client.get(f"{URL}?download=1").text
    assert client.get(f"{URL}?kind=nonsense").status_code == 404
    answer = client.get(f"{URL}?download=1&kind=commitments", follow=True)
    assert "目前没有所选的文书" in answer.text
    assert client.get(f"{URL}?session=abc").status_code == 302
    Suggestion.objects.filter(pk=house.item.pk).update(title="t")
    client.force_login(make.user(Role.DEPUTY))
    assert "没有可以打印的文书" in client.get(URL).text


def test_the_name_and_the_sign_that_it_began(client):
    house = House()
    client.force_login(house.clerk)
    answer = client.get(f"{URL}?download=1&kind=assignment-notice&token=abc123")
    assert unquote(answer.headers["Content-Disposition"]).endswith(".zip")
    assert "代表建议文书_十三届一次会议" in unquote(answer.headers["Content-Disposition"])
    assert answer.cookies["papers_started"].value == "abc123"
    b"".join(answer.streaming_content)
    bad = client.get(f"{URL}?download=1&kind=assignment-notice&token=a;b")
    assert "papers_started" not in bad.cookies
    b"".join(bad.streaming_content)
