"""The office's lists: read, search, add, change, with a line of record; who may only read cannot write."""

import pytest
from django.urls import reverse

from accounts import reference
from accounts.models import Change, Committee, Delegation, Deputy, Unit
from accounts.reference_pages import as_tree
from accounts.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
KINDS = ("units", "users", "deputies", "delegations", "committees")


def address(kind: str, pk: int | None = None, new: bool = False) -> str:
    if new:
        return reverse("accounts:reference_new", args=[kind])
    return (
        reverse("accounts:reference_edit", args=[kind, pk]) if pk else reverse("accounts:reference_list", args=[kind])
    )


@pytest.fixture
def administrator(client):
    user = make.user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client):
    user = make.clerk()
    client.force_login(user)
    return user


def test_every_kind_has_a_list_and_a_form(client, administrator):
    for ref in reference.readable_by(Role.ADMINISTRATOR):
        assert client.get(address(ref.kind)).status_code == 200, ref.kind
        assert client.get(address(ref.kind, new=True)).status_code == 200, ref.kind
    assert set(KINDS) <= {ref.kind for ref in reference.readable_by(Role.ADMINISTRATOR)}


def test_an_unknown_kind_is_not_found(client, administrator):
    assert client.get("/settings/nonsense/").status_code == 404
    assert client.get("/settings/units/999999/").status_code == 404


def test_a_new_row_is_saved_and_recorded_and_the_filters_survive(client, clerk):
    back = address("delegations") + "?q=%E5%9B%A2"
    answer = client.post(
        address("delegations", new=True), {"name": "东山代表团", "order": 3, "is_active": "on", "next": back}
    )
    assert (answer.status_code, answer.url) == (302, back)
    made = Delegation.objects.get(name="东山代表团")
    line = Change.objects.get(kind="delegations", key=str(made.pk))
    assert (line.what, line.by, line.by_name) == (Change.What.CREATED, clerk, clerk.name)
    assert "名称：东山代表团" in line.detail


def test_a_change_names_old_and_new_and_saving_without_change_records_nothing(client, clerk):
    unit = make.unit("测试水务局")
    fields = {"name": "测试水利局", "handling_system": "government", "order": 0, "is_active": "on"}
    client.post(address("units", unit.pk), fields)
    client.post(address("units", unit.pk), fields)
    unit.refresh_from_db()
    assert (unit.name, unit.initials) == ("测试水利局", "csslj")
    assert [line.detail for line in Change.objects.filter(kind="units")] == ["单位名称：测试水务局 → 测试水利局"]


def test_a_next_outside_the_site_is_not_followed(client, clerk):
    data = {"name": "西山代表团", "order": 0, "is_active": "on", "next": "https://elsewhere.example/"}
    assert client.post(address("delegations", new=True), data).url == address("delegations")


def test_what_was_typed_stays_when_a_rule_refuses(client, clerk):
    group = make.delegation()
    make.deputy("王测试", delegation=group)
    answer = client.post(
        address("deputies", new=True), {"name": "王测试", "delegation": group.pk, "employer": "某厂", "is_active": "on"}
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "该代表团已有同名代表" in page
    assert 'value="某厂"' in page
    assert Deputy.objects.count() == 1


def test_a_unit_cannot_stand_below_itself(client, clerk):
    top = make.unit("测试总局")
    below = make.unit("测试分局", parent=top)
    fields = {"name": "测试总局", "parent": below.pk, "handling_system": "government", "order": 0, "is_active": "on"}
    answer = client.post(address("units", top.pk), fields)
    assert "上级不能是本单位或本单位的下级" in answer.content.decode()
    top.refresh_from_db()
    assert top.parent is None


def test_contacts_are_people_of_the_unit_itself(client, clerk):
    own, other = make.unit("本局"), make.unit("外局")
    person, stranger = make.handler(own), make.handler(other)
    fields = {"name": "本局", "handling_system": "government", "order": 0, "is_active": "on"}
    assert client.post(address("units", own.pk), {**fields, "first_contact": stranger.pk}).status_code == 200
    twice = client.post(address("units", own.pk), {**fields, "first_contact": person.pk, "second_contact": person.pk})
    assert "不能与第一联系人相同" in twice.content.decode()
    assert client.post(address("units", own.pk), {**fields, "first_contact": person.pk}).status_code == 302
    own.refresh_from_db()
    assert own.first_contact == person


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=swj", {"市水务局"}),
        ("q=水务", {"市水务局"}),
        ("system=party", {"市总工会"}),
        ("state=closed", {"市旧局"}),
        ("q=无", set()),
    ],
)
def test_units_are_found_by_name_initials_system_and_state(client, clerk, query, found):
    make.unit("市水务局", short_name="水务")
    make.unit("市总工会", handling_system="party")
    make.unit("市旧局", is_active=False)
    page = client.get(f"{address('units')}?{query}")
    assert {row["object"].name for row in page.context["rows"]} == found


def test_a_filter_with_nonsense_is_left_out(client, clerk):
    make.unit("市水务局")
    assert client.get(address("units") + "?committee=x&system=moon&page=zz&state=odd").status_code == 200


def test_the_tree_puts_each_unit_below_its_superior():
    top = Unit.objects.create(name="甲", is_group=True, order=2)
    other = Unit.objects.create(name="乙", order=1)
    middle = Unit.objects.create(name="丙", parent=top)
    low = Unit.objects.create(name="丁", parent=middle)
    assert [(unit.name, unit.depth) for unit in as_tree(list(Unit.objects.all()))] == [
        (other.name, 0),
        (top.name, 0),
        (middle.name, 1),
        (low.name, 2),
    ]
    assert [unit.depth for unit in as_tree([low])] == [0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_auditor_reads_and_cannot_write(client, kind):
    client.force_login(make.user(Role.AUDITOR))
    row = {"units": make.unit, "users": make.clerk, "deputies": make.deputy, "delegations": make.delegation}.get(
        kind, lambda: Committee.objects.create(name="农业委")
    )()
    assert client.get(address(kind)).status_code == 200
    page = client.get(address(kind, row.pk))
    assert page.status_code == 200
    assert "您可以查看，不能修改" in page.content.decode()
    assert client.post(address(kind, row.pk), {"name": "改名"}).status_code == 403
    assert client.get(address(kind, new=True)).status_code == 403


def test_the_lists_ask_the_database_as_often_for_many_rows_as_for_few(client, clerk, django_assert_max_num_queries):
    for n in range(30):
        unit = make.unit(f"测试{n}局")
        unit.first_contact = make.handler(unit)
        unit.save()
    with django_assert_max_num_queries(12):
        client.get(address("units"))
