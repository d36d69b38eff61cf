"""The pages of one supervision: arranged, recorded with photos; findings reported and judged; invitations answered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from supervision.models import Finding, Invitation, Supervision, SupervisionFile
from tests import factories as make
from tests.suggestions.pages import BAD_FILE_IDS, BAD_FILES, PNG, seen, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
TODAY = make.DAY + timedelta(days=10)
SOON = TODAY + timedelta(days=5)


@pytest.fixture(scope="module")
def house(rows_stay):
    unit = make.unit("市教育局")
    follower = make.user(Role.COMMITTEE)
    item = make.assigned(unit)
    topic = make.topic(item, committee=follower.committee, title="校园周边治理")
    guest = make.user(Role.DEPUTY, deputy=make.deputy("张代表"))
    return {
        "unit": unit,
        "person": make.handler(unit),
        "follower": follower,
        "item": item,
        "topic": topic,
        "guest": guest,
        "visit": make.arranged(topic, guest.deputy, held_on=TODAY),
        "finding": make.finding(topic, unit, due_on=TODAY),
    }


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    stop_clock(monkeypatch, TODAY)


@pytest.fixture
def as_(client, house):
    def login(name: str):
        client.force_login(User.objects.get(pk=house[name].pk))
        return client

    return login


def url(name: str, thing) -> str:
    return reverse(f"supervision:{name}", args=[thing.pk])


def test_arranged_with_invitations(as_, house):
    client = as_("follower")
    page = client.get(url("arrange", house["topic"]))
    assert page.context["form"].initial["kind"] == "committee"
    sent = {"kind": "deputies", "held_on": SOON, "place": "现场", "arrangement": "九时集合"}
    assert "请选择邀请的代表" in words(client.post(url("arrange", house["topic"]), sent))
    answer = client.post(url("arrange", house["topic"]), {**sent, "invited": [house["guest"].deputy_id]})
    made = Supervision.objects.latest("pk")
    assert answer.url == made.get_absolute_url()
    assert "已邀请1位代表" in told(answer)
    assert "尚未答复" in words(client.get(answer.url))


def test_recorded_with_photos_that_only_readers_open(as_, house):
    client = as_("follower")
    path = url("record_arranged", house["visit"])
    page = client.get(path)
    sent = {"held_on": TODAY, "place": "现场", "people": "领导", "text": "已察看", "seen": seen(page)}
    answer = client.post(path, {**sent, "files": [upload("照片.png", PNG)]})
    assert answer.status_code == 302
    assert "照片.png" in words(client.get(answer.url))
    gate = url("file", SupervisionFile.objects.get())
    shown = client.get(f"{gate}?inline=1")
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content) == PNG
    assert as_("person").get(gate).status_code == 404
    assert as_("guest").get(gate).status_code == 404


@pytest.mark.parametrize("file", BAD_FILES[:3], ids=BAD_FILE_IDS[:3])
def test_a_bad_file_is_named_and_nothing_kept(as_, house, file):
    name, content = file[0], file[1]
    sent = {"kind": "check", "held_on": TODAY, "place": "现场", "people": "领导", "text": "已察看"}
    before = Supervision.objects.count()
    answer = as_("follower").post(url("record", house["topic"]), {**sent, "files": [upload(name, content)]})
    assert answer.status_code == 200
    assert answer.context["form"].errors["files"]
    assert "已察看" in answer.text
    assert Supervision.objects.count() == before


def test_a_single_suggestion_by_the_office(client, house):
    client.force_login(make.clerk())
    item = make.assigned()
    assert url("record_of", item) in client.get(item.get_absolute_url()).text
    sent = {"kind": "check", "held_on": TODAY, "place": "现场", "people": "领导", "text": "已察看"}
    client.post(url("record_of", item), sent)
    assert "专项检查" in words(client.get(item.get_absolute_url()))


def test_called_off_and_past_acting_on(as_, house):
    client = as_("follower")
    client.post(url("call_off", house["visit"]), {"reason": "暴雨"})
    assert "取消：暴雨" in words(client.get(house["visit"].get_absolute_url()))
    answer = client.get(url("record_arranged", house["visit"]))
    assert answer.status_code == 302
    assert "已取消" in told(answer)


def test_a_finding_is_handed_out_from_the_record(as_, house):
    client = as_("follower")
    path = url("open_finding", house["finding"].supervision)
    sent = {"suggestion": house["item"].pk, "unit": house["unit"].pk, "matter": "补灯", "due_on": SOON}
    assert "应在今天之后" in words(client.post(path, {**sent, "due_on": TODAY}))
    client.post(path, sent)
    assert Finding.objects.filter(matter="补灯", due_on=SOON).count() == 1
    answer = client.get(url("open_finding", house["visit"]))
    assert "记录以后" in told(answer)


def test_the_unit_finds_it_reports_it_and_the_committee_judges(as_, house):
    made = house["finding"]
    client = as_("person")
    work = client.get("/")
    assert "督办整改 1" in words(work)
    assert url("finding_report", made) in work.text
    assert "补齐现场标识" in words(client.get("/supervision/findings/"))
    refused = client.post(url("finding_report", made), {"done_on": TODAY, "text": "已补齐"})
    assert refused.context["form"].errors["files"]
    sent = {"done_on": TODAY, "text": "已补齐", "files": [upload("验收.png", PNG)]}
    assert client.post(url("finding_report", made), sent).status_code == 302
    proof = url("file", SupervisionFile.objects.get(entry__finding=made))
    assert b"".join(client.get(proof).streaming_content) == PNG
    assert client.get(url("finding_decide", made)).status_code == 403
    client = as_("follower")
    assert "督办整改待确认 1" in words(client.get("/"))
    assert b"".join(client.get(proof).streaming_content) == PNG
    assert "请填写说明" in words(client.post(url("finding_decide", made), {"decision": "return"}))
    client.post(url("finding_decide", made), {"decision": "return", "text": "缺一处", "due_on": SOON})
    assert "督办整改退回 1" in words(as_("person").get("/"))
    assert "缺一处" in words(as_("person").get(made.get_absolute_url()))


def test_what_is_late_is_first_and_its_number_is_its_list(as_, house, monkeypatch):
    late = make.finding(house["topic"], house["unit"], due_on=make.DAY + timedelta(days=1))
    for name in ("person", "follower"):
        client = as_(name)
        work = client.get("/")
        assert "督办整改逾期 1" in words(work)
        query = "due=overdue" if name == "person" else "due=overdue&mine=1"
        assert f"/supervision/findings/?{query.replace('&', '&amp;')}" in work.text
        assert list(client.get(f"/supervision/findings/?{query}").context["page_obj"]) == [late]


def test_the_list_of_findings_is_filtered(client, house):
    client.force_login(make.clerk())
    other = make.mended(make.finding(matter="安装路灯"))
    for query, expected in {
        "": {house["finding"], other},
        "state=reported": {other},
        "due=running": {house["finding"]},
        "q=不存在": set(),
        "q=路灯": {other},
        f"unit={other.unit_id}": {other},
        "state=nonsense": set(),
    }.items():
        assert set(client.get(f"/supervision/findings/?{query}").context["page_obj"]) == expected, query


def test_a_deputy_answers_from_the_work_list(as_, house):
    invitation = Invitation.objects.get(supervision=house["visit"])
    client = as_("guest")
    work = client.get("/")
    assert "督办邀请 1" in words(work)
    assert invitation.get_absolute_url() in work.text
    page = client.get(invitation.get_absolute_url())
    assert "上午九时集合" in words(page)
    assert house["topic"].get_absolute_url() not in page.text
    assert "简要说明" in words(client.post(invitation.get_absolute_url(), {"answer": "not_coming"}))
    client.post(invitation.get_absolute_url(), {"answer": "not_coming", "words": "出差"})
    assert "督办邀请" not in words(client.get("/"))
    record = words(as_("follower").get(house["visit"].get_absolute_url()))
    assert "张代表" in record
    assert "不能参加" in record
    assert "出差" in record


def test_the_office_answers_for_a_deputy_who_telephoned(client, house):
    client.force_login(make.clerk(name="王经办"))
    invitation = Invitation.objects.get(supervision=house["visit"])
    client.post(invitation.get_absolute_url(), {"answer": "coming"})
    assert "王经办代录" in words(client.get(house["visit"].get_absolute_url()))


def test_another_deputy_finds_nothing(client, house):
    client.force_login(make.user(Role.DEPUTY))
    assert client.get(Invitation.objects.get().get_absolute_url()).status_code == 404
