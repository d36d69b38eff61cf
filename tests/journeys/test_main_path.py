"""The whole way of one suggestion, by the people who walk it, each at a browser of their own."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from suggestions.choices import Status
from suggestions.models import Assignment, ResultClass, Suggestion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEDGER = """编号,标题,代表团,领衔代表,登记日期,正文
1,关于加快云岭县老旧小区加装电梯的建议,云岭县代表团,林知远,2026-11-02,老旧小区多无电梯，老人上下楼难。建议明确补贴、简化审批。
1,关于增设云岭县公交站点的建议,云岭县代表团,林知远,2026-11-02,公交站点少，群众出行不便。
"""
LETTER = "您提出的建议收悉，现答复如下：一、补贴标准已印发；二、审批已改为一窗受理。"


def test_from_the_ledger_to_the_export(call, tmp_path):
    ledger = tmp_path / "台账.csv"
    ledger.write_text(LEDGER, encoding="utf-8-sig")
    clerk = call("clerk", by_password=True)

    # Import: preview, one commit, the double under a marked number
    clerk.open("/imports/")
    clerk.page.get_by_label("新会议").fill("十三届二次会议")
    clerk.page.locator("input[type=file]").set_input_files(ledger)
    clerk.press("上传并核对")
    clerk.sees("1-2")
    clerk.press("确认导入", sure=True)
    clerk.sees("导入完成")
    item = Suggestion.objects.get(number="1")
    assert (Suggestion.objects.count(), item.status) == (2, Status.REGISTERED)

    # Review
    clerk.open(f"/suggestions/{item.pk}/review/")
    clerk.choose("outcome", "accept")
    clerk.submit()
    item.refresh_from_db()
    assert item.status == Status.ACCEPTED

    # The assignment conference: keyboard and initials, saved row by row, issued together
    clerk.open(f"/assignment/?session={item.session_id}")
    row = clerk.page.locator("[data-desk-row]")
    expect(row).to_have_count(1)
    clerk.pick(row.locator("[data-part=lead]"), "zfhcx")
    expect(row.locator("[data-state]")).to_have_text("已保存")
    clerk.pick(row.locator(".desk-assisting .ts-control"), "财政")
    expect(row.locator(".desk-assisting .item")).to_have_count(1)
    expect(row.locator("[data-state]")).to_have_text("已保存")
    clerk.press("交办全部已定的")
    clerk.sees("2 个单位")
    clerk.press("确认交办 1 件")
    clerk.sees("测试市住房和城乡建设局")
    lead_task = Assignment.objects.get(role="lead")
    help_task = Assignment.objects.get(role="assisting")

    # The units sign; the assisting one files its opinion
    handler, assistant = call("handler", by_password=True), call("assistant")
    handler.open("/")
    handler.sees("加装电梯")
    handler.open(f"/tasks/{lead_task.pk}/sign/")
    handler.press("签收")
    assistant.open(f"/tasks/{help_task.pk}/sign/")
    assistant.press("签收")
    assistant.open(f"/tasks/{help_task.pk}/opinion/")
    assistant.page.locator("[name=text]").fill("补贴资金已列入预算，供你单位答复时参考。")
    assistant.submit()

    # Contact with the deputy, then the reply: kept while typed
    meet(handler, item, "面商加装电梯补贴。")
    handler.open(f"/suggestions/{item.pk}/")
    handler.sees("面商加装电梯补贴")
    write_reply(handler, lead_task.pk, LETTER)
    sign_and_pass(call, lead_task)
    item.refresh_from_db()
    assert (item.status, item.is_replied, item.is_resolved, item.is_satisfied) == (Status.REPLIED, True, True, False)

    # The deputy is not satisfied: handled again in a round of its own
    judge(call("deputy"), item, "dissatisfied", "没有时间表。")
    clerk.open(f"/suggestions/{item.pk}/rehandle/")
    clerk.page.locator("[name=reason]").fill("请写明时间表。")
    clerk.submit()
    clerk.open(f"/suggestions/{item.pk}/")
    clerk.sees("第 2 轮")
    again = Assignment.objects.get(role="lead", round=2)
    handler.open(f"/tasks/{again.pk}/sign/")
    handler.press("签收")
    meet(handler, item, "当面听取对上次答复的意见。")
    write_reply(handler, again.pk, LETTER + "全部电梯于2027年6月底前装完。", number="测建函〔2026〕31号")
    sign_and_pass(call, again)

    # Satisfied: closed, and in the export as the list shows it
    judge(call("deputy"), item, "satisfied", "")
    clerk.open(f"/suggestions/{item.pk}/close/")
    clerk.submit()
    item.refresh_from_db()
    assert (item.status, item.round, item.grade) == (Status.CLOSED, 2, "satisfied")
    assert list(item.evaluations.values_list("round", "result")) == [(1, "dissatisfied"), (2, "satisfied")]
    clerk.open(f"/suggestions/?session={item.session_id}&status=closed")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="导出这 1 件").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    cells = [str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None]
    assert any("加装电梯" in c for c in cells)
    assert not any("公交站点" in c for c in cells), "the export is what is filtered"


def meet(handler, item: Suggestion, words: str) -> None:
    """Speak with the deputy and record it: without that no reply is filed."""
    handler.open(f"/suggestions/{item.pk}/contact/")
    handler.choose("stage", "before")
    handler.page.get_by_label("方式").select_option("face_to_face")
    handler.page.get_by_label("参加人员").fill("林知远、郑承办")
    handler.page.get_by_label("沟通情况").fill(words)
    handler.submit()


def write_reply(handler, task: int, text: str, number: str = "测建函(2026)30号") -> None:
    """Write, wait until the server has it, leave without a word, come back, submit."""
    handler.open(f"/tasks/{task}/reply/")
    handler.page.locator("[name=text]").fill(text)
    handler.page.get_by_label("文号").fill(number)
    handler.page.get_by_label("文号").blur()  # saves at once
    expect(handler.page.locator("[data-autosave-status]")).to_contain_text("草稿已于", timeout=15_000)
    handler.open(f"/tasks/{task}/reply/")
    expect(handler.page.locator("[name=text]")).to_have_value(text)
    handler.page.get_by_label("签发人").fill("冯局长")
    handler.choose("result_class", str(ResultClass.objects.get(code="A").pk))
    handler.submit()


def sign_and_pass(call, task: Assignment) -> None:
    """The head signs, the office passes it."""
    reply = task.replies.latest("version")
    head, clerk = call("head"), call("clerk")
    head.open(f"/replies/{reply.pk}/sign-off/")
    head.press("签发并送代表工作机构审核", sure=True)
    head.sees("签发")
    clerk.open(f"/replies/{reply.pk}/review/")
    clerk.submit()


def judge(deputy, item: Suggestion, grade: str, words: str) -> None:
    deputy.open(f"/suggestions/{item.pk}/evaluate/")
    deputy.choose("attitude", "satisfied")
    deputy.choose("result", grade)
    deputy.page.get_by_label("意见建议").fill(words)
    deputy.submit()
