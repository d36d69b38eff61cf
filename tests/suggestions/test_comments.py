"""Remarks at a place in a letter: made by who decides now, read by those who work on it, settled by its writers."""

from copy import deepcopy
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.roles import HandlingSystem, Role
from suggestions.actions import comment, reply
from suggestions.choices import ReplyState
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Event, ReplyComment
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db
SECRET = "这里说得太笼统。"


@pytest.fixture(scope="module")
def made(rows_stay):
    """A reply filed by a lead that has an assisting unit beside it."""
    lead, helper = make.unit("市水务局"), make.unit("市财政局", handling_system=HandlingSystem.PARTY)
    text = "张三代表：\n第一段。\n第二段。\n市水务局\n2026年3月2日"
    item = make.assigned(lead, assisting=[helper], number="7")
    return make.filed(item, lead, text=text, without_opinions_reason="对方尚在研究。"), helper


@pytest.fixture
def filed(made):
    return deepcopy(made[0])


@pytest.fixture
def helper(made):
    return made[1]


def url(made, name="comment") -> str:
    return reverse(f"suggestions:{name}", args=[made.pk])


def remarked(made, by=None):
    return make.remark(made, SECRET, by=by, quote="第一段")


class TestMaking:
    def test_each_paragraph_has_its_way_to_a_remark(self, client, filed):
        client.force_login(make.clerk())
        page = client.get(url(filed, "review_reply"))
        html = page.content.decode()
        assert [f'data-comment-place="{n}"' in html for n in (0, 1, 2, 3)] == [True, True, True, False]
        query = urlencode({"paragraph": 2, "next": url(filed, "review_reply")})
        form = client.get(f"{url(filed)}?{query}&quote=第二段")  # the way without a script
        assert form.context["form"].initial == {"paragraph": 2, "quote": "第二段"}
        data = {"paragraph": "2", "quote": "第二段", "text": SECRET, "next": url(filed, "review_reply")}
        assert client.post(url(filed), data)["Location"] == url(filed, "review_reply")
        made = ReplyComment.objects.get()
        assert (made.paragraph, made.quote, made.text) == (2, "第二段", SECRET)
        shown = words(client.get(url(filed, "review_reply")))
        assert SECRET in shown
        assert "批注 1" in shown  # at the paragraph
        event = Event.objects.get(action="comment")
        assert (event.reason, event.detail) == (SECRET, "第1版，第2段")

    def test_the_decision_goes_on_from_what_was_read(self, client, filed):
        """A remark counts the task on; the page that the script gets back carries the new count."""
        client.force_login(make.clerk())
        before = client.get(url(filed, "review_reply")).context["seen"]
        data = {"paragraph": "1", "text": SECRET, "next": url(filed, "review_reply")}
        after = client.post(url(filed), data, follow=True).context["seen"]
        assert after > before
        stale = client.post(url(filed, "review_reply"), {"decision": "accept", "seen": before})
        assert stale.status_code == 409
        done = client.post(url(filed, "review_reply"), {"decision": "reject", "reason": "见批注", "seen": after})
        assert done.status_code == 302

    @pytest.mark.parametrize(
        ("data", "field"),
        [({"paragraph": "2", "text": " "}, "text"), ({"paragraph": "9", "text": "x"}, "paragraph")],
    )
    def test_what_is_refused_stays_on_the_page(self, client, filed, data, field):
        client.force_login(make.clerk())
        answer = client.post(url(filed), {"quote": "我选的字", **data})
        assert list(answer.context["form"].errors) == [field]
        assert "我选的字" in answer.content.decode()
        assert not ReplyComment.objects.exists()

    @pytest.mark.parametrize(
        ("state", "deciding"),
        [
            (ReplyState.AWAITING_SIGNATURE, "unit_head"),
            (ReplyState.AWAITING_COORDINATOR, "coordinator"),
            (ReplyState.AWAITING_REVIEW, "clerk"),
            (ReplyState.ACCEPTED, None),
            (ReplyState.SENT_BACK_BY_OFFICE, None),
        ],
    )
    def test_only_who_decides_now_remarks(self, state, deciding):
        gov = make.user(Role.COORDINATOR)
        if state == ReplyState.AWAITING_COORDINATOR:
            make.coordinated()
        item = make.assigned()
        made = {
            ReplyState.AWAITING_SIGNATURE: make.submitted,
            ReplyState.ACCEPTED: make.replied,
        }.get(state, make.filed)(item)
        if state == ReplyState.SENT_BACK_BY_OFFICE:
            reply.reject(reply=made, reason="重写", by=make.clerk(), at=make.at())
        unit = made.assignment.unit
        people = {
            "unit_head": make.head(unit),
            "unit_handler": make.handler(unit),
            "coordinator": gov,
            "clerk": make.clerk(),
            "auditor": make.user(Role.AUDITOR),
            "deputy": make.user(Role.DEPUTY, deputy=item.lead_deputy),
        }
        for name, person in people.items():
            add = {"reply": made, "paragraph": 1, "text": SECRET, "by": person, "at": make.at()}
            if name == deciding:
                assert comment.add(**add).by == person
            else:
                with pytest.raises((NotAllowed, RuleViolation)):
                    comment.add(**add)
        assert ReplyComment.objects.count() == (deciding is not None)

    def test_a_letter_before_its_signature_is_not_read_through_the_remarks(self, client):
        made = make.submitted(make.assigned(), text="尚未签发的话。")
        for person in (make.clerk(), make.user(Role.COORDINATOR), make.user(Role.LEADER)):
            client.force_login(person)
            assert client.get(f"{url(made)}?paragraph=1").status_code == 404
            assert client.post(url(made), {"paragraph": 1, "text": "x"}).status_code == 404


