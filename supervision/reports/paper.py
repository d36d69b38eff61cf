"""The year's report as a Word file in the order such reports have (domain.md 4.1), ready to be edited."""

from collections.abc import Callable, Sequence

from suggestions.choices import Grade, Status
from suggestions.definitions import NOTHING
from suggestions.letters.form import Cell, add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.runs import CENTRE, SIZE_SMALL
from supervision.models import AnnualReport
from supervision.reports import remarks, values
from supervision.reports.figures import NOT_TAKEN_ON, UNIT_GRADES
from supervision.reports.remarks import balance_words

WRITE_HERE = "（此处由代表工作机构补充）"
_LINE = (48, 20, 20, 22, 22, 24)
_LINE_HEADS = ("件数", "已答复", "已解决", "满意", "满意率")
_UNIT = (42, 16, 16, 16, 16, 26, 24)


def write(report: AnnualReport, office: str, progress: Callable[[int], None]) -> bytes:
    draft = _Draft(report, office)
    for number, chapter in enumerate(
        (
            draft.opening,
            draft.overview,
            draft.handling,
            draft.results,
            draft.satisfaction,
            draft.key,
            draft.problems,
            draft.next_steps,
            draft.annexes,
        ),
        start=1,
    ):
        chapter()
        progress(10 * number)
    return draft.page.save()


