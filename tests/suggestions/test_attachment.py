"""Files go out only through their gate: read by those who may read what they came with."""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import review
from suggestions.choices import CommitmentState, ReviewOutcome
from suggestions.models import Attachment, CommitmentEntry, CommitmentReceipt, Meeting
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attached(item, name="答复 文件.pdf", content_type=PDF, **owner) -> Attachment:
    return Attachment.objects.create(
        suggestion=item,
        file=ContentFile(b"%PDF-1.7 test", name="x"),
        name=name,
        size=13,
        content_type=content_type,
        uploaded_at=make.at(),
        **owner,
    )


def opened(client, user, attachment, query="") -> int:
    client.force_login(user)
    answer = client.get(reverse("suggestions:attachment", args=[attachment.pk]) + query)
    if answer.status_code == 200:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture(scope="module")
def made(rows_stay):
    """A suggestion with its deputy, a lead and an assisting unit, and a stranger."""
    lead, helper = make.unit(), make.unit()
    item = make.assigned(lead, assisting=[helper])
    people = {
        "clerk": make.clerk(),
        "lead": make.handler(lead),
        "helper": make.handler(helper),
        "stranger": make.handler(make.unit()),
        "deputy": make.user(Role.DEPUTY, deputy=item.lead_deputy),
        "other_deputy": make.user(Role.DEPUTY),
        "leader": make.user(Role.LEADER),
        "auditor": make.user(Role.AUDITOR),
    }
    return item, lead, helper, people


@pytest.fixture
def case(made):
    return deepcopy(made)


def readers(client, people, attachment) -> set[str]:
    with undrawn():
        return {name for name, user in people.items() if opened(client, user, attachment) == 200}


ALL = {"clerk", "lead", "helper", "deputy", "leader", "auditor"}


def test_the_suggestions_own_file(client, case):
    item, _lead, _helper, people = case
    assert readers(client, people, attached(item)) == ALL


def test_an_unsigned_reply_is_its_units(client, case):
    item, lead, _helper, people = case
    reply = make.submitted(item, lead, without_opinions_reason="不再等待。")
    assert readers(client, people, attached(item, reply=reply)) == {"lead", "auditor"}


def test_a_filed_reply_is_read_by_the_office(client, case):
    item, lead, _helper, people = case
    reply = make.filed(item, lead, without_opinions_reason="不再等待。")
    assert readers(client, people, attached(item, reply=reply)) == {"clerk", "lead", "leader", "auditor"}


def test_an_accepted_reply_is_read_by_all_concerned(client, case):
    item, lead, _helper, people = case
    reply = make.replied(item, lead, without_opinions_reason="不再等待。")
    assert readers(client, people, attached(item, reply=reply)) == ALL


def test_an_opinion_is_for_the_lead_and_the_office(client, case):
    item, _lead, helper, people = case
    opinion = make.opined(item, helper)
    assert readers(client, people, attached(item, opinion=opinion)) == ALL - {"deputy"}


def test_the_deputy_of_a_merged_one_reads_the_answer_to_its_main(client, case):
    item, lead, _helper, people = case
    merged = make.suggestion()
    review.review(
        suggestion=merged,
        outcome=ReviewOutcome.MERGE,
        into=item,
        reason="同一事项",
        by=people["clerk"],
        at=make.at(),
    )
    deputy = make.user(Role.DEPUTY, deputy=merged.lead_deputy)
    unread = attached(item)
    assert opened(client, deputy, unread) == 404
    reply = make.replied(item, lead, without_opinions_reason="不再等待。")
    assert opened(client, deputy, attached(item, reply=reply)) == 200


class TestCommitmentsAndMeetings:
    """Proofs of a promise, the deputy's second receipt, the minutes of a meeting: role × owner × state."""

    @pytest.fixture(scope="module")
    def promise(self, made):
        """Of a second suggestion in the same hands, which is answered."""
        item, lead, helper, _people = made
        second = make.assigned(lead, assisting=[helper], lead_deputy=item.lead_deputy)
        reply = make.replied(second, lead, result_class=make.result_class("B"), without_opinions_reason="不再等待。")
        return reply.commitments.get()

    @pytest.fixture
    def promised(self, promise):
        return deepcopy(promise)

    @pytest.mark.parametrize(
        ("state", "deputy_reads"),
        [
            (CommitmentState.PROPOSED, False),
            (CommitmentState.OPEN, True),
            (CommitmentState.REPORTED, True),
            (CommitmentState.FULFILLED, True),
            (CommitmentState.EXPLAINED, True),
            (CommitmentState.SUPERSEDED, True),
        ],
    )
    def test_a_proof(self, client, case, promised, state, deputy_reads):
        people = case[3]
        type(promised).objects.filter(pk=promised.pk).update(state=state, done_on=make.DAY)
        entry = CommitmentEntry.objects.create(
            commitment=promised, kind="progress", happened_on=make.DAY, by=people["lead"], at=make.at()
        )
        expected = ALL if deputy_reads else ALL - {"deputy"}
        assert readers(client, people, attached(promised.suggestion, commitment_entry=entry)) == expected

    def test_the_second_receipt(self, client, case, promised):
        people = case[3]
        receipt = CommitmentReceipt.objects.create(
            commitment=promised, grade="satisfied", source="paper", given_on=make.DAY, entered_at=make.at()
        )
        assert readers(client, people, attached(promised.suggestion, commitment_receipt=receipt)) == ALL

    def test_the_minutes_of_a_meeting(self, client, case):
        item, _lead, _helper, people = case
        meeting = Meeting.objects.create(
            suggestion=item, round=1, planned_on=make.DAY, place="会议室", invited="代表", called_by=people["clerk"],
            called_at=make.at(),
        )  # fmt: skip
        assert readers(client, people, attached(item, meeting=meeting)) == ALL

    def test_a_contact_is_not_the_deputys_to_read(self, client, case):
        item, lead, _helper, people = case
        make.signed(item, lead)
        found = make.contacted(item, lead)
        assert readers(client, people, attached(item, contact=found)) == ALL - {"deputy"}


