"""People at a browser's window, logged in."""

import logging
import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import factories as make
from tests.servers import wait_until

CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
DESK = {"width": 1366, "height": 768}


def started(browser: Browser, base_url: str, viewport=DESK) -> BrowserContext:
    """A browser as it is when a desk is new: no cookies, nothing downloaded."""
    context = browser.new_context(base_url=base_url, viewport=viewport, **CHINA)
    context.set_default_timeout(10_000)
    return context


class Broken(logging.Handler):
    """Keeps what the server says of its answers from 500 on."""

    def __init__(self, errors: list[str]):
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record) -> None:
        self.errors.append(record.getMessage())


class Window:
    """A browser's window, at which people take turns: its page, and what broke in it."""

    def __init__(self, context: BrowserContext, base_url: str):
        self.base_url, self.context = base_url, context
        self.context.clear_cookies()
        self.page: Page = self.context.new_page()
        self.sits: Person | None = None
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        # Not every request, thirty a page: the browser finds no other host (tests/servers.py), and the server, in this
        # very process, writes down what broke in it.
        self.page.on("requestfailed", self._note_other_host)
        self.broken = Broken(self.errors)
        logging.getLogger("django.request").addHandler(self.broken)

    def _note_other_host(self, request) -> None:
        if not request.url.startswith((self.base_url, "data:", "blob:", "about:")):
            self.errors.append(f"another host: {request.url}")

    def seat(self, person: "Person") -> None:
        """That person sits down, with the cookies of their own and nobody else's."""
        if self.sits is not person:
            self.sits = person
            self.context.clear_cookies()
            self.context.add_cookies(person.cookies)

    def close(self) -> None:
        """Nothing broke while people worked here, and no page asked another host."""
        logging.getLogger("django.request").removeHandler(self.broken)
        for page in self.context.pages:
            page.close()
        assert self.errors == []


class Person:
    """One account at a window. `page` is Playwright's; the rest are the gestures the stories repeat."""

    def __init__(self, window: Window, account):
        self.window, self.account, self.cookies = window, account, []
        self.page, self.context = window.page, window.context

    def enter(self) -> "Person":
        """With a session of their own, as after the login page; that page itself is walked through in log_in."""
        client = Client()
        client.force_login(self.account)
        name = settings.SESSION_COOKIE_NAME
        self.cookies = [{"name": name, "value": client.cookies[name].value, "url": self.window.base_url}]
        return self

    def log_in(self, password: str = make.PASSWORD) -> "Person":
        self.open("/login/")
        self.page.get_by_label("用户名").fill(self.account.username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page).not_to_have_url(re.compile("/login/"))
        self.cookies = self.context.cookies()
        return self

    def open(self, address: str) -> None:
        """Sit down, if somebody else sat there, and go to that page."""
        self.window.seat(self)
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
