"""协办意见函: an assisting unit's opinion, to the unit that answers the deputy (domain.md 6.5)."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.page import Page
from suggestions.letters.words import Matter, names
from suggestions.paragraphs import parts as letter_parts

_BLANK_NUMBER = "　　　　〔　　　　〕　　号"


@dataclass(frozen=True)
class OpinionLetter:
    matter: Matter
    unit: str
    lead_units: tuple[str, ...]
    signatory: str
    filed_on: date
    text: str
    office: str
    document_number: str = ""  # empty: a blank to be filled in by hand
    contact: str = ""
    contact_phone: str = ""


def write(facts: OpinionLetter) -> bytes:
    matter = facts.matter
    where = matter.session if matter.is_in_session else f"{matter.session}闭会期间"
    title = f"关于{where}第{matter.number}号建议的协办意见"
    page = Page(subject=title)
    page.red_head(facts.unit, facts.document_number or _BLANK_NUMBER, facts.signatory)
    page.title(title)
    page.line(f"{names(facts.lead_units, '主办单位')}：")
    page.text(f"{matter.who}{matter.raised}提出的{matter.name}由你单位主办、我单位协办。现提出协办意见如下：")
    lines = letter_parts(facts.text)["body"]
    for line in lines:
        page.text(line)
    if not any("统一答复代表时参考" in line for line in lines[-2:]):
        page.text("以上意见供你单位统一答复代表时参考。")
    page.signature(facts.unit, facts.filed_on)
    page.note(f"联系人：{facts.contact or '　　　　'}；联系电话：{facts.contact_phone or '　　　　　　　'}")
    page.copies(facts.office, facts.unit, facts.filed_on)
    return page.save()
