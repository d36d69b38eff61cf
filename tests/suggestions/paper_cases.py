"""A suggestion through its life, with everybody around it, for the tests of its papers."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

from docx import Document

from accounts.models import Committee
from accounts.roles import HandlingSystem, Role
from suggestions.actions import contact, extend, give_back, opine, urge
from suggestions.models import Ask
from suggestions.papers.offers import Offer
from suggestions.papers.reading import read_offers, suggestions_for_papers
from suggestions.selectors.detail import read_detail, suggestions_for_detail
from tests import factories as make
from tests.factories import DAY

LATER = DAY + timedelta(days=20)


class House:
    """One suggestion of three deputies, its lead and its assisting unit, and a person of every role."""

    def __init__(self):
        self.committee = Committee.objects.create(name="测试城建委员会")
        self.lead = make.unit("测试住建局", short_name="住建局", phone="0000-111", committee=self.committee)
        self.helper = make.unit("测试财政局", short_name="财政局")
        self.deputy, self.second, self.third = (make.deputy(name, phone="139") for name in ("张三", "李四", "王五"))
        self.clerk = make.clerk()
        self.item = make.assigned(
            self.lead,
            assisting=[self.helper],
            by=self.clerk,
            title="关于拓宽学校道路的建议",
            lead_deputy=self.deputy,
            delegation=self.deputy.delegation,
            proposer_kind="joint",
            co_signers=[self.second, self.third],
        )
        self.handler, self.assistant = make.handler(self.lead), make.handler(self.helper)
        self.people = {
            "clerk": self.clerk,
            "head": make.office_head(),
            "government": make.user(Role.COORDINATOR),
            "justice": make.user(Role.COORDINATOR, handling_system=HandlingSystem.JUSTICE),
            "lead": self.handler,
            "lead head": make.head(self.lead),
            "helper": self.assistant,
            "other unit": make.handler(make.unit()),
            "deputy": make.user(Role.DEPUTY, deputy=self.deputy),
            "co-signer": make.user(Role.DEPUTY, deputy=self.second),
            "other deputy": make.user(Role.DEPUTY),
            "leader": make.user(Role.LEADER),
            "committee": make.user(Role.COMMITTEE),
            "auditor": make.user(Role.AUDITOR),
            "administrator": make.user(Role.ADMINISTRATOR),
        }

    def asked_for_time(self):
        task = make.signed(self.item, self.lead)
        return extend.request(
            assignment=task,
            until=task.due_on + timedelta(days=30),
            reason="征地难度大。",
            work_done="已完成勘测。",
            is_deputy_informed=True,
            by=self.handler,
            today=DAY,
            at=make.at(),
        )

    def asked_to_give_back(self):
        task = make.task(self.item, self.helper)
        give_back.request(
            assignment=task, reason="不属本局职责。", proposed_unit=None, by=self.assistant, on=DAY, at=make.at()
        )
        return task.returnrequests.get()

    def urged(self):
        urge.urge(suggestion=self.item, words="请抓紧办理。", by=self.clerk, today=DAY, at=make.at())

    def opined(self):
        task = make.task(self.item, self.helper)
        task = make.signed(self.item, self.helper) if task.state == "awaiting_receipt" else task
        opine.file(assignment=task, text="建议列入年度预算。", by=self.assistant, on=DAY, at=make.at())

    def letter(self, **fields) -> dict:
        fields.setdefault("result_class", make.result_class("B"))
        fields.setdefault("text", "一、关于道路拓宽\n已列入年度计划，正在办理征地手续。")
        fields.setdefault("document_number", "测建函〔2026〕18号")
        fields.setdefault("signatory", "赵局长")
        fields.setdefault("without_opinions_reason", "不再等待。")
        return fields

    def split(self) -> list[Ask]:
        words = ("拓宽道路", "增设护学岗")
        return [
            Ask.objects.create(suggestion=self.item, position=n, text=text, added_by=self.clerk, added_at=make.at())
            for n, text in enumerate(words, 1)
        ]

    def met(self):
        contact.record(
            suggestion=self.item,
            assignment=make.task(self.item, self.lead),
            stage="after",
            kind="face_to_face",
            contacted_on=DAY,
            people="张三代表、赵局长",
            note="当面答复，代表认可。",
            by=self.handler,
            today=DAY,
            at=make.at(),
        )

    def live(self):
        """Everything that leaves a paper, and the answer."""
        asked = self.asked_for_time()
        extend.decide(extension=asked, agreed=True, until=asked.requested_until, note="同意。",
                      by=self.people["head"], today=DAY, at=make.at())  # fmt: skip
        self.asked_to_give_back()
        give_back.refuse(request=make.task(self.item, self.helper).returnrequests.get(), note="继续办理。",
                         by=self.people["head"], at=make.at())  # fmt: skip
        self.opined()
        make.replied(self.item, self.lead, **self.letter())
        self.met()
        return self


def key_of(offer) -> tuple[str, str, str]:
    """Its kind, unit and deputy; empty where it has none."""
    unit, deputy = offer.task and offer.task.unit.short_name, offer.deputy and offer.deputy.name
    return offer.kind.value, unit or "", deputy or ""


def offered(person, item) -> dict[tuple[str, ...], Offer]:
    """As the view behind the addresses finds them; nothing where the suggestion is not there for this person."""
    found = suggestions_for_papers(person).filter(pk=item.pk).first()
    return {key_of(offer): offer for offer in read_offers(person, found)[1]} if found else {}


def for_page(person, item) -> set[tuple[str, ...]]:
    """What the detail page would show, not drawn."""
    found = suggestions_for_detail(person).filter(pk=item.pk).first()
    return set(_of_page(read_detail(found, person, today=DAY))) if found else set()


def _of_page(detail) -> dict[tuple[str, ...], Offer]:
    return {key_of(each): each for offer, copies in detail.papers for each in (offer, *copies)}


def links(client, user, item) -> dict[tuple[str, ...], str]:
    """What the detail page offers: (kind, unit, deputy) → address; empty where the page is not there."""
    client.force_login(user)
    answer = client.get(item.get_absolute_url())
    if answer.status_code != 200:
        return {}
    addresses = _addresses(item, _of_page(answer.context["detail"]))
    shown = [unescape(url) for url in re.findall(r'href="([^"]*/papers/[^"]*)"', answer.text)]
    assert sorted(shown) == sorted(addresses.values())
    return addresses


def addresses(client, user, item) -> dict[tuple[str, ...], str]:
    """The same, without drawing the page they stand on (test_papers.py: they do); the client is then `user`."""
    client.force_login(user)
    return _addresses(item, offered(user, item))


def _addresses(item, found: dict[tuple[str, ...], Offer]) -> dict[tuple[str, ...], str]:
    return {key: f"{item.get_absolute_url()}papers/{key[0]}/?{offer.query}" for key, offer in found.items()}


def opened(client, url: str):
    """The paper behind an address."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Document(BytesIO(b"".join(answer.streaming_content)))


def words(document) -> str:
    """All text, in order, cells too."""
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in document.element.body.iter("{*}p"))