class TestPage:
    def page(self, client, attachment, query="", **headers):
        return client.get(reverse("suggestions:attachment_view", args=[attachment.pk]) + query, headers=headers)

    def test_a_picture_and_a_pdf_stand_in_place_and_the_rest_is_to_be_saved(self, client, case):
        item, _lead, _helper, people = case
        client.force_login(people["clerk"])
        gate = reverse("suggestions:attachment", args=[0]).replace("/0/", "/{}/?inline=1")
        for kind, tag in (("image/png", '<img src="{}"'), (PDF, '<iframe src="{}"')):
            file = attached(item, content_type=kind)
            assert tag.format(gate.format(file.pk)) in self.page(client, file).content.decode()
        other = self.page(client, attached(item, name="a.docx", content_type="application/msword")).content.decode()
        assert "<iframe" not in other
        assert "请下载后" in other

    def test_only_who_may_read_it(self, client, case):
        item, lead, _helper, people = case
        reply = make.submitted(item, lead, without_opinions_reason="不再等待。")
        file = attached(item, reply=reply)
        with undrawn():
            for name, user in people.items():
                client.force_login(user)
                assert (self.page(client, file).status_code == 200) == (name in {"lead", "auditor"}), name

    def test_what_came_with_it_is_one_step_away_and_nothing_else(self, client, case):
        item, lead, _helper, people = case
        reply = make.submitted(item, lead, without_opinions_reason="不再等待。")
        first, second, third = (attached(item) for _n in range(3))
        attached(item, reply=reply)
        client.force_login(people["clerk"])
        context = self.page(client, second).context
        assert (context["previous"], context["following"], context["place"], context["count"]) == (first, third, 2, 3)
        assert self.page(client, first).context["previous"] is None
        assert self.page(client, third).context["following"] is None

    def test_the_way_back(self, client, case):
        item, _lead, _helper, people = case
        file = attached(item)
        client.force_login(people["clerk"])
        own = reverse("suggestions:attachment_view", args=[file.pk])
        assert self.page(client, file, "?next=/suggestions/%3Fq%3Dx").context["back"] == "/suggestions/?q=x"
        assert self.page(client, file, "?next=//evil.example/").context["back"] == item.get_absolute_url()
        assert self.page(client, file, referer="http://testserver/imports/").context["back"] == "/imports/"
        assert self.page(client, file, referer=f"http://testserver{own}").context["back"] == item.get_absolute_url()

    def test_a_pdf_is_framed_by_our_own_pages_only(self, client, case):
        client.force_login(case[3]["clerk"])
        answer = client.get(reverse("suggestions:attachment", args=[attached(case[0]).pk]) + "?inline=1")
        b"".join(answer.streaming_content)
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


class TestHeaders:
    def answer(self, client, attachment, query=""):
        client.force_login(make.clerk())
        answer = client.get(reverse("suggestions:attachment", args=[attachment.pk]) + query)
        if answer.streaming:  # read to its end: closing it would close PostgreSQL's connection under the shared rows
            b"".join(answer.streaming_content)
        return answer

    def test_saved_under_its_own_name(self, client, case):
        answer = self.answer(client, attached(case[0]))
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer.headers["Content-Type"] == PDF
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(("kind", "sandboxed"), [(PDF, False), ("image/png", True)])
    def test_shown_on_request_as_a_guest(self, client, case, kind, sandboxed):
        answer = self.answer(client, attached(case[0], content_type=kind), "?inline=1")
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert ("sandbox" in policy) == sandboxed

    def test_what_could_carry_scripts_is_never_shown(self, client, case):
        odd = attached(case[0], name="x.html", content_type="text/html")
        assert self.answer(client, odd, "?inline=1").headers["Content-Disposition"].startswith("attachment")

    def test_a_lost_file_is_told_and_not_a_crash(self, client, case):
        attachment = attached(case[0])
        attachment.file.storage.delete(attachment.file.name)
        assert opened(client, make.clerk(), attachment) == 404
