"""A promise was made to all that were answered together: deputies of merged suggestions see, judge and hear of it."""

from copy import deepcopy

import pytest
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import review
from suggestions.choices import CommitmentState, EvaluationSource, Grade, ReviewOutcome
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Attachment, CommitmentReceipt
from suggestions.permissions import can
from suggestions.selectors.work_list import read_work_list
from suggestions.workflow import Action
from tests import factories as make
from tests.suggestions.pages import stop_clock, upload, words
from tests.suggestions.promises import LATER, fresh, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(rows_stay):
    """A promise reported done, its suggestion, the merged one, and the merged one's lead deputy with an account."""
    for code in "AB":
        make.result_class(code)
    main, signer = make.assigned(), make.deputy()
    twin = make.accepted(co_signers=[signer])
    review.review(suggestion=twin, outcome=ReviewOutcome.MERGE, reason="同题", into=main, by=make.clerk(), at=make.at())
    deputy = make.user(Role.DEPUTY, deputy=twin.lead_deputy)
    made = make.reported(make.commitment(main), on=LATER)
    return made, twin, deputy, make.user(Role.DEPUTY, deputy=signer)


@pytest.fixture
def case(built):
    return deepcopy(built)


def opens(client, attachment: Attachment) -> bool:
    answer = client.get(reverse("suggestions:attachment", args=[attachment.pk]))
    if answer.streaming:  # read to its end: closing it would close PostgreSQL's connection under the shared rows
        b"".join(answer.streaming_content)
    return answer.status_code == 200


def test_the_lead_deputy_of_a_merged_one_strikes_it_off(case):
    made, twin, deputy, _signer = case
    receipt = receive(fresh(made), deputy, Grade.SATISFIED)
    assert (receipt.merged, receipt.source) == (twin, EvaluationSource.ONLINE)
    assert fresh(made).state == CommitmentState.FULFILLED
    twin.refresh_from_db()
    assert twin.result_class.code == "A", "what is solved is solved for both"


def test_or_hands_it_back(case):
    made, _twin, deputy, _signer = case
    receive(fresh(made), deputy, Grade.DISSATISFIED, comment="只修了一半。")
    assert fresh(made).state == CommitmentState.OPEN
    assert CommitmentReceipt.objects.get().comment == "只修了一半。"


def test_the_main_one_s_deputy_speaks_for_the_main_one(case):
    made, _twin, _deputy, _signer = case
    assert receive(fresh(made), make.user(Role.DEPUTY, deputy=made.suggestion.lead_deputy)).merged is None


@pytest.mark.parametrize("who", ["a stranger", "a co-signer of the merged one", "of a unit that handles it"])
def test_nobody_else_does(case, who):
    made, _twin, deputy, signer = case
    stranger = make.user(Role.DEPUTY, deputy=make.assigned().lead_deputy)
    person = {"a stranger": stranger, "a co-signer of the merged one": signer}.get(who, deputy)
    if person is deputy:
        deputy.unit = made.assignment.unit
        deputy.save(update_fields=["unit"])
    with pytest.raises(NotAllowed):
        receive(fresh(made), person)
    assert fresh(made).state == CommitmentState.REPORTED
    assert not CommitmentReceipt.objects.exists()


def test_a_merged_reply_is_still_judged_for_oneself_alone(case):
    made, _twin, deputy, _signer = case
    assert not can(deputy, Action.EVALUATE, made.suggestion)


def test_the_office_keys_a_receipt_for_one_of_those_answered_together(case, client, monkeypatch):
    made, twin, _deputy, _signer = case
    stop_clock(monkeypatch, LATER)
    client.force_login(make.clerk())
    address = reverse("suggestions:commitment_confirm", args=[made.pk])
    assert f"{twin.number}号 {twin.proposer}" in words(client.get(address))
    stranger = make.assigned()
    with pytest.raises(RuleViolation, match="没有并入此件"):
        receive(fresh(made), make.clerk(), merged=stranger)
    typed = {"decision": "phone", "grade": "satisfied", "given_on": LATER}
    assert client.post(address, {**typed, "merged": stranger.pk}).status_code == 200, "not offered"
    client.post(address, {**typed, "merged": twin.pk})
    assert CommitmentReceipt.objects.get().merged == twin
    assert f"{twin.number}号" in words(client.get(made.get_absolute_url()))


def test_the_office_chooses_nothing_where_nothing_was_merged(client):
    for code in "AB":
        make.result_class(code)
    made = make.reported(make.commitment())
    client.force_login(make.clerk())
    form = client.get(reverse("suggestions:commitment_confirm", args=[made.pk])).context["form"]
    assert "merged" not in form.fields


def test_the_merged_deputy_s_way_to_it(case, client, monkeypatch):
    """Told and listed under the own number; the page leads to the own suggestion, never to the main one."""
    made, twin, deputy, signer = case
    stop_clock(monkeypatch, LATER)
    assert Notification.objects.get(recipient=deputy, key__startswith="commitment:").subject == (
        f"承诺事项已报完成，请确认：{twin.number}号 {made.matter}"
    )
    block = next(b for b in read_work_list(deputy, today=LATER).blocks if b.group.key == "promise_confirm")
    assert [(item.number, item.url) for item in block.items] == [
        (twin.number, reverse("suggestions:commitment_confirm", args=[made.pk]))
    ]
    for person, may in ((deputy, True), (signer, False)):
        client.force_login(person)
        assert made.get_absolute_url() in client.get(twin.get_absolute_url()).content.decode()
        page = client.get(made.get_absolute_url()).content.decode()
        assert twin.get_absolute_url() in page
        assert f'href="{made.suggestion.get_absolute_url()}' not in page
        assert made.suggestion.title not in page
        assert ("确认兑现" in page) is may
        proof = Attachment.objects.get(commitment_entry__commitment=made)
        assert opens(client, proof)
    client.force_login(deputy)
    client.post(reverse("suggestions:commitment_confirm", args=[made.pk]), {"grade": "satisfied"})
    assert fresh(made).state == CommitmentState.FULFILLED


def test_a_deputy_of_something_else_does_not_even_see_it(case, client):
    made, _twin, _deputy, _signer = case
    client.force_login(make.user(Role.DEPUTY, deputy=make.assigned().lead_deputy))
    for name in ("commitment", "commitment_confirm"):
        assert client.get(reverse(f"suggestions:{name}", args=[made.pk])).status_code == 404


def test_what_one_deputy_said_is_not_the_other_s_to_read(case, client):
    made, twin, deputy, _signer = case
    receive(fresh(made), make.clerk(), source="paper", files=[upload()], comment="乙代表的话。", merged=twin)
    scan = Attachment.objects.get(commitment_receipt__isnull=False)
    lead = make.user(Role.DEPUTY, deputy=made.suggestion.lead_deputy)
    for person, reads in ((deputy, True), (lead, False), (make.clerk(), True)):
        client.force_login(person)
        shown = [receipt.comment for receipt in client.get(made.get_absolute_url()).context["promise"].receipts]
        assert (shown == ["乙代表的话。"]) is reads
        assert opens(client, scan) is reads
