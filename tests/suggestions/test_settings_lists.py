"""Sessions, categories and classes: number patterns that can be counted, one current session, letters that stay."""

import pytest
from django.urls import reverse

from accounts.models import Change
from accounts.roles import PERMISSIONS, Permission, Role
from suggestions.models import Category, CongressTerm, ResultClass, Session
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
SESSIONS, CLASSES = "/settings/sessions/", "/settings/classes/"


@pytest.fixture
def clerk(client):
    user = make.clerk()
    client.force_login(user)
    return user


def session_fields(**changed) -> dict:
    term, _made = CongressTerm.objects.get_or_create(name="十三届", defaults={"ordinal": 13})
    fields = {
        "term": term.pk,
        "name": "十三届二次会议",
        "ordinal": 2,
        "number_pattern": "{n}",
        "outside_number_pattern": "闭{n}",
    }
    return {**fields, **changed}


def new(client, **changed):
    return client.post(SESSIONS + "new/", session_fields(**changed))


@pytest.mark.parametrize(
    ("pattern", "is_good"),
    [("{n}", True), ("DH{n:03}", True), ("{year}-{n}", True), ("号", False), ("{n}{n}", False), ("{m}{n}", False)],
)
def test_a_number_pattern_has_exactly_one_running_number(client, clerk, pattern, is_good):
    for field in ("number_pattern", "outside_number_pattern"):
        Session.objects.all().delete()
        answer = new(client, **{field: pattern})
        assert Session.objects.exists() is is_good
        if not is_good:
            assert "恰好含有一个流水号" in answer.content.decode()


def test_the_first_session_is_the_current_one_and_a_later_one_takes_its_place(client, clerk):
    new(client, name="一")
    assert Session.objects.get().is_current
    new(client, name="二")
    assert Session.objects.get(is_current=True).name == "一"
    new(client, name="三", is_current="on")
    assert Session.objects.get(is_current=True).name == "三"
    lines = Change.objects.filter(kind="sessions", name="一").values_list("detail", flat=True)
    assert "当前会议：是 → 否" in lines


def test_the_current_session_cannot_just_cease_to_be(client, clerk):
    new(client, name="一")
    answer = client.post(f"{SESSIONS}{Session.objects.get().pk}/", session_fields(name="一"))
    assert "必须有一次当前会议" in answer.content.decode()
    assert Session.objects.get().is_current


def test_a_session_closes_after_it_opened(client, clerk):
    answer = new(client, opened_on="2026-02-10", closed_on="2026-02-09")
    assert "闭幕日期不能早于开幕日期" in answer.content.decode()
    assert not Session.objects.exists()


def test_a_session_name_is_taken_once(client, clerk):
    new(client)
    new(client)
    assert Session.objects.count() == 1


def class_fields(of: ResultClass, **changed) -> dict:
    fields = {"code": of.code, "label": of.label, "meaning": of.meaning, "order": of.order, "is_active": "on"}
    return {**fields, **changed}


def test_a_class_in_use_keeps_its_code_but_may_be_closed(client, clerk):
    used = make.result_class("A")
    make.replied(make.assigned(), result_class=used)
    page = f"{CLASSES}{used.pk}/"
    assert "代码不能修改" in client.post(page, class_fields(used, code="Z")).content.decode()
    assert ResultClass.objects.get(pk=used.pk).code == "A"
    assert client.post(page, class_fields(used, is_active="")).status_code == 302
    used.refresh_from_db()
    assert not used.is_active


def test_a_class_not_in_use_takes_another_code(client, clerk):
    free = make.result_class("C")
    assert client.post(f"{CLASSES}{free.pk}/", class_fields(free, code="D")).status_code == 302
    assert ResultClass.objects.get(pk=free.pk).code == "D"


def test_a_category_is_added_and_counted(client, clerk):
    client.post("/settings/categories/new/", {"name": "文化旅游", "order": 20, "is_active": "on"})
    made = Category.objects.get(name="文化旅游")
    make.suggestion(category=made)
    row = next(row for row in client.get("/settings/categories/").context["rows"] if row["object"] == made)
    assert [text for _column, text in row["cells"]] == ["文化旅游", "1", "20"]


@pytest.mark.parametrize("kind", ["sessions", "terms", "categories", "classes"])
@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_writes(client, kind, role):
    client.force_login(make.user(role))
    may = role in PERMISSIONS[Permission.EDIT_REFERENCE]
    reads = may or role == Role.AUDITOR
    with undrawn():
        assert client.get(reverse("accounts:reference_list", args=[kind])).status_code == (200 if reads else 403)
        assert client.get(reverse("accounts:reference_new", args=[kind])).status_code == (200 if may else 403)
        assert client.post(reverse("accounts:reference_new", args=[kind]), {}).status_code == (200 if may else 403)


def test_the_frame_offers_the_sessions_and_shows_the_chosen_one(client, clerk):
    first, second = make.session("一", is_current=True), make.session("二")
    for query, chosen in (("", first), (f"?session={second.pk}", second), ("?session=x", first)):
        context = client.get("/settings/" + query).context
        assert context["current_session"] == chosen
        assert set(context["sessions"]) == {first, second}
