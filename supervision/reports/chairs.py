"""The key topics for the council of chairs (主任会议, S37): one section each, as one Word file."""

from collections.abc import Callable

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.runs import CENTRE, SIZE_SMALL
from supervision.models import AnnualReport
from supervision.reports import values

NUMERALS = "一二三四五六七八九十"
_FACTS = (24, 54, 24, 54)
_ITEMS = (14, 52, 34, 30, 26)


def numeral(n: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    if not tens:
        return NUMERALS[n - 1]
    return f"{NUMERALS[tens - 1] if tens > 1 else ''}十{NUMERALS[ones - 1] if ones else ''}"


def write(report: AnnualReport, office: str, progress: Callable[[int], None]) -> bytes:
    topics = report.figures["topics"]
    page = Page(subject=f"{report.session.name}重点督办建议办理情况")
    page.title(f"{report.session.name}重点督办建议办理情况")
    page.line(f"（提请主任会议听取）　{values.stamp(report)}", size=SIZE_SMALL, align=CENTRE, pitch=24)
    items = sum(len(topic["suggestions"]) for topic in topics)
    replied = sum(bool(item["replied_on"]) for topic in topics for item in topic["suggestions"])
    held = sum(len(topic["supervisions"]) for topic in topics)
    if topics:
        page.text(
            f"经主任会议确定，本次会议的代表建议中有{items}件列为重点督办，归为{len(topics)}个专题，"
            f"每个专题由一位常委会领导领衔、一个委室联系。截至{values.written(report.as_of)}，已答复{replied}件，"
            f"开展督办{held}次。各专题情况如下。"
        )
    else:
        page.text(f"截至{values.written(report.as_of)}，本次会议的代表建议中没有列为重点督办的。")
    for number, topic in enumerate(topics, start=1):
        _topic(page, number, topic)
        progress(90 * number // len(topics))
    page.signature(office, values.frozen_day(report))
    return page.save()


def _topic(page: Page, number: int, topic: dict) -> None:
    page.head(f"{numeral(number)}、{topic['title']}")
    add_form(
        page,
        _FACTS,
        [
            [label("领衔领导"), value(topic["leader"]), label("联系委室"), value(topic["committee"])],
            [
                label("确定日期"),
                value(values.day(topic["decided_on"])),
                label("督办期间"),
                value(f"{values.day(topic['from_on'])}至{values.day(topic['until_on'])}"),
            ],
            [label("确定标准"), value(topic["criterion"], 3)],
            [label("督办方案"), value(topic["plan"], 3, is_flowing=True)],
            *([[label("结束督办"), value(topic["ended"], 3)]] if topic["ended"] else []),
        ],
    )
    page.subhead("（一）建议和答复情况")
    heads = [label(text) for text in ("编号", "标题", "主办单位", "状态", "结果和评价")]
    rows = [
        [
            value(item["number"], is_centred=True),
            value(f"{item['title']}（{item['proposer']}）"),
            value(item["units"] or "未交办"),
            value(_standing(item)),
            value("\n".join(filter(None, (item["result_class"], item["grade"]))) or "—"),
        ]
        for item in topic["suggestions"]
    ]
    add_form(page, _ITEMS, [heads, *rows], heads=1)
    page.subhead("（二）督办情况")
    for each in topic["supervisions"]:
        page.text(f"{values.day(each['held_on'])}，{each['kind']}，{each['place']}。参加人员：{each['people']}。")
        page.text(each["text"])
    if not topic["supervisions"]:
        page.text("尚未开展督办。")
    page.subhead("（三）整改任务")
    for each in topic["findings"]:
        page.text(
            f"{each['unit']}（{each['number']}号）：{each['matter']}，期限{values.day(each['due_on'])}，{each['state']}。"
        )
    if not topic["findings"]:
        page.text("没有交办整改任务。")


def _standing(item: dict) -> str:
    if item["replied_on"]:
        return f"{item['status']}\n{values.day(item['replied_on'])}答复"
    return f"{item['status']}\n期限{values.day(item['due_on'])}" if item["due_on"] else item["status"]
