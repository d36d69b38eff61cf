"""What goes wrong in an office: a login that expires, two clerks on one item, a file that is not what it says."""

import pytest
from django.contrib.sessions.models import Session as LoginSession
from playwright.sync_api import expect

from suggestions.choices import Status
from suggestions.models import Draft, ImportFile, Suggestion
from tests import factories as make
from tests.journeys.people import Person, Window, started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_login_expires_while_a_reply_is_typed(call, office):
    item = make.assigned(office["handler"].unit)
    task = make.signed(item)
    handler = call("handler")
    handler.open(f"/tasks/{task.pk}/reply/")
    text, status = handler.page.locator("[name=text]"), handler.page.locator("[data-autosave-status]")
    text.fill("第一段，登录还有效时写的。")
    expect(status).to_contain_text("草稿已于", timeout=15_000)
    LoginSession.objects.all().delete()
    text.press_sequentially("第二段，登录过期后写的。")
    handler.sees("登录已过期")
    expect(text).to_have_value("第一段，登录还有效时写的。第二段，登录过期后写的。")
    assert Draft.objects.get().data["text"] == "第一段，登录还有效时写的。"

    second = handler.context.new_page()  # logs in at another window, as the sentence says
    second.goto("/login/")
    second.get_by_label("用户名").fill(office["handler"].username)
    second.get_by_label("密码").fill(make.PASSWORD)
    second.get_by_role("button", name="登录").click()
    expect(second.get_by_role("heading", level=1)).to_be_visible()
    text.press_sequentially("第三段。")
    expect(status).to_contain_text("草稿已于", timeout=15_000)
    assert Draft.objects.get().data["text"].endswith("第三段。")


@pytest.mark.parametrize("arrives", [True, False])
def test_the_page_is_reloaded_in_the_middle_of_a_sentence(call, office, arrives):
    """What was typed last is on its way when the page is drawn anew, or lost: it is there, and writing goes on."""
    task = make.signed(make.assigned(office["handler"].unit))
    handler = call("handler")
    page, sends = handler.page, f"**/drafts/reply/{task.pk}/"
    handler.open(f"/tasks/{task.pk}/reply/")
    text, status = page.locator("[name=text]"), page.locator("[data-autosave-status]")
    text.fill("第一句。")
    text.blur()  # who leaves the field need not wait for the draft
    expect(status).to_contain_text("草稿已于", timeout=15_000)
    text.press_sequentially("第二句。")
    page.locator("[name=promise-0-matter]").fill("建泵站")
    handler.press("再加一项")
    page.locator("[name=promise-1-matter]").fill("公布水质")
    handler.choose("result_class", str(make.result_class("C").pk))
    if not arrives:
        page.route(sends, lambda route: route.abort())
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload(wait_until="commit")
    page.unroute(sends)
    expect(text).to_have_value("第一句。第二句。")
    expect(page.locator("[name=promise-1-matter]")).to_have_value("公布水质")
    expect(page.locator("[name=unsolved_reason]")).to_be_visible()  # goes with the class
    text.press("Control+End")
    text.press_sequentially("第三句。")
    expect(status).to_contain_text("草稿已于", timeout=15_000)
    expect(page.locator("form[data-autosave-url]")).to_have_attribute("data-autosave-state", "saved", timeout=15_000)
    assert "另一个窗口" not in status.inner_text()
    draft = Draft.objects.get()
    assert draft.data["text"] == "第一句。第二句。第三句。"
    assert draft.data["promise-1-matter"] == "公布水质"
    page.reload()
    expect(text).to_have_value("第一句。第二句。第三句。")
    assert page.evaluate("sessionStorage.length") == 0


