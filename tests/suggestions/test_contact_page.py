"""Recording a contact with the deputy; the table of bad input, with nothing half-written."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from suggestions.actions import review
from suggestions.choices import ContactStage
from suggestions.models import Attachment, Contact, Event, Suggestion
from suggestions.workflow import Action
from tests import factories as make
from tests.suggestions.pages import BAD_FILE_IDS, BAD_FILES, PNG, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.assigned(make.unit("市水务局"))


@pytest.fixture(scope="module")
def handler(made):
    return make.handler(make.task(made).unit)


@pytest.fixture
def item(client, monkeypatch, made, handler):
    stop_clock(monkeypatch, TODAY)
    client.force_login(handler)
    return deepcopy(made)


def url(item) -> str:
    return reverse("suggestions:contact", args=[item.pk])


def form(**changes) -> dict:
    good = {
        "stage": "before",
        "kind": "phone",
        "contacted_on": "2026-03-09",
        "people": "王代表、李科长",
        "place": "代表工作室",
        "deputies": [Suggestion.objects.latest("pk").lead_deputy_id],
        "note": "商定下周面商",
    }
    return {**good, **changes}


def test_a_contact_with_a_photo(client, item):
    answer = client.post(url(item), form(files=[upload("现场.png", PNG), upload("纪要.pdf")]))
    assert answer.status_code == 302
    contact = Contact.objects.get()
    assert contact.assignment == make.task(item)
    assert (contact.place, list(contact.deputies.all())) == ("代表工作室", [item.lead_deputy])
    assert [file.name for file in contact.attachments.all()] == ["现场.png", "纪要.pdf"]
    assert Event.objects.filter(suggestion=item, action=Action.CONTACT).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("contacted_on", "2026-03-11", "不能晚于今天"),
        ("contacted_on", "2026-02-11", "不能早于收到建议"),
        ("contacted_on", "昨天", "日期"),
        ("stage", "", "必填"),
        ("kind", "telepathy", "telepathy"),
        ("people", "", "必填"),
        ("note", " ", "必填"),
        ("deputies", [], "必填"),
        ("deputies", ["x"], "x"),
    ],
)
def test_bad_words(client, item, field, value, sentence):
    answer = client.post(url(item), form(**{field: value}))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    assert "请重新选择文件" not in words(answer)  # none was chosen
    kept = "王代表、李科长" if field != "people" else "商定下周面商"
    assert kept in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES, ids=BAD_FILE_IDS)
def test_bad_files(client, item, name, content, sentence):
    answer = client.post(url(item), form(files=[upload("好的.pdf"), upload(name, content)]))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors["files"])
    assert "请重新选择文件" in words(answer)
    assert "商定下周面商" in answer.content.decode()
    assert not Contact.objects.exists()
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(suggestion=item, action=Action.CONTACT).exists()


def test_a_double_click_records_once(client, item):
    client.post(url(item), form())
    second = client.post(url(item), form())
    assert "已经保存过" in words(second)
    assert Contact.objects.count() == 1
    client.post(url(item), form(stage="during"))
    assert Contact.objects.count() == 2


def test_the_stage_is_guessed_from_what_there_is(client, item):
    assert client.get(url(item)).context["form"].initial["stage"] == ContactStage.BEFORE
    client.post(url(item), form())
    page = client.get(url(item))
    assert page.context["form"].initial["stage"] == ContactStage.DURING
    assert "商定下周面商" in words(page)  # the earlier one stands beside the form


def test_who_records(client, item):
    filled = form()
    for person, status in [
        (make.clerk(), 302),
        (make.user("deputy", deputy=item.lead_deputy), 403),
        (make.user("auditor"), 403),
        (make.handler(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.post(url(item), filled | {"note": person.role}).status_code == status, person.role
    assert Contact.objects.get().assignment is None  # the office's own


def test_before_the_assignment_there_is_nothing_to_record(client, item):
    client.force_login(make.clerk())
    answer = client.get(url(make.accepted()))
    assert answer.status_code == 302
    assert "不能记录联系代表" in told(answer)


def test_everybody_who_signed_can_be_named(client, item):
    """Lead, co-signers, and those of what was merged into it; nobody else."""
    clerk, one, two, stranger = make.clerk(), make.deputy(), make.deputy(), make.deputy()
    item.co_signers.add(one)
    twin = make.suggestion(by=clerk, lead_deputy=two, delegation=two.delegation)
    review.review(suggestion=twin, outcome="merge", into=item, reason="同一事项", by=clerk, at=make.at())
    page = client.get(url(item))
    offered = {deputy.pk for deputy in page.context["form"].fields["deputies"].queryset}
    assert offered == {item.lead_deputy_id, one.pk, two.pk}
    assert page.context["form"].initial["deputies"] == [item.lead_deputy_id]
    filled = form()
    refused = client.post(url(item), filled | {"deputies": [stranger.pk]})
    assert "deputies" in refused.context["form"].errors
    client.post(url(item), filled | {"deputies": [one.pk, two.pk]})
    assert set(Contact.objects.get().deputies.all()) == {one, two}
    assert f"{one.name}、{two.name}" in words(client.get(item.get_absolute_url()))


def test_for_a_delegation_its_members_are_offered_and_nobody_must_be_named(client, item):
    member = make.deputy()
    theirs = make.assigned(
        make.unit(), proposer_kind="delegation", delegation=member.delegation, lead_deputy=None, by=make.clerk()
    )
    client.force_login(make.handler(make.task(theirs).unit))
    assert list(client.get(url(theirs)).context["form"].fields["deputies"].queryset) == [member]
    assert client.post(url(theirs), form(deputies=[])).status_code == 302


def test_the_office_enters_what_a_unit_told_it(client, item):
    task, other = make.task(item), make.task(make.assigned(make.unit()))
    client.force_login(make.clerk())
    filled = form(deputies=[item.lead_deputy_id])
    assert client.post(url(item), filled | {"assignment": other.pk}).status_code == 200
    assert not Contact.objects.exists()
    client.post(url(item), filled | {"assignment": task.pk})
    assert Contact.objects.get().assignment == task


def test_a_unit_cannot_speak_for_another(client, item):
    own, other = make.task(item), make.task(make.assigned(make.unit()))
    client.post(url(item), form(deputies=[item.lead_deputy_id], assignment=other.pk))
    assert Contact.objects.get().assignment == own
