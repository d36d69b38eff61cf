"""The entry form: what is typed becomes a suggestion, what is wrong is said and stays typed."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from suggestions.actions import register as registering
from suggestions.choices import Period, ProposerKind, Status
from suggestions.models import Suggestion
from suggestions.workflow import Action
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/suggestions/new/"


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def sheet(**changes) -> dict:
    """A complete sheet; None leaves a field out."""
    deputy = changes.pop("lead", None) or f.deputy("林远")
    typed = {
        "session": f.session().pk,
        "period": Period.IN_SESSION,
        "number": "",
        "kind": "suggestion",
        "title": "关于增设学院路公交站的建议",
        "body": "学院路沿线两公里没有公交站。建议增设两处。",
        "proposer_kind": ProposerKind.INDIVIDUAL,
        "lead_deputy": deputy.pk,
        "publicity": "full",
        "submitted_on": "2026-02-12",
    } | changes
    return {name: value for name, value in typed.items() if value is not None}


def test_a_sheet_becomes_a_suggestion_and_the_next_one_can_be_typed(client, clerk):
    answer = client.post(URL, sheet(), follow=True)
    made = Suggestion.objects.get()
    assert (made.number, made.status, made.registered_by) == ("1", Status.REGISTERED, clerk)
    assert made.delegation == made.lead_deputy.delegation
    page = answer.content.decode()
    assert "已登记为 1 号" in page
    assert reverse("suggestions:review", args=[made.pk]) in page
    assert answer.context["form"].initial["submitted_on"] == "2026-02-12", "the next sheet of the pile"


def test_the_hint_names_the_next_numbers_of_both_periods(client, clerk):
    f.suggestion(number="7")
    page = client.get(URL).content.decode()
    assert "大会期间8" in page
    assert "闭会期间闭1" in page


def test_a_joint_suggestion_keeps_its_signers_and_their_number(client, clerk):
    others = [f.deputy("周宁"), f.deputy("吴楠")]
    client.post(URL, sheet(proposer_kind=ProposerKind.JOINT, co_signers=[d.pk for d in others]))
    made = Suggestion.objects.get()
    assert set(made.co_signers.all()) == set(others)
    assert made.co_signer_count == 2
    assert made.proposer == "林远等3人"


def test_files_come_with_the_sheet(client, clerk):
    scan = SimpleUploadedFile("建议原件.pdf", b"%PDF-1.7 paper %%EOF", content_type="application/pdf")
    client.post(URL, sheet(files=scan))
    assert [a.name for a in Suggestion.objects.get().attachments.all()] == ["建议原件.pdf"]


AHEAD = timezone.localdate() + timedelta(days=2)  # still ahead when midnight comes while the tests run
WRONG = [
    ({"title": ""}, "title"),
    ({"submitted_on": AHEAD.isoformat()}, "submitted_on"),
    ({"submitted_on": "2026-02-30"}, "submitted_on"),
    ({"number": "5"}, "number"),
    ({"lead_deputy": None}, "lead_deputy"),
    ({"lead_deputy": "9" * 30}, "lead_deputy"),
    ({"proposer_kind": ProposerKind.DELEGATION, "lead_deputy": None}, "delegation"),
    ({"proposer_kind": ProposerKind.JOINT}, "co_signers"),
    ({"session": "0"}, "session"),
    ({"files": SimpleUploadedFile("表格.pdf", b"MZ\x90\x00 no paper")}, "files"),
    ({"files": SimpleUploadedFile("空.pdf", b"")}, "files"),
    ({"files": SimpleUploadedFile("程序.exe", b"MZ\x90\x00")}, "files"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, clerk, changes, field):
    f.suggestion(number="5")
    answer = client.post(URL, sheet(**changes))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "学院路沿线两公里没有公交站" in answer.content.decode()
    assert Suggestion.objects.count() == 1


def test_a_delegation_needs_no_deputy(client, clerk):
    group = f.delegation("第一代表团")
    client.post(URL, sheet(proposer_kind=ProposerKind.DELEGATION, lead_deputy=None, delegation=group.pk))
    assert Suggestion.objects.get().proposer == "第一代表团"


def test_the_same_sheet_sent_twice_is_one_suggestion(client, clerk):
    typed = sheet()
    client.post(URL, typed)
    again = client.post(URL, typed)
    assert again.status_code == 409
    assert "没有重复登记" in again.content.decode()
    assert Suggestion.objects.count() == 1


def test_a_title_used_before_is_a_warning_with_a_link(client, clerk):
    before = f.suggestion(title="关于增设学院路公交站的建议")
    answer = client.post(URL, sheet(), follow=True)
    assert Suggestion.objects.count() == 2
    page = answer.content.decode()
    assert "本次会议已有同名建议" in page
    assert before.get_absolute_url() in page


def test_outside_the_session_the_limit_for_handing_over_runs(client, clerk):
    client.post(URL, sheet(period=Period.OUTSIDE, submitted_on="2026-06-01"))
    made = Suggestion.objects.get()
    assert made.number == "闭1"
    assert made.assign_by_on == date(2026, 6, 10)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CLERK, Role.OFFICE_HEAD}])
def test_only_the_office_registers(client, role):
    client.force_login(f.user(role))
    assert client.get(URL).status_code == 403
    assert client.post(URL, sheet()).status_code == 403
    assert not Suggestion.objects.exists()


def test_without_a_session_the_page_says_what_to_do_first(client, clerk):
    answer = client.get(URL)
    assert answer.status_code == 302
    assert "还没有会议" in str(next(iter(answer.wsgi_request._messages)))


# Corrections


def correction(item, **changes) -> dict:
    typed = {
        "period": item.period,
        "number": item.number,
        "kind": item.kind,
        "title": item.title,
        "body": item.body,
        "proposer_kind": item.proposer_kind,
        "lead_deputy": item.lead_deputy_id,
        "delegation": item.delegation_id,
        "publicity": item.publicity,
        "submitted_on": item.submitted_on.isoformat(),
        "seen": item.version,
    }
    return typed | changes


def amend(client, item, **changes):
    return client.post(reverse("suggestions:amend", args=[item.pk]), correction(item, **changes))


def test_a_correction_is_written_into_the_history(client, clerk):
    item = f.suggestion(number="3")
    amend(client, item, title="关于增设学院路夜间公交的建议", number="4")
    item.refresh_from_db()
    assert (item.title, item.number, item.number_key) == ("关于增设学院路夜间公交的建议", "4", "00000004")
    line = item.events.get(action=Action.AMEND)
    assert "编号" in line.detail
    assert "标题" in line.detail
    assert line.by == clerk


def test_saving_without_a_change_leaves_no_trace(client, clerk):
    item = f.suggestion()
    assert amend(client, item).status_code == 302
    assert not item.events.filter(action=Action.AMEND).exists()


def test_two_clerks_correct_one_sheet_and_the_second_is_told(client, clerk):
    item = f.suggestion()
    registering.amend(
        suggestion=Suggestion.objects.get(pk=item.pk),
        fields={"title": "甲改的标题"},
        version=item.version,
        by=f.clerk(),
        on=f.DAY,
        at=f.at(),
    )
    answer = amend(client, item, title="乙改的标题")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "乙改的标题" in page
    assert "已被其他人修改" in page
    item.refresh_from_db()
    assert item.title == "甲改的标题"


def test_a_number_is_neither_emptied_nor_taken_from_another(client, clerk):
    f.suggestion(number="1")
    item = f.suggestion(number="2")
    for number in ("", "1"):
        answer = amend(client, item, number=number)
        assert list(answer.context["form"].errors) == ["number"]
    item.refresh_from_db()
    assert item.number == "2"


def test_the_day_of_receipt_stays_before_the_assignment(client, clerk):
    item = f.assigned(on=f.DAY)
    answer = amend(client, item, submitted_on=(f.DAY + timedelta(days=1)).isoformat())
    assert list(answer.context["form"].errors) == ["submitted_on"]