class _Draft:
    """One chapter after another; each sentence is made of frozen figures."""

    def __init__(self, report: AnnualReport, office: str):
        self.report, self.figures, self.office = report, report.figures, office
        self.counts, self.decimals = self.figures["whole"]["counts"], self.figures["decimals"]
        self.page = Page(subject=f"{report.session.name}代表建议办理情况报告")

    def percent(self, key: str) -> str:
        return values.percent(self.figures["rates"][key], self.decimals)

    def against_before(self, key: str) -> str:
        """，比上次会议提高…个百分点; empty where there is nothing to stand beside."""
        change = values.change(self.figures, key)
        if change == NOTHING:
            return ""
        if float(change) == 0:
            return "，与上次会议持平"
        way = "提高" if change.startswith("+") else "下降"
        return f"，比上次会议{way}{change.lstrip('+-')}个百分点"

    def opening(self) -> None:
        page, session = self.page, self.report.session
        page.title(f"关于{session.name}代表建议、批评和意见办理情况的报告")
        page.line(values.stamp(self.report), size=SIZE_SMALL, align=CENTRE, pitch=24)
        page.text(
            f"现将{session.name}代表建议、批评和意见（以下简称代表建议）的办理情况报告如下。"
            f"数字截至{values.written(self.report.as_of)}。"
        )

    def overview(self) -> None:
        page, found, statuses = self.page, self.figures, self.figures["statuses"]
        page.head("一、代表建议的基本情况")
        periods = "，".join(f"{line['label']}提出{line['counts']['total']}件" for line in found["periods"])
        page.text(f"共收到代表建议{found['total']}件{'，其中' + periods if periods else ''}。{self._compared()}")
        aside = [(status.label, statuses[status]) for status in NOT_TAKEN_ON if statuses[status]]
        waiting = [
            (status.label, statuses[status]) for status in (Status.REGISTERED, Status.ACCEPTED) if statuses[status]
        ]
        sentences = [
            f"已交办{self.counts['assigned']}件（含并案{statuses[Status.MERGED]}件），由{found['units_at_work']}个单位承办"
        ]
        if waiting:
            sentences.append("尚未交办的有" + "、".join(f"{name}{n}件" for name, n in waiting))
        if aside:
            sentences.append("未作代表建议交办的有" + "、".join(f"{name}{n}件" for name, n in aside))
        page.text("；".join(sentences) + "。")
        page.subhead("（一）按办理系统")
        self._lines("办理系统", found["systems"])
        page.subhead("（二）按类别")
        self._lines("类别", found["categories"])

    def _compared(self) -> str:
        before = self.figures["before"]
        if not before:
            return ""
        more = self.figures["total"] - before["total"]
        words = f"增加{more}件" if more > 0 else f"减少{-more}件" if more < 0 else "持平"
        return f"与{before['session']}（{before['total']}件）相比{words}。"

    def _lines(self, head: str, lines: Sequence[dict]) -> None:
        rows = [_row(line, self.decimals) for line in lines]
        whole = _row(self.figures["whole"], self.decimals)
        heads = [label(head), *(label(text) for text in _LINE_HEADS)]
        add_form(self.page, _LINE, [heads, *rows, whole], heads=1)

    def handling(self) -> None:
        page, counts, found = self.page, self.counts, self.figures
        page.head("二、办理和答复情况")
        page.text(
            f"交办率{self.percent('assignment')}。已答复{counts['replied']}件，答复率{self.percent('reply')}"
            f"{self.against_before('reply')}；其中在期限内答复{counts['on_time']}件，按期答复率{self.percent('on_time')}"
            f"{self.against_before('on_time')}。逾期仍未答复{counts['overdue']}件。"
        )
        page.text(
            f"批准延期{found['extended']}件，尚待决定的延期申请{found['open']['extensions']}项；"
            f"已提交、正在审核的答复{found['open']['in_review']}件。"
        )
        page.text(
            f"已答复的建议中，承办单位与代表当面沟通{counts['faced']}件，面商率{self.percent('face')}"
            f"{self.against_before('face')}。已办结{counts['closed']}件，办结率{self.percent('closed')}。"
        )
        if "instructed" in found["rates"]:  # not in what was frozen before there was this rate
            page.text(
                f"常委会领导作出批示的建议{found['rates']['instructed'][0]}件，领导批示率{self.percent('instructed')}"
                f"{self.against_before('instructed')}。"
            )

    def results(self) -> None:
        page, counts = self.page, self.counts
        page.head("三、办理结果")
        page.text(
            f"已答复的{counts['replied']}件中，所提问题已经解决{counts['resolved']}件，解决率{self.percent('solved')}"
            f"{self.against_before('solved')}；列入计划逐步解决{counts['planned']}件，解决和计划解决率{self.percent('planned')}。"
        )
        self._lines("办理结果", self.figures["classes"])
        found = {name.removeprefix("promise_"): n for name, n in self.figures["promises"].items()}
        kept = values.percent([found["kept"], found["due"]], self.decimals)
        page.text(
            f"答复中作出、计入承诺台账的事项{found['counted']}项，已兑现{found['kept']}项，落实率{kept}（应兑现{found['due']}项）；"
            f"期限已过尚未报告完成{found['overdue']}项，期限调整过{found['moved']}项。"
        )

    def satisfaction(self) -> None:
        page, counts, parts = self.page, self.counts, self.figures["parts"]
        page.head("四、代表满意情况")
        judged = [counts[grade] for grade in UNIT_GRADES]
        words = "、".join(f"{Grade(grade).label}{n}件" for grade, n in zip(UNIT_GRADES, judged, strict=True))
        page.text(
            f"代表已反馈{sum(judged)}件：{words}；已答复、尚未评价{counts['unjudged']}件。满意率{self.percent('satisfied')}"
            f"{self.against_before('satisfied')}；含基本满意{self.percent('content')}{self.against_before('content')}。"
        )
        in_work = sum(judged) + counts["unjudged"] - counts["replied"]
        if in_work > 0:
            page.text(f"已反馈的当中有{in_work}件已交重新办理、尚未再次答复，暂以上一轮的评价计。")
        again = sum(parts[f"again_{grade}"] for grade in UNIT_GRADES[:3])
        page.text(
            f"首次办理满意率{self.percent('first_satisfied')}。重新办理后代表再次评价{again}件，"
            f"重新办理后满意率{self.percent('again_satisfied')}。未表态和尚未评价的不计入分母。"
        )

    def key(self) -> None:
        page, topics = self.page, self.figures["topics"]
        page.head("五、重点督办建议办理情况")
        if not topics:
            page.text("本次会议的代表建议中没有列为重点督办的。")
        for number, topic in enumerate(topics, start=1):
            items = "；".join(
                f"{item['number']}号{_handled_by(item)}，{_standing(item)}" for item in topic["suggestions"]
            )
            page.text(
                f"{number}．{topic['title']}（领衔领导{topic['leader']}，联系委室{topic['committee']}）：{items}。"
                f"开展督办{len(topic['supervisions'])}次，交办整改任务{len(topic['findings'])}项。"
            )

    def problems(self) -> None:
        self.page.head("六、存在的问题")
        for number, sentence in enumerate(remarks.problems(self.report), start=1):
            self.page.text(f"{number}．{sentence}")
        self.page.text(WRITE_HERE)

    def next_steps(self) -> None:
        self.page.head("七、下一步工作")
        for number, sentence in enumerate(remarks.next_steps(self.report), start=1):
            self.page.text(f"{number}．{sentence}")
        self.page.text(WRITE_HERE)
        self.page.signature(self.office, values.frozen_day(self.report))

    def annexes(self) -> None:
        page = self.page
        page.head("附表一　各承办单位办理情况", new_page=True)
        heads = [label(text) for text in ("单位", "主办", "协办", "主办办复", "协办办复", "办复率", "满意")]
        units = self.figures["units"]
        rows = [_unit(unit["name"], unit["cells"], unit["reply_rate"], self.decimals) for unit in units]
        sums = {cell: sum(unit["cells"][cell] for unit in units) for cell in _UNIT_CELLS}
        pair = [sum(unit["reply_rate"][n] for unit in units) for n in (0, 1)]
        add_form(page, _UNIT, [heads, *rows, _unit("合计（件次）", sums, pair, self.decimals)], heads=1)
        page.small(balance_words(self.figures["balance"]))
        page.head("附表二　尚未解决的建议（列入计划和暂不能解决的）", new_page=True)
        found = self.report.snapshot.suggestions.exclude(result_class=None).filter(result_class__counts_as_solved=False)
        rows = [
            [
                value(one.number, is_centred=True),
                value(one.title),
                value(one.lead_unit_names),
                value(str(one.result_class)),
            ]
            for one in found.select_related("result_class")
        ]
        _listed(page, rows)
        page.small("建议目录、逐件明细和承诺台账见同一版次的年度统计表。")


