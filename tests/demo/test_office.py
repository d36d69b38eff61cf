"""The demo office: every stage on every page, and its copies are true."""

import re

import pytest
from django.core.management import call_command
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from suggestions.actions._settle import COPIES, settle_many
from suggestions.choices import (
    AssignmentState,
    CardColour,
    CommitmentState,
    Period,
    ProposerKind,
    RequestState,
    Status,
    UnitRole,
    UrgeChannel,
    UrgedHow,
)
from suggestions.deadlines import Light
from suggestions.ledger_filter import FACTS
from suggestions.models import (
    AdditionRequest,
    Assignment,
    ClassChange,
    Commitment,
    Event,
    Extension,
    Meeting,
    Opinion,
    Reply,
    ReplyComment,
    ReturnRequest,
    Suggestion,
    UrgedTask,
)
from suggestions.urging_querysets import suggestion_urged
from supervision.choices import Band, FindingState, InvitationAnswer, SupervisionKind, SupervisionState
from supervision.demo.office import PASSWORD
from supervision.models import (
    Card,
    Finding,
    Invitation,
    KeySuggestion,
    KeyTopic,
    Poll,
    PollBox,
    PollEntry,
    PollSubject,
    Supervision,
    SupervisionFile,
)
from supervision.poll_rules import band
from tests.demo.conftest import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_office")]


def current():
    return Suggestion.objects.filter(session__is_current=True)


def test_letters_are_punctuated_in_full_width():
    words = [*Reply.objects.values_list("text", flat=True), *Opinion.objects.values_list("text", flat=True)]
    assert len(words) > 70
    assert [text for text in words if re.search(r"[\u4e00-\u9fff][:,;?!]", text)] == []


def test_everything_has_something_on_it():
    assert 110 <= Suggestion.objects.count() <= 135
    assert {status for status in Status if not current().filter(status=status).exists()} == set()
    unused = {AssignmentState.AWAITING_COORDINATOR}  # a rule that the demo office has not switched on
    assert set(Assignment.objects.values_list("state", flat=True)) == set(AssignmentState) - unused
    assert set(Assignment.objects.values_list("role", flat=True)) == set(UnitRole)
    assert [light for light in Light if not current().with_light(light, DAY).exists()] == []
    for model, states in (
        (ReturnRequest, {"pending", "agreed", "refused"}),
        (Extension, {"pending", "agreed", "refused"}),
        (AdditionRequest, {"pending", "agreed"}),
    ):
        assert states <= set(model.objects.values_list("state", flat=True)), model
    assert set(Commitment.objects.values_list("state", flat=True)) == set(CommitmentState)
    for fact in FACTS:
        assert Commitment.objects.with_fact(fact, DAY).exists(), fact
    ways = set(UrgedTask.objects.values_list("urging__channel", flat=True))
    assert ways == set(UrgeChannel)
    for how in set(UrgedHow) - {UrgedHow.TODAY}:
        assert current().filter(suggestion_urged(how, DAY)).exists(), how
    kept = UrgedTask.objects.filter(promised_on__gte=F("assignment__done_on"))
    assert kept.exists()
    standing = set(Card.objects.standing().values_list("colour", flat=True))
    assert standing == set(CardColour)
    assert Card.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert Assignment.objects.exclude(card="").count() < Card.objects.count()
    assert RequestState.PENDING in set(Extension.objects.values_list("state", flat=True))
    assert Meeting.objects.filter(held_on=None).exists()
    assert Meeting.objects.filter(held_on__isnull=False, attachments__isnull=False).exists()
    assert {"filed", "review", "correction"} <= set(ClassChange.objects.values_list("cause", flat=True))
    assert ReplyComment.objects.filter(reply__state="sent_back_by_office").count() >= 2
    assert {"sent_back_by_head", "sent_back_by_office"} <= set(Reply.objects.values_list("state", flat=True))
    assert set(current().values_list("proposer_kind", flat=True)) == set(ProposerKind)
    assert set(current().values_list("period", flat=True)) == set(Period)
    assert current().filter(is_number_provisional=True, number="17-2", source_number="17").count() == 1
    assert not current().filter(number="33").exists()
    assert current().filter(round=2, status=Status.IN_HANDLING).exists()
    assert current().filter(status=Status.ACCEPTED, draft_units__isnull=False).exists()
    assert set(User.objects.values_list("role", flat=True)) == set(Role)


