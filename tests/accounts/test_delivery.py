"""Messages on their way out: through a real SMTP server and a real HTTP gateway; failures, retries, claims."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts import delivery, notifications
from accounts.models import Delivery, Notification
from accounts.notifications import Digest
from devtools.processes import free_port
from suggestions.actions import urge
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = make.at(hour=8)
SECRET = "两边都知道的密钥"
State, Channel = Delivery.State, Delivery.Channel


@pytest.fixture(autouse=True)
def _named_environment(settings):
    settings.ENVIRONMENT_NAME, settings.SITE_URL, settings.OFFICE_NAME = "演练", "http://office.test", "某市人大"


def post(*people, key="digest:2026-03-02", at: datetime = AT) -> list[Delivery]:
    digests = [Digest(person, "今日提醒：逾期 2 件", "1号 关于路灯的建议\n2号 关于校车的建议") for person in people]
    notifications.post_digests(digests, key=key, at=at)
    return list(Delivery.objects.filter(notification__key=key).order_by("pk"))


def deliver(minutes: float = 0, **options) -> tuple[int, int, int]:
    tally = delivery.deliver(AT + timedelta(minutes=minutes), **options)
    return tally.sent, tally.failed, tally.given_up


def person(**fields):
    return make.user(name="王经办", **fields)


class TestWaysOut:
    """Which deliveries a message gets."""

    @pytest.mark.parametrize(
        ("fields", "email", "webhook", "channels"),
        [
            ({"email": "a@office.test", "phone": "13800000000"}, True, True, {"email", "webhook"}),
            ({"email": "a@office.test", "phone": "13800000000"}, False, True, {"webhook"}),
            ({"email": "a@office.test", "phone": "13800000000"}, True, False, {"email"}),
            ({"email": "", "phone": "13800000000"}, True, True, {"webhook"}),
            ({"email": "a@office.test", "phone": ""}, True, True, {"email"}),
            ({}, True, True, set()),
            ({"email": "a@office.test", "phone": "13800000000"}, False, False, set()),
        ],
    )
    def test_only_what_is_switched_on_and_knows_an_address(self, settings, fields, email, webhook, channels):
        settings.EMAIL_ENABLED, settings.WEBHOOK_URL = email, "http://gateway.test" if webhook else ""
        made = post(person(**fields))
        assert {one.channel for one in made} == channels
        assert {one.address for one in made} <= set(fields.values())
        assert Notification.objects.count() == 1, "the inbox always"

    def test_an_urging_goes_out_and_casework_stays_in_the_inbox(self, settings):
        settings.EMAIL_ENABLED = True
        item = make.assigned()
        contact = make.handler(make.task(item).unit, email="unit@office.test")
        urge.urge(suggestion=item, words="请抓紧", by=make.clerk(), today=make.DAY, at=AT)
        [made] = Delivery.objects.select_related("notification")
        assert (made.address, made.notification.recipient, made.notification.kind) == (
            "unit@office.test",
            contact,
            Notification.Kind.URGE,
        )
        for _again in range(2):
            words = {"key": "x", "kind": Notification.Kind.SYSTEM, "subject": "x", "at": AT}
            notifications.post([contact], **words, is_outward=True)
        assert Delivery.objects.count() == 2, "the same key twice: one more, not two"


class TestEmail:
    def test_what_arrives(self, mailbox):
        made = post(person(email="wang@office.test"))
        assert deliver() == (1, 0, 0)
        [mail] = mailbox.messages
        assert mail["Subject"] == "[演练] 今日提醒：逾期 2 件"
        assert mail["To"] == "wang@office.test"
        assert mail["Auto-Submitted"] == "auto-generated"
        body = mail.get_content().replace("\r\n", "\n")
        assert "王经办" in body
        assert "1号 关于路灯的建议\n2号 关于校车的建议" in body
        assert "http://office.test/" in body
        made[0].refresh_from_db()
        assert (made[0].state, made[0].sent_at, made[0].attempts, made[0].error) == (State.SENT, AT, 1, "")

    def test_it_is_sent_once(self, mailbox):
        post(person(email="wang@office.test"))
        assert [deliver(), deliver(1), deliver(600)] == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]
        assert len(mailbox.messages) == 1

    def test_the_real_office_has_no_name_in_front(self, mailbox, settings):
        settings.ENVIRONMENT_NAME = ""
        post(person(email="wang@office.test"))
        deliver()
        assert mailbox.messages[0]["Subject"] == "今日提醒：逾期 2 件"

    def test_a_title_with_a_line_break_is_no_header(self, mailbox):
        notifications.post_digests([Digest(person(email="a@b.test"), "一\r\nBcc: x@y.test", "")], key="k", at=AT)
        assert deliver() == (1, 0, 0)
        assert mailbox.messages[0]["Subject"] == "[演练] 一 Bcc: x@y.test"
        assert mailbox.messages[0]["Bcc"] is None

    def test_one_refused_address_does_not_stop_the_next(self, mailbox, settings, monkeypatch):
        refused, fine = post(person(email="bad@office.test"), person(email="good@office.test"))
        real = mailbox.handle_DATA

        async def choosy(server, session, envelope):
            return (
                "550 no such user" if "bad@office.test" in envelope.rcpt_tos else await real(server, session, envelope)
            )

        monkeypatch.setattr(mailbox, "handle_DATA", choosy)
        assert deliver() == (1, 1, 0)
        refused.refresh_from_db()
        fine.refresh_from_db()
        assert (refused.state, fine.state) == (State.FAILED, State.SENT)
        assert refused.error.startswith("邮件服务器没有收下：")
        assert "no such user" in refused.error

    def test_switched_off_later_nothing_leaves(self, mailbox, settings):
        [made] = post(person(email="wang@office.test"))
        settings.EMAIL_ENABLED = False
        assert deliver() == (0, 1, 0)
        made.refresh_from_db()
        assert (made.error, mailbox.messages) == ("电子邮件没有启用。", [])


class TestFailures:
    """A mail server that is not there: six attempts, each later, then a state that is shown."""

    @pytest.fixture
    def lost(self, settings):
        settings.EMAIL_ENABLED = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        [made] = post(person(email="wang@office.test"))
        return made

    def test_it_is_tried_again_later_and_later_and_then_given_up(self, lost):
        moments = [0, 1, 6, 36, 156, 636]  # 1, 5, 30, 120, 480 minutes after one another
        for n, minute in enumerate(moments):
            assert deliver(minute - 0.5) == (0, 0, 0), "not before its time"
            assert deliver(minute) == ((0, 1, 0) if n < 5 else (0, 0, 1))
        lost.refresh_from_db()
        assert (lost.state, lost.attempts, lost.claimed_at) == (State.GIVEN_UP, 6, None)
        assert lost.error == "连不上邮件服务器：Connection refused"
        assert deliver(100_000) == (0, 0, 0)

    def test_a_given_up_one_is_put_back_with_all_its_attempts(self, lost, mailbox):
        Delivery.objects.update(state=State.GIVEN_UP, attempts=6, error="x")
        assert delivery.retry(lost, now=AT + timedelta(days=1)) is True
        assert delivery.retry(lost, now=AT + timedelta(days=1)) is False, "a second click"
        assert deliver() == (0, 0, 0)
        assert deliver(24 * 60) == (1, 0, 0)
        assert len(mailbox.messages) == 1

    @pytest.mark.parametrize("state", [State.PENDING, State.SENDING, State.SENT, State.FAILED])
    def test_only_a_given_up_one_is_put_back(self, lost, state):
        Delivery.objects.update(state=state)
        assert delivery.retry(lost, now=AT) is False

    def test_it_recovers_when_the_server_does(self, lost, mailbox):
        Delivery.objects.update(state=State.FAILED, attempts=3, error="x", due_at=AT)
        assert deliver() == (1, 0, 0)
        lost.refresh_from_db()
        assert (lost.state, lost.attempts, lost.error) == (State.SENT, 4, "")

    def test_a_fault_of_ours_is_shown_and_stops_nobody(self, lost, monkeypatch, mailbox, caplog):
        post(person(email="second@office.test"), key="second", at=AT + timedelta(seconds=1))
        real = delivery.CHANNELS[Channel.EMAIL]

        def broken(one, at):
            if one.pk == lost.pk:
                raise KeyError("a fault")
            real(one, at)

        monkeypatch.setitem(delivery.CHANNELS, Channel.EMAIL, broken)
        assert deliver(1) == (1, 1, 0)
        lost.refresh_from_db()
        assert (lost.state, lost.error) == (State.FAILED, "KeyError: 'a fault'")
        assert caplog.records

    def test_one_channel_does_not_hold_up_the_other(self, lost, gateway):
        post(person(phone="13800000000"), key="second", at=AT + timedelta(seconds=1))
        assert deliver(1) == (1, 1, 0)

    def test_a_channel_that_hangs_uses_up_its_own_time_only(self, lost, gateway, monkeypatch):
        for n in range(3):
            post(person(email="x@office.test", phone="13800000000"), key=f"more{n}")
        seconds = iter(range(0, 10_000, 30))  # each look at the clock is half a minute later
        monkeypatch.setattr(delivery, "monotonic", lambda: next(seconds))
        assert deliver() == (1, 1, 0), "one e-mail, then the gateway's turn"
        assert Delivery.objects.filter(state=State.PENDING).count() == 5, "waiting for the next run, no attempt lost"


class TestClaims:
    @pytest.fixture
    def waiting(self, mailbox):
        [made] = post(person(email="wang@office.test"))
        return made

    def test_what_another_worker_has_in_hand_is_left_alone(self, waiting):
        Delivery.objects.update(state=State.SENDING, claimed_at=AT, attempts=1)
        assert deliver(9) == (0, 0, 0)

    def test_a_worker_that_died_is_made_up_for_after_ten_minutes(self, waiting, mailbox):
        Delivery.objects.update(state=State.SENDING, claimed_at=AT, attempts=1)
        assert deliver(10) == (1, 0, 0)
        assert len(mailbox.messages) == 1

    def test_two_workers_with_the_same_list_send_once(self, waiting, mailbox, monkeypatch):
        """The second took its list before the first had sent: the claim decides."""
        real = delivery._claim

        def late(pk, now):
            monkeypatch.setattr(delivery, "_claim", real)
            assert deliver() == (1, 0, 0), "the other worker"
            return real(pk, now)

        monkeypatch.setattr(delivery, "_claim", late)
        assert deliver() == (0, 0, 0)
        assert len(mailbox.messages) == 1

    def test_a_message_that_kills_its_worker_is_given_up(self, waiting, mailbox):
        Delivery.objects.update(state=State.SENDING, claimed_at=AT, attempts=6)
        assert deliver(10) == (0, 0, 1)
        waiting.refresh_from_db()
        assert (waiting.error, mailbox.messages) == ("发送时后台服务多次中断。", [])

    def test_the_limit_and_the_oldest_first(self, mailbox, waiting):
        post(person(email="later@office.test"), key="later", at=AT + timedelta(seconds=1))
        assert deliver(1, limit=1) == (1, 0, 0)
        assert [mail["To"] for mail in mailbox.messages] == ["wang@office.test"]
        assert deliver(1, limit=1) == (1, 0, 0)


class TestCommand:
    def test_it_does_what_the_job_does(self, mailbox):
        post(person(email="wang@office.test"))
        out = StringIO()
        call_command("deliver", stdout=out)
        assert out.getvalue() == "已送达 1，失败将重试 0，已停止 0\n"
        assert len(mailbox.messages) == 1

    def test_a_limit_of_nothing_is_refused(self):
        with pytest.raises(CommandError, match="至少为 1"):
            call_command("deliver", limit=0)