def test_answers_and_promises_survive_the_end_of_the_session(call, office):
    """The handler writes, the session is gone, logs in again on the same page: every row is there, and it is filed."""
    item = make.assigned(office["handler"].unit)
    task = make.signed(item)
    make.contacted(item)
    item.refresh_from_db()
    first, second = make.asked(item, "清淤", "建泵站")
    handler = call("handler")
    handler.open(f"/tasks/{task.pk}/reply/")
    page, status = handler.page, handler.page.locator("[data-autosave-status]")
    handler.choose(f"answer-{first.pk}-outcome", "done")
    page.locator(f"[name=answer-{first.pk}-text]").fill("已清淤三公里。")
    handler.choose(f"answer-{second.pk}-outcome", "planned")
    page.locator(f"[name=answer-{second.pk}-text]").fill("年内动工。")
    page.locator(f"[name=answer-{second.pk}-planned_on]").fill("2027-06-30")
    page.locator("[name=promise-0-matter]").fill("建成二号泵站")
    page.locator("[name=promise-0-due_on]").fill("2027-12-31")
    handler.press("再加一项")
    page.locator("[name=promise-1-matter]").fill("每季度公布水质")
    page.locator("[name=promise-1-due_on]").fill("2027-03-31")
    page.locator("[name=promise-1-due_on]").blur()
    expect(page.get_by_text("按逐条答复，建议定为此类").locator("visible=true")).to_have_count(1, timeout=15_000)
    expect(status).to_contain_text("草稿已于", timeout=15_000)
    LoginSession.objects.all().delete()
    page.goto(f"/tasks/{task.pk}/reply/")
    page.get_by_label("用户名").fill(office["handler"].username)
    page.get_by_label("密码").fill(make.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("[name=promise-1-matter]")).to_have_value("每季度公布水质")
    expect(page.locator(f"[name=answer-{first.pk}-text]")).to_have_value("已清淤三公里。")
    expect(page.locator(f"[name=answer-{second.pk}-planned_on]")).to_have_value("2027-06-30")
    page.locator("[name=text]").fill("您提出的建议收悉，现答复如上。")
    page.get_by_label("文号").fill("测水函〔2026〕3号")
    page.get_by_label("签发人").fill("冯局长")
    handler.choose("result_class", str(make.result_class("B").pk))
    handler.submit()
    made = task.replies.get()
    assert [answer.text for answer in made.answers.all()] == ["已清淤三公里。", "年内动工。"]
    assert sorted(made.commitments.values_list("matter", flat=True)) == ["建成二号泵站", "建泵站", "每季度公布水质"]


def test_two_clerks_review_one_suggestion(call, browser, live_server, office):
    item = make.suggestion()
    first = call("clerk")
    other = Window(started(browser, live_server.url), live_server.url)
    second = Person(other, make.clerk(name="钱经办")).enter()
    for person in (first, second):
        person.open(f"/suggestions/{item.pk}/review/")
    first.choose("outcome", "accept")
    first.submit()
    second.choose("outcome", "convert")
    second.page.locator("[name=reason]").fill("属于单位内部事务")
    second.page.locator("main form button[type=submit].btn-primary").first.click()
    second.sees("最近一次操作")
    second.sees("周经办")
    item.refresh_from_db()
    assert (item.status, item.events.count()) == (Status.ACCEPTED, 2)
    other.close()
    other.context.close()


NO_LEDGERS = [
    ("台账.xlsx", b"not a workbook", "列名"),
    ("台账.xlsx", b"PK\x03\x04 broken", "损坏"),
    ("台账.exe", b"MZ\x90\x00", "不"),
    ("台账.csv", b"", "空"),
]


def test_a_file_that_is_no_ledger_gets_a_sentence(call):
    clerk = call("clerk")
    for name, content, sentence in NO_LEDGERS:
        clerk.open("/imports/")
        clerk.page.get_by_label("新会议").fill("十三届二次会议")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        clerk.page.locator("input[type=file]").set_input_files(file)
        clerk.press("上传并核对")
        fault = clerk.page.locator(".error-summary, .invalid-feedback, .alert-danger").first
        expect(fault, name).to_contain_text(sentence)
        assert (ImportFile.objects.count(), Suggestion.objects.count()) == (0, 0), name
