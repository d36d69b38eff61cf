"""An address that only takes a form, opened by hand: a sentence and a way on."""

import pytest

from tests import factories as make


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/tasks/sign/", "/assignment/save/", "/inbox/read-all/"])
def test_opened_by_hand(client, path):
    client.force_login(make.clerk())
    answer = client.get(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "此地址不能直接打开" in answer.content.decode()