def test_there_are_versions_to_set_side_by_side(client):
    """Sent back by the office, written again: accepted, or with the office once more."""
    again = Reply.objects.filter(version=2).select_related("assignment")
    assert {reply.state for reply in again} == {"accepted", "awaiting_review"}
    assert again.filter(state="accepted").count() >= 2
    client.force_login(User.objects.get(username="clerk"))
    for second in again:
        first = second.assignment.replies.get(version=1)
        assert first.state == "sent_back_by_office"
        assert not first.comments.filter(settled_at=None).exists()
        page = client.get(reverse("suggestions:compare", args=[second.pk]))
        changed = [section.label for section in page.context["sections"] if section.is_changed]
        assert "正文" in changed


def test_key_suggestions_at_every_point_of_their_way():
    topics = KeyTopic.objects.filter(year=DAY.year)
    assert 6 <= topics.count() <= 9
    assert topics.filter(ended_on__isnull=False).count() == 1
    assert topics.values("leader").distinct().count() > 1
    assert topics.annotate(n=Count("links")).filter(n__gt=1).exists()
    assert set(Suggestion.objects.filter(is_key=True)) == {
        link.suggestion for link in KeySuggestion.objects.filter(topic__ended_on=None).select_related("suggestion")
    }
    held = Supervision.objects.held()
    assert set(held.values_list("kind", flat=True)) == set(SupervisionKind)
    assert {one.state for one in Supervision.objects.all()} == set(SupervisionState)
    assert set(Finding.objects.values_list("state", flat=True)) == set(FindingState)
    assert Finding.objects.overdue(DAY).exists()
    assert set(Invitation.objects.values_list("answer", flat=True)) == {"", *InvitationAnswer}
    assert Invitation.objects.unanswered().filter(deputy__user__username="deputy01").exists()
    assert not held.filter(held_on__gte=DAY).exists()


def test_satisfaction_tests_at_every_point():
    states = sorted(Poll.objects.order_by().values_list("state", "kind", "round"))
    assert states == [
        ("published", "electronic", 1),
        ("published", "electronic", 2),
        ("published", "paper", 1),
        ("short", "electronic", 1),
        ("voting", "electronic", 1),
    ]
    open_poll = Poll.objects.with_turnout().get(state="voting")
    assert 0 < open_poll.voted < open_poll.voters
    for username in ("leader", "committee.city", "deputy01"):
        assert list(Poll.objects.awaiting_vote(User.objects.get(username=username))) == [open_poll]
    assert list(PollBox.objects.values_list("poll", flat=True)) == [open_poll.pk]
    bands = {band(one.counts, one.poll.limits) for one in PollSubject.objects.filter(poll__state="published")}
    assert bands == set(Band)
    assert PollEntry.objects.filter(kind="corrected").exists()
    assert SupervisionFile.objects.filter(poll_entry__kind="recorded").exists()


def test_nothing_happens_in_the_future():
    assert timezone.localtime(Event.objects.order_by("at").last().at).date() < DAY
    assert not Reply.objects.filter(dated_on__gt=DAY).exists()


def test_the_copies_are_true():
    before = list(Suggestion.objects.order_by("pk").values(*COPIES))
    settle_many(Suggestion.objects.order_by("pk"))
    assert list(Suggestion.objects.order_by("pk").values(*COPIES)) == before


def test_loaded_twice_and_its_accounts(settings, capsys):
    settings.DEMO = True
    count = Suggestion.objects.count()
    call_command("load_demo")
    assert "已经载入过" in capsys.readouterr().out
    assert Suggestion.objects.count() == count
    call_command("load_demo", accounts=True)
    table = capsys.readouterr().out
    assert f"clerk           {PASSWORD}" in table
    assert "市住房和城乡建设局" in table
    for username in ("clerk", "head", "gov", "leader", "housing.head", "deputy01", "admin"):
        assert User.objects.get(username=username).check_password(PASSWORD)
