"""Categories, delegations, deputies and classes that a ledger names: found, or made once and reported once."""

from django.utils.translation import gettext as _

from accounts.models import Delegation, Deputy
from suggestions.imports.known import Known
from suggestions.imports.names import key
from suggestions.imports.report import Report
from suggestions.models import Category, ResultClass

NO_DELEGATION = "未注明代表团"


class References:
    """Unsaved objects stand in the lists `new_*` until the import is committed."""

    def __init__(self, known: Known, report: Report):
        self.known, self.report = known, report
        self.new_categories: list[Category] = []
        self.new_delegations: list[Delegation] = []
        self.new_deputies: list[Deputy] = []
        self.new_classes: list[ResultClass] = []
        self._first_deputy = (0, "")

    def category(self, name: str, line: int, column: str) -> Category | None:
        if not name:
            return None
        found = self.known.categories.get(key(name))
        if found is None:
            found = Category(name=name, order=900)
            self.known.categories[key(name)] = found
            self.new_categories.append(found)
            self.report.warn(line, column, _("类别“%(name)s”原来没有，将新建。") % {"name": name})
        return found

    def delegation(self, name: str, line: int, column: str) -> Delegation | None:
        if not name:
            return None
        found = self.known.delegations.get(key(name))
        if found is None:
            found = Delegation(name=name, order=len(self.known.delegations) + 1)
            self.known.delegations[key(name)] = found
            self.new_delegations.append(found)
            self.report.warn(line, column, _("代表团“%(name)s”原来没有，将新建。") % {"name": name})
        return found

    def is_delegation(self, name: str) -> bool:
        return key(name) in self.known.delegations or name.endswith("代表团")

    def deputy(self, name: str, delegation: Delegation | None, line: int, column: str) -> Deputy | None:
        """By name and delegation; None, with a warning, where the name alone means several people."""
        named = self.known.deputies[name]
        if delegation is None:
            if len(named) > 1:
                self.report.warn(
                    line, column, _("有%(n)d位代表叫“%(name)s”，请写明代表团。") % {"n": len(named), "name": name}
                )
                return None
            if named:
                return named[0]
            delegation = self.delegation(NO_DELEGATION, line, column)
        found = next((deputy for deputy in named if deputy.delegation == delegation), None)
        if found is None:
            found = Deputy(name=name, delegation=delegation)
            named.append(found)
            self._first_deputy = self._first_deputy if self.new_deputies else (line, column)
            self.new_deputies.append(found)
        return found

    def result_class(self, code: str, line: int, column: str) -> ResultClass | None:
        if not code:
            return None
        found = self.known.classes.get(code)
        if found is None:  # made for what this file records only; the office decides whether units may choose it
            if len(code) > 10:
                self.report.warn(line, column, _("不认识办理结果“%(code)s”，没有导入。") % {"code": code[:40]})
                return None
            found = ResultClass(code=code, label=str(_("待补充")), order=900, is_active=False)
            self.known.classes[code] = found
            self.new_classes.append(found)
            self.report.warn(
                line,
                column,
                _(
                    "办理结果类别“%(code)s”原来没有，将新建为停用，单位答复时不能选用；"
                    "含义和是否计为解决请在“设置”中补充，需要时再启用。"
                )
                % {"code": code},
            )
        return found

    def report_deputies(self) -> None:
        """One sentence for all of them."""
        if self.new_deputies:
            names = "、".join(deputy.name for deputy in self.new_deputies[:10])
            self.report.warn(
                *self._first_deputy,
                _("%(n)d位代表原来没有，将新建：%(names)s%(more)s。")
                % {
                    "n": len(self.new_deputies),
                    "names": names,
                    "more": _("等") if len(self.new_deputies) > 10 else "",
                },
            )
