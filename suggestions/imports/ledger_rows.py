"""One line of a ledger as facts: typed values, every oddity reported, nothing looked up yet."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from suggestions import documents
from suggestions.choices import Kind, Publicity
from suggestions.imports import values
from suggestions.imports.report import Report
from suggestions.imports.source import Line, Source

TITLE_LIMIT, NUMBER_LIMIT = 200, 37  # a number leaves room for the mark of a double


@dataclass
class Facts:
    """None (or empty) means that the file says nothing about it."""

    line: int
    number: str
    title: str
    kind: Kind | None = None
    period: str | None = None
    session: str = ""
    deputies: tuple[str, ...] = ()
    delegation: str = ""
    co_signers: tuple[str, ...] = ()
    co_signer_count: int | None = None
    category: str = ""
    publicity: str | None = None
    lead_units: object = None
    assisting_units: object = None
    stage: str | None = None
    submitted_on: date | None = None
    assigned_on: date | None = None
    replied_on: date | None = None
    result_code: str = ""
    document_number: str = ""
    signatory: str = ""
    instruction: str = ""
    body: str = ""
    suggested_unit: str = ""
    attitude: str | None = None
    grade: str | None = None
    judged_on: date | None = None
    comment: str = ""


class LedgerReader:
    """Reads the lines of one file. `today`: a date after it cannot have happened."""

    def __init__(self, source: Source, report: Report, *, today: date):
        self.source, self.report, self.today = source, report, today

    def read(self, line: Line) -> Facts | None:
        """The facts of a line; None, with an error, for a line that has neither number nor title."""
        number, title = self._number(line), self._title(line)
        if not number and not title:
            self.report.error(
                line.number,
                self.source.column("title") or self.source.column("number"),
                _("第%(line)d行既没有编号也没有标题，无法导入。") % {"line": line.number},
            )
            return None
        facts = Facts(line.number, number, title or self._untitled(line))
        self._read_proposer(facts, line)
        self._read_vocabulary(facts, line)
        self._read_days(facts, line)
        self._read_texts(facts, line)
        facts.lead_units, facts.assisting_units = line.get("lead_units"), line.get("assisting_units")
        return facts

    def warn(self, line: Line, key: str, message: str) -> None:
        self.report.warn(line.number, self.source.column(key), message)

    def _number(self, line: Line) -> str:
        number = values.number(line.get("number"))
        if len(number) > NUMBER_LIMIT:
            self.warn(line, "number", _("编号超过%(n)d个字，只保留前面部分。") % {"n": NUMBER_LIMIT})
        return number[:NUMBER_LIMIT]

    def _title(self, line: Line) -> str:
        title, ending, stray = values.title(line.get("title"))
        if ending:
            self.warn(line, "title", _("标题末尾的文件扩展名“%(ending)s”已去掉。") % {"ending": ending})
        if stray:
            self.warn(line, "title", _("标题以“%(stray)s”开头，疑有多余或缺漏的字，请核对。") % {"stray": stray})
        if len(title) > TITLE_LIMIT:
            self.warn(line, "title", _("标题超过%(n)d字，只保留前面部分。") % {"n": TITLE_LIMIT})
        return title[:TITLE_LIMIT]

    def _untitled(self, line: Line) -> str:
        self.warn(line, "title", _("没有标题，以“（无标题）”导入，请补充。"))
        return "(无标题)"

    def _read_proposer(self, facts: Facts, line: Line) -> None:
        facts.session = values.text(line.get("session"))
        facts.delegation = values.text(line.get("delegation"))[:100]
        facts.deputies = tuple(values.person(name)[:50] for name in values.split(line.get("lead_deputy")))
        facts.co_signers = tuple(values.person(name)[:50] for name in values.split(line.get("co_signers")))
        facts.category = values.text(line.get("category"))[:50]
        try:
            facts.co_signer_count = values.count(line.get("co_signer_count"))
        except ValueError:
            self.warn(line, "co_signer_count", _not_read(line, "co_signer_count", lazy("人数")))

    def _read_vocabulary(self, facts: Facts, line: Line) -> None:
        facts.kind = self._choice(line, "kind", values.KINDS, lazy("按“建议”导入"))
        if facts.kind == Kind.FORMER_BILL and "转" not in values.text(line.get("kind")):
            self.warn(line, "kind", _("案别为“议案”，按“议案转建议”导入。"))
        facts.period = self._choice(line, "period", values.PERIODS, lazy("按大会期间导入"))
        facts.publicity = self._choice(line, "publicity", values.PUBLICITY, lazy("按“不公开”导入"))
        if facts.publicity is None and values.text(line.get("publicity")):
            facts.publicity = Publicity.NONE
        facts.stage = self._choice(line, "stage", values.STAGES, lazy("按其他各列判断所处环节"))
        facts.attitude = self._choice(line, "attitude", values.GRADES, lazy("没有导入"))
        facts.grade = self._choice(line, "grade", values.GRADES, lazy("没有导入"))
        facts.result_code = values.result_code(line.get("result_class"))
        if facts.result_code in values.GRADES:
            self.warn(
                line,
                "result_class",
                _("“%(text)s”是满意度，不是办理结果类别，没有导入。") % {"text": facts.result_code},
            )
            facts.result_code = ""

    def _choice(self, line: Line, key: str, words: dict, consequence: str):
        word = values.word(line.get(key))
        if not word or word in words:
            return words.get(word)
        self.warn(
            line, key, _("不认识“%(text)s”，%(what)s。") % {"text": values.text(line.get(key)), "what": consequence}
        )
        return None

    def _read_days(self, facts: Facts, line: Line) -> None:
        for key in ("submitted_on", "assigned_on", "replied_on", "judged_on"):
            setattr(facts, key, self._day(line, key))

    def _day(self, line: Line, key: str) -> date | None:
        try:
            found = values.day(line.get(key))
        except ValueError:
            self.warn(line, key, _not_read(line, key, lazy("日期(应如2017-04-14)")))
            return None
        if found and found > self.today:
            self.warn(line, key, _("日期%(day)s还没有到，按未填处理，请核对。") % {"day": f"{found:%Y-%m-%d}"})
            return None
        return found

    def _read_texts(self, facts: Facts, line: Line) -> None:
        facts.signatory = values.text(line.get("signatory"))[:50]
        facts.instruction = values.text(line.get("instruction"))[:300]
        facts.suggested_unit = values.text(line.get("suggested_unit"))[:200]
        facts.body = str(line.get("body") or "").strip()
        facts.comment = str(line.get("comment") or "").strip()
        typed = values.text(line.get("document_number"))
        facts.document_number = documents.normalise(typed)
        if not typed:
            return
        if facts.document_number.isdecimal():
            self.warn(line, "document_number", _("文号只有数字“%(text)s”，照原样保留，请补全。") % {"text": typed})
        elif not documents.is_complete(facts.document_number):
            self.warn(line, "document_number", _("文号“%(text)s”缺少机关代字、年份或序号，请核对。") % {"text": typed})
        elif facts.document_number != typed:
            self.warn(
                line,
                "document_number",
                _("文号“%(old)s”已规范为“%(new)s”。") % {"old": typed, "new": facts.document_number},
            )


def _not_read(line: Line, key: str, what: str) -> str:
    return _("“%(text)s”不是%(what)s，按未填处理。") % {"text": values.text(line.get(key))[:40], "what": what}
