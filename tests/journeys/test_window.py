"""The window of the stories: what breaks in it is noticed."""

import pytest

from accounts.views.login import Login
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHERS = ["https://example.com/a.png", "http://192.0.2.1/b.png"]
ASK = """(addresses) => {
    for (const address of addresses) document.body.append(Object.assign(new Image(), { src: address }));
    setTimeout(() => { throw new Error("a script") });
}"""


def test_what_breaks_is_noticed(window, monkeypatch):
    window.page.goto("/login/")
    window.page.evaluate(ASK, OTHERS)
    wait_until(lambda: window.page.wait_for_timeout(50) or len(window.errors) == 3, what="what is wrong with the page")
    monkeypatch.setattr(Login, "get", lambda *_args, **_kwargs: 1 / 0)
    window.page.goto("/login/")
    assert sorted(window.errors) == [
        "Internal Server Error: /login/",
        *(f"another host: {address}" for address in reversed(OTHERS)),
        "script: a script",
    ]
    window.errors.clear()
