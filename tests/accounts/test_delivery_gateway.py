"""Messages to the office's SMS or WeCom gateway, a real one on this machine: signed, timed, never redirected."""

import hashlib
import hmac
import json

import pytest

from accounts.models import Delivery
from devtools.processes import free_port
from tests import factories as make
from tests.accounts.test_delivery import _named_environment, deliver, person, post  # noqa: F401
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db

AT = make.at(hour=8)
SECRET = "两边都知道的密钥"
State, Channel = Delivery.State, Delivery.Channel


class TestGateway:
    @pytest.fixture
    def made(self, gateway):
        [made] = post(person(phone="13800000000"))
        return made

    def test_what_is_posted_and_that_the_signature_is_right(self, made, gateway):
        assert deliver() == (1, 0, 0)
        [(headers, body)] = gateway.received
        signed = headers["X-Timestamp"].encode() + b"." + body
        assert headers["X-Signature"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert headers["X-Timestamp"] == str(int(AT.timestamp()))
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert json.loads(body) == {
            "id": made.pk,
            "to": "13800000000",
            "name": "王经办",
            "subject": "[演练] 今日提醒：逾期 2 件",
            "body": "1号 关于路灯的建议\n2号 关于校车的建议",
            "url": "http://office.test/",
            "sent_at": "2026-03-02T08:00:00+08:00",
        }

    @pytest.mark.parametrize("status", [200, 201, 204])
    def test_taken(self, made, gateway, status):
        gateway.status = status
        assert deliver() == (1, 0, 0)

    @pytest.mark.parametrize("status", [304, 400, 401, 404, 429, 500, 503])
    def test_not_taken(self, made, gateway, status):
        gateway.status = status
        assert deliver() == (0, 1, 0)
        made.refresh_from_db()
        assert made.error == f"短信网关没有收下：HTTP {status}"
        gateway.status = 200
        assert deliver(1) == (1, 0, 0)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_message_does_not_follow_to_another_address(self, made, gateway, status):
        with Gateway() as elsewhere:
            gateway.status, gateway.location = status, elsewhere.url
            assert deliver() == (0, 1, 0)
            assert (len(gateway.received), elsewhere.received) == (1, [])

    def test_a_gateway_that_does_not_answer(self, made, gateway, monkeypatch):
        monkeypatch.setattr("accounts.channels.webhook.TIMEOUT", 0.2)
        gateway.is_mute.set()
        assert deliver() == (0, 1, 0)
        made.refresh_from_db()
        assert made.error.startswith("短信网关没有应答：")

    def test_a_gateway_that_is_not_there(self, made, settings):
        settings.WEBHOOK_URL = f"http://127.0.0.1:{free_port()}/"
        assert deliver() == (0, 1, 0)
        made.refresh_from_db()
        assert made.error == "短信网关没有应答：Connection refused"

    def test_switched_off_later_nothing_leaves(self, made, gateway, settings):
        settings.WEBHOOK_URL = ""
        assert deliver() == (0, 1, 0)
        made.refresh_from_db()
        assert (made.error, gateway.received) == ("短信网关没有启用。", [])
