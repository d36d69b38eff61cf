"""Splitting a suggestion into its asks: rows are added, reworded, moved and removed, then saved together."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions import asks
from suggestions.actions import split
from suggestions.forms.asks import AsksForm, typed_rows
from suggestions.views import _writing
from suggestions.views._base import ActionView, whole_number
from suggestions.workflow import Action

REDRAWN = ("propose", "add", "up", "down", "drop")


class AsksView(ActionView):
    actions = (Action.SPLIT,)
    form_class = AsksForm
    template_name = "suggestions/asks.html"
    title = gettext_lazy("拆分诉求")
    lead = gettext_lazy("一项诉求一行；答复时逐项写明办理情况。")
    submit_label = gettext_lazy("保存诉求")

    def form_kwargs(self) -> dict:
        return {
            "rows": [(ask.pk, ask.text) for ask in self.suggestion.asks.all()],
            "answered": split.answered_keys(self.suggestion),
        }

    def post(self, request, *args, **kwargs):
        """Moving, adding and proposing only draw the page again: nothing is saved before it is said."""
        pressed = next((name for name in REDRAWN if name in request.POST), None)
        if pressed is None or not self.is_possible():
            return super().post(request, *args, **kwargs)
        rows = self._changed(typed_rows(request.POST), pressed, whole_number(request.POST[pressed]))
        return self.answer(AsksForm(**self.form_kwargs() | {"rows": rows}))

    def _changed(self, rows: list, pressed: str, number: int | None) -> list:
        if pressed == "add":
            return [*rows, (None, "")]
        if pressed == "propose":
            there = {text for _key, text in rows}
            proposed = [(None, text) for text in asks.propose(self.suggestion.body) if text not in there]
            return [row for row in rows if row[0] or row[1]] + proposed
        here = (number or 0) - 1
        if not 0 <= here < len(rows):
            return rows
        if pressed == "drop":
            return rows[:here] + rows[here + 1 :]
        there = here + (1 if pressed == "down" else -1)
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        return rows

    def page(self) -> dict:
        return {"files": _writing.own_files(self.suggestion), "found": len(asks.propose(self.suggestion.body))}

    def act(self, form) -> str:
        lines = [split.Line(text, key) for key, text in form.cleaned_data["lines"]]
        kept = split.split(suggestion=self.suggestion, lines=lines, by=self.request.user, at=self.at)
        return _("已保存%(n)d项诉求。") % {"n": len(kept)} if kept else _("已清空诉求。")