def _listed(page: Page, rows: Sequence[Sequence[Cell]]) -> None:
    if rows:
        heads = [label(text) for text in ("编号", "标题", "主办单位", "办理结果")]
        add_form(page, (18, 70, 40, 28), [heads, *rows], heads=1)
    else:
        page.text("没有。")


def _row(line: dict, decimals: int) -> list[Cell]:
    counts = line["counts"]
    numbers = (counts["total"], counts["replied"], counts["resolved"], counts[str(Grade.SATISFIED)])
    shown = [*map(str, numbers), values.percent(line["rates"]["satisfied"], decimals)]
    return [value(line["label"]), *(value(text, is_centred=True) for text in shown)]


_UNIT_CELLS = ("lead", "assisting", "lead_replied", "opinions", f"grade_{Grade.SATISFIED}")


def _unit(name: str, cells: dict, pair: list[int], decimals: int) -> list[Cell]:
    *counts, satisfied = (str(cells[cell]) for cell in _UNIT_CELLS)
    shown = [*counts, values.percent(pair, decimals), satisfied]
    return [value(name), *(value(text, is_centred=True) for text in shown)]


def _handled_by(item: dict) -> str:
    return f"由{item['units']}主办" if item["units"] else "尚未交办"


def _judged(item: dict) -> str:
    return f"代表评价{item['grade']}" if item["grade"] else "代表尚未评价"


def _standing(item: dict) -> str:
    if not item["replied_on"]:
        return f"{item['status']}，期限{values.day(item['due_on'])}" if item["due_on"] else item["status"]
    parts = (f"{values.day(item['replied_on'])}答复", item["result_class"], _judged(item))
    return "，".join(filter(None, parts))
