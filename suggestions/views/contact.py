"""Recording a contact with the deputy, by a unit or the office."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import contact
from suggestions.choices import ContactStage, Status
from suggestions.forms.contact import ContactForm
from suggestions.selectors.contacts import deputies_of
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class ContactView(ActionView):
    actions = (Action.CONTACT,)
    form_class = ContactForm
    title = gettext_lazy("记录联系代表")
    lead = gettext_lazy("办前了解意图，办中商量办法，办后听取意见。")
    submit_label = gettext_lazy("保存联系记录")
    template_name = "suggestions/contact.html"
    is_version_checked = False  # what others did meanwhile does not change what was said

    def initial(self) -> dict:
        deputy = self.suggestion.lead_deputy
        return {
            "stage": self._likely_stage(),
            "contacted_on": self.today,
            "deputies": [deputy.pk] if deputy else [],
            "people": deputy.name if deputy else "",
        }

    def _likely_stage(self) -> str:
        if self.suggestion.status != Status.IN_HANDLING:
            return ContactStage.AFTER
        begun = self.suggestion.contacts.filter(stage=ContactStage.BEFORE).exists()
        return ContactStage.DURING if begun else ContactStage.BEFORE

    def form_kwargs(self) -> dict:
        return {
            "first": self.suggestion.submitted_on,
            "today": self.today,
            "deputies": deputies_of(self.suggestion),
            "is_delegation": self.suggestion.lead_deputy_id is None,
            "tasks": None if self.request.user.is_unit else self._tasks(),
        }

    def page(self) -> dict:
        return {
            "contacts": self.suggestion.contacts.select_related("assignment__unit")
            .prefetch_related("deputies", "attachments")
            .order_by("-contacted_on", "-pk")
        }

    def act(self, form) -> str:
        said = {"assignment": self._own_task(), **form.cleaned_data}
        contact.record(suggestion=self.suggestion, today=self.today, **said, **self.hand)
        return _("已记录与代表的联系。")

    def _own_task(self):
        """The unit's task of this round; the office has none."""
        if not self.request.user.is_unit:
            return None
        return self._tasks().filter(unit=self.request.user.unit_id).first()

    def _tasks(self):
        return self.suggestion.assignments.active().select_related("unit").order_by("-round", "pk")
