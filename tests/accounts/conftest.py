import pytest

from tests.gateway import Gateway

SECRET = "两边都知道的密钥"


@pytest.fixture
def gateway(settings):
    with Gateway() as server:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = server.url, SECRET
        yield server
