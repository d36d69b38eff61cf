"""People at their browsers: each with a window of its own, logged in."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import factories as make
from tests.servers import wait_until

CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
DESK = {"width": 1366, "height": 768}


class Person:
    """One account at one browser window. `page` is Playwright's; the rest are the gestures the stories repeat."""

    def __init__(self, browser: Browser, base_url: str, account, viewport=DESK):
        self.account, self.base_url = account, base_url
        self.context = browser.new_context(base_url=base_url, viewport=viewport, **CHINA)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("response", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        self.page.on("request", self._note_request)

    def _note(self, response) -> None:
        if response.status >= 500:
            self.errors.append(f"{response.status} {response.url}")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.base_url, "data:", "blob:", "about:")):
            self.errors.append(f"another host: {request.url}")

    def enter(self, account=None) -> "Person":
        """With a session of their own, as after the login page; that page itself is walked through in log_in.

        `account`: from now on somebody else sits at this window.
        """
        self.account = account or self.account
        client = Client()
        client.force_login(self.account)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base_url}])
        return self

    def log_in(self, password: str = make.PASSWORD) -> "Person":
        self.page.goto("/login/")
        self.page.get_by_label("用户名").fill(self.account.username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.ok, f"{answer.status} {address}"

    def press(self, name: str, sure: bool = False) -> None:
        """Press a button of the page's main part; `sure`: and confirm in the dialog that asks."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        if sure:
            self.page.get_by_role("dialog").get_by_role("button", name=re.compile(name)).click()

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button by what it sends."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def submit(self) -> None:
        """Press the page's one primary button, confirm if it asks, and be taken elsewhere."""
        here = self.page.url
        self.page.locator("main form button[type=submit].btn-primary").first.click()
        sure = self.page.get_by_role("dialog").locator(".btn-primary, .btn-danger").first

        def answered() -> bool:
            self.page.wait_for_timeout(20)  # lets Playwright hear of a new address
            return self.page.url != here or sure.is_visible()

        wait_until(answered, 10, "the next page, or the question before it")
        if self.page.url == here:
            sure.click()
        expect(self.page).not_to_have_url(here)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def pick(self, label, *texts: str) -> None:
        """Choose in a picker by typing, with the keyboard alone."""
        field = label if not isinstance(label, str) else self.page.get_by_label(label)
        for text in texts:
            field.click()
            self.page.keyboard.type(text)
            expect(self.page.locator(".ts-dropdown .option.active:visible")).to_be_visible()
            self.page.keyboard.press("Enter")

    def is_content(self) -> None:
        """Nothing broke while this person worked, and no page asked another host."""
        assert self.errors == []
