"""The deputy's judgement: online, from paper, by telephone; never by an account of a handling unit."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import assign, draft_units, review
from suggestions.choices import EvaluationSource, Grade, ReviewOutcome, Status
from suggestions.models import Evaluation
from tests import factories as make
from tests.suggestions.pages import TWO_BAD, TWO_BAD_IDS, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
REPLIED = date(2026, 5, 20)
TODAY = date(2026, 5, 25)


@pytest.fixture(scope="module")
def made(rows_stay):
    """Replied by its unit and passed by the office."""
    found = make.assigned(make.unit("市水务局"))
    make.replied(found, on=REPLIED, text="已完成清淤三公里。")
    return found


@pytest.fixture
def item(monkeypatch, made):
    stop_clock(monkeypatch, TODAY)
    return deepcopy(made)


def url(item) -> str:
    return reverse("suggestions:evaluate", args=[item.pk])


def form(**changes) -> dict:
    return {"attitude": "satisfied", "result": "basically_satisfied", **changes}


def paper(**changes) -> dict:
    return form(source="paper", given_on="2026-05-22", files=[upload("征询意见表.pdf")], **changes)


def deputy_of(item, **fields):
    return make.user(Role.DEPUTY, deputy=item.lead_deputy, **fields)


def test_the_deputy_reads_the_reply_and_nothing_is_preselected(client, item):
    client.force_login(deputy_of(item))
    page = client.get(url(item))
    text = words(page)
    assert "已完成清淤三公里" in text
    assert "第 1 轮办理" in text
    assert 'type="radio"' in page.content.decode()
    assert " checked" not in page.content.decode()
    assert set(page.context["form"].fields) == {"attitude", "result", "comment"}


def test_the_deputy_judges_once(client, item):
    client.force_login(deputy_of(item))
    answer = client.post(url(item), form(source="paper", given_on="2026-05-21"))  # not asked of a deputy: ignored
    assert "办理结果基本满意" in told(answer)
    given = Evaluation.objects.get()
    assert (given.attitude, given.result) == (Grade.SATISFIED, Grade.BASICALLY_SATISFIED)
    assert (given.source, given.given_on, given.round) == (EvaluationSource.ONLINE, TODAY, 1)
    again = client.post(url(item), form())
    assert again.status_code == 409
    assert Evaluation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"attitude": ""}, "attitude", "必填"),
        ({"result": ""}, "result", "必填"),
        ({"result": "excellent"}, "result", "excellent"),
        ({"result": "dissatisfied"}, "comment", "请写明意见"),
        ({"attitude": "dissatisfied", "comment": " "}, "comment", "请写明意见"),
    ],
)
def test_what_the_deputy_left_out(client, item, changes, field, sentence):
    client.force_login(deputy_of(item))
    answer = client.post(url(item), form(**changes))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    assert not Evaluation.objects.exists()
    item.refresh_from_db()
    assert item.status == Status.REPLIED


def test_dissatisfied_with_words_leads_to_a_second_handling(client, item):
    client.force_login(deputy_of(item))
    answer = client.post(url(item), form(result="dissatisfied", comment="没有时间表"))
    assert "重新办理" in told(answer)
    item.refresh_from_db()
    assert item.grade == Grade.DISSATISFIED


def test_the_clerk_keys_paper_with_its_scan_or_a_call(client, item):
    client.force_login(make.clerk())
    bare = client.post(url(item), {**paper(), "files": []})
    assert "请上传纸质征询意见表的扫描件" in str(bare.context["form"].errors["files"])
    assert client.post(url(item), paper()).status_code == 302
    given = Evaluation.objects.get()
    assert (given.source, given.given_on) == (EvaluationSource.PAPER, date(2026, 5, 22))
    assert [file.name for file in given.attachments.all()] == ["征询意见表.pdf"]
    other = make.assigned()
    make.replied(other, on=REPLIED)
    assert client.post(url(other), form(source="phone", given_on="2026-05-25")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"given_on": "2026-05-19"}, "given_on", "应在答复日期之后"),
        ({"given_on": "2026-05-26"}, "given_on", "不能晚于今天"),
        ({"source": "online"}, "source", "online"),
        ({"source": ""}, "source", "必填"),
    ],
)
def test_what_the_clerk_keyed_wrongly(client, item, changes, field, sentence):
    client.force_login(make.clerk())
    answer = client.post(url(item), paper(comment="代表原话") | changes)
    assert sentence in str(answer.context["form"].errors[field])
    assert "代表原话" in answer.content.decode()
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("name", "content", "sentence"), TWO_BAD, ids=TWO_BAD_IDS)
def test_bad_scans(client, item, name, content, sentence):
    client.force_login(make.clerk())
    answer = client.post(url(item), paper(comment="代表原话") | {"files": [upload(name, content)]})
    assert sentence in str(answer.context["form"].errors["files"])
    assert "请重新选择文件" in words(answer)
    assert not Evaluation.objects.exists()


def test_no_account_of_a_handling_unit_ever(client, item):
    unit = make.task(item).unit
    for person in [
        make.handler(unit),
        make.head(unit),
        deputy_of(item, unit=unit),  # the deputy works there
        make.clerk(unit=unit),
    ]:
        client.force_login(person)
        assert client.get(url(item)).status_code == 403, person.role
        answer = client.post(url(item), paper())
        assert answer.status_code == 403, person.role
        assert "承办单位" in words(answer)
    assert not Evaluation.objects.exists()


def test_who_else_may_not(client, item):
    for person, status in [
        (make.user(Role.DEPUTY), 404),
        (make.user(Role.AUDITOR), 403),
        (make.user(Role.LEADER), 403),
        (make.handler(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.post(url(item), form()).status_code == status, person.role


def test_a_co_signer_reads_but_the_lead_deputy_judges(client, item):
    friend = make.deputy()
    item.co_signatures.create(deputy=friend)
    client.force_login(make.user(Role.DEPUTY, deputy=friend))
    assert client.post(url(item), form()).status_code == 403


def test_not_before_the_reply(client, item):
    early = make.assigned()
    client.force_login(deputy_of(early))
    assert "不能反馈评价" in told(client.get(url(early)))
    assert client.post(url(early), form()).status_code == 409


def test_a_merged_suggestion_is_judged_by_its_own_deputy_once(client, monkeypatch, item):
    stop_clock(monkeypatch, TODAY)
    main = make.accepted(on=make.DAY)
    merged = make.suggestion()
    review.review(
        suggestion=merged,
        outcome=ReviewOutcome.MERGE,
        into=main,
        reason="内容相同",
        by=make.clerk(),
        at=make.at(),
    )
    unit = make.unit("市交通局")
    client.force_login(deputy_of(merged))
    assert "尚未答复" in told(client.get(url(merged)))
    draft_units.draft(suggestion=main, leads=[unit], assisting=[], separate=False, by=make.clerk())
    assign.issue(
        suggestions=[main], session=main.session, assigned_on=make.DAY, by=make.clerk(), today=make.DAY, at=make.at()
    )
    main.refresh_from_db()
    make.replied(main, on=REPLIED, text="一并答复如下")
    assert "一并答复如下" in words(client.get(url(merged)))
    assert client.post(url(merged), form()).status_code == 302
    merged.refresh_from_db()
    assert (merged.status, merged.grade) == (Status.MERGED, Grade.BASICALLY_SATISFIED)
    assert "已经有代表反馈" in told(client.get(url(merged)))
    assert client.post(url(merged), form()).status_code == 409
    # the main one's unit handles this one too
    client.force_login(make.clerk(unit=unit))
    assert client.get(url(merged)).status_code == 403