@pytest.fixture(scope="class")
def returned(made, rows_of_class):
    """The task whose reply was sent back with a remark."""
    filed = deepcopy(made[0])
    remarked(filed)
    reply.reject(reply=filed, reason="见批注。", by=make.clerk(), at=make.at())
    return filed.assignment


class TestReading:
    @pytest.mark.parametrize(
        ("who", "reads"),
        [
            ("clerk", True),
            ("office_head", True),
            ("own handler", True),
            ("own head", True),
            ("coordinator", True),
            ("auditor", True),
            ("assisting unit", False),
            ("coordinator of the assisting unit", False),
            ("deputy", False),
            ("leader", False),
            ("committee", False),
            ("administrator", False),
        ],
    )
    def test_who_reads_the_remarks(self, client, returned, helper, who, reads):
        lead, item = returned.unit, returned.suggestion
        person = {
            "own handler": lambda: make.handler(lead),
            "own head": lambda: make.head(lead),
            "assisting unit": lambda: make.handler(helper),
            "coordinator of the assisting unit": lambda: make.user(Role.COORDINATOR, handling_system="party"),
            "deputy": lambda: make.user(Role.DEPUTY, deputy=item.lead_deputy),
        }.get(who, lambda: make.user(Role(who)))()
        client.force_login(person)
        page = words(client.get(item.get_absolute_url()))
        assert (SECRET in page) == reads

    def test_what_the_head_says_stays_in_the_unit(self, client):
        made = make.submitted(make.assigned())
        head = make.head(made.assignment.unit)
        remarked(made, by=head)
        reply.sign_off(reply=made, by=head, on=DAY, at=make.at())
        for person, reads in ((make.handler(made.assignment.unit), True), (make.clerk(), False)):
            client.force_login(person)
            assert (SECRET in words(client.get(made.assignment.suggestion.get_absolute_url()))) == reads
        client.force_login(make.clerk())
        assert SECRET not in words(client.get(url(made, "review_reply")))


class TestSettling:
    @pytest.fixture
    def sent_back(self, filed):
        made = remarked(filed)
        reply.reject(reply=filed, reason="见批注。", by=make.clerk(), at=make.at())
        return made

    def test_the_writer_sees_it_beside_the_text_and_ticks_it(self, client, filed, sent_back):
        handler = make.handler(filed.assignment.unit, name="小李")
        client.force_login(handler)
        editor = url(filed.assignment, "reply")
        page = words(client.get(editor))
        for part in (SECRET, "第 1 版 第1段", "未处理"):
            assert part in page
        assert client.post(url(sent_back, "settle_comment"), {"next": editor})["Location"] == editor
        sent_back.refresh_from_db()
        assert sent_back.settled_by == handler
        assert "已处理" in words(client.get(editor))
        client.post(url(sent_back, "settle_comment"))
        before = sent_back.settled_at
        sent_back.refresh_from_db()
        assert sent_back.settled_at == before

    def test_the_next_reader_sees_whether_it_was_settled(self, client, filed, sent_back):
        other = make.remark  # a second remark stays open
        task = filed.assignment
        task.refresh_from_db()
        comment.settle(comment=sent_back, by=make.handler(task.unit), at=make.at())
        second = make.filed(
            task.suggestion, document_number="测教函〔2026〕9号", without_opinions_reason="对方尚在研究。"
        )
        other(second, "还差时限。")
        client.force_login(make.clerk())
        page = words(client.get(url(second, "review_reply")))
        assert "对以前版本的批注" in page
        assert "标为已处理" in page
        assert page.index("还差时限。") < page.index(SECRET)

    def test_only_its_writers_settle_and_only_while_they_write(self, client, filed, sent_back):
        task = filed.assignment
        for person, status in [
            (make.clerk(), 403),
            (make.user(Role.AUDITOR), 403),
            (make.user(Role.DEPUTY, deputy=task.suggestion.lead_deputy), 403),
            (make.handler(make.unit()), 404),
        ]:
            client.force_login(person)
            assert client.post(url(sent_back, "settle_comment")).status_code == status, person.role
        task.refresh_from_db()
        make.submitted(task.suggestion, document_number="测教函〔2026〕9号", without_opinions_reason="对方尚在研究。")
        sent_back = ReplyComment.objects.get(pk=sent_back.pk)
        with pytest.raises(RuleViolation, match="不在起草修改中"):
            comment.settle(comment=sent_back, by=make.handler(task.unit), at=make.at())
