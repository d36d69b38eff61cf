"""No one can reply and forget: what may not be filed is said at its field, and what is sent back is kept and mended."""

from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import expect

from suggestions.choices import AssignmentState, CommitmentState, ReplyState
from suggestions.models import ResultClass
from tests import factories as make
from tests.journeys.test_main_path import sign_and_pass

DUE = "2027-12-31"


def test_a_reply_refused_sent_back_twice_and_filed(call, office):
    """C without a reason and B without a day are refused; the head and the office each send it back; then it passes."""
    item = make.assigned(office["handler"].unit)
    task = make.signed(item)
    handler = call("handler")
    page = handler.page

    # Without a contact before it nothing is filed
    handler.open(f"/tasks/{task.pk}/reply/")
    write(handler, "C", "")
    send(handler)
    handler.sees("还没有答复前与代表联系的记录")
    make.contacted(item)

    handler.open(f"/tasks/{task.pk}/reply/")
    expect(page.locator("[name=text]")).to_have_value("您提出的建议收悉，现答复如下。")
    write(handler, "C", "")
    send(handler)
    handler.sees("须实事求是说明未能解决的理由")
    write(handler, "B", "")
    send(handler)
    handler.sees("至少要有一项写明完成日期的承诺事项")
    assert not task.replies.exists()

    page.locator("[name=promise-0-matter]").fill("建成学校门前人行道")
    page.locator("[name=promise-0-due_on]").fill(DUE)
    handler.submit()
    head, clerk = call("head"), call("clerk")
    head.open(f"/replies/{task.replies.get().pk}/sign-off/")
    head.page.locator("[name=reason]").fill("请补充资金来源。")
    head.press("退回修改")
    head.sees("退回")

    again(handler, task, "已安排财政资金二百万元。")
    head.open(f"/replies/{task.replies.latest('version').pk}/sign-off/")
    head.press("签发并送代表工作机构审核", sure=True)
    head.sees("签发")
    clerk.open(f"/replies/{task.replies.latest('version').pk}/review/")
    clerk.page.locator("[name=reason]").fill("请写明开工时间。")
    clerk.press("退回重办")
    clerk.sees("退回")

    again(handler, task, "2027年3月开工。")
    sign_and_pass(call, task)

    task.refresh_from_db()
    assert task.state == AssignmentState.ANSWERED
    states = list(task.replies.order_by("version").values_list("state", flat=True))
    assert states == [ReplyState.SENT_BACK_BY_HEAD, ReplyState.SENT_BACK_BY_OFFICE, ReplyState.ACCEPTED]
    on_ledger = item.commitments.get(state=CommitmentState.OPEN)
    assert (on_ledger.matter, f"{on_ledger.due_on:%Y-%m-%d}") == ("建成学校门前人行道", DUE)
    assert item.commitments.filter(state=CommitmentState.PROPOSED).count() == 2  # of the versions sent back
    clerk.open("/commitments/")
    clerk.sees("建成学校门前人行道")

    # The papers of what is filtered, as one archive
    clerk.open("/suggestions/papers/")
    clerk.page.get_by_label("答复函").check()
    with clerk.page.expect_download() as download:
        clerk.press("打包下载")
    archive = ZipFile(BytesIO(download.value.path().read_bytes()))
    assert [name for name in archive.namelist() if name.startswith(item.number) and name.endswith(".docx")]


def write(handler, code: str, reason: str) -> None:
    page = handler.page
    page.locator("[name=text]").fill("您提出的建议收悉，现答复如下。")
    page.get_by_label("文号").fill("测建函〔2026〕9号")
    page.get_by_label("签发人").fill("冯局长")
    handler.choose("result_class", str(ResultClass.objects.get(code=code).pk))
    if reason:
        page.locator("[name=unsolved_reason]").fill(reason)


def send(handler) -> None:
    """Press the button and stay: what is refused keeps the page."""
    handler.page.locator("main form button[type=submit].btn-primary").first.click()


def again(handler, task, words: str) -> None:
    """The version sent back is where the next one starts: its words and its promise are there."""
    handler.open(f"/tasks/{task.pk}/reply/")
    text = handler.page.locator("[name=text]")
    expect(handler.page.locator("[name=promise-0-matter]")).to_have_value("建成学校门前人行道")
    text.fill(f"{text.input_value()}\n{words}")
    handler.submit()
