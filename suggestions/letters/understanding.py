"""What the lines of a reply say: the head before the body, the signature after it (the layout of domain.md 6.5).

What the generated letter writes by itself (unit, date, contact, copies) is not left in the body, where it would stand
twice. The class is marked in several ways (domain.md 1.1, 6.5): by a line 类别：B, by （B类） behind the title, by a
letter alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from suggestions import documents

_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "О": 0, "O": 0}
_DATE = re.compile(
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九OО]{4})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff（）()]{1,20}\s*[〔\[［【(（]\s*20\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")
_CLASS = re.compile(
    r"(?:类\s*别\s*(?:标\s*[记识注])?|办理结果|办理类型)\s*[：:]\s*[（(“\"]?\s*([A-Da-d])(?![A-Za-z])\s*[”\"]?\s*类?"
)
_CLASS_AFTER_TITLE = re.compile(r"\s*[（(【\[]\s*[“\"]?([A-Da-d])[”\"]?\s*类\s*[）)】\]]$")
_CLASS_ALONE = re.compile(r"(?:^|\s)[（(【\[]?[“\"]?([A-D])[”\"]?\s*类?[）)】\]]?$")
_SIGNATORY = re.compile(r"签\s*发\s*人?\s*[：:]\s*(?P<name>[\u4e00-\u9fff·]{2,10}(?:\s[\u4e00-\u9fff])?)")
_TITLE = re.compile(r"^(?:关于|对).{2,120}(?:答复|复函|回复|答复函|答复意见)(?:[（(].{1,20}[)）])?$")
_TITLE_END = re.compile(r"(?:答复|复函|回复|答复函|答复意见)$")
_ADDRESSED = re.compile(r"^.{1,58}[：:]$")
_TAIL = 12  # lines: where a signature may stand

# Under and around the signature: contacts, copies, the slip enclosed
_CONTACT = re.compile(
    r"[（(]?\s*(?:(?:联\s*系|承\s*办|经\s*办)\s*(?:人(?:员)?|科\s*室|单\s*位|电\s*话|方\s*式)(?:及(?:联系)?电话)?|电\s*话)\s*[：:]"
    r"|[\d\-—\s（）()]{7,20}$"
)
_AROUND = re.compile(r"抄\s*送\s*[：:]|附(?:件)?\s*[：:].{0,40}(?:征询意见表|反馈表|回执)|[（(]此件.{2,10}[）)]$")
_SEALED = re.compile(r"\s*[（(]\s*(?:盖\s*章|公\s*章|印\s*章|签\s*章)\s*[）)]$")
_UNIT = re.compile(
    r"[\u4e00-\u9fff（）()·\s]{2,40}(?:局|委|委员会|办|办公室|院|政府|中心|公司|厅|处|部|支队|大队|联合会|协会|总社|社"
    r"|街道|乡|镇|学校|大学|医院|银行|馆|站|所|会)"
)
_NAME = re.compile(r"[\u4e00-\u9fff]\s*[\u4e00-\u9fff·]{1,4}(?:\s*[\u4e00-\u9fff])?")

# Which suggestion is answered: 第12、15号建议, 《…的建议》（第12号）
_ANSWERED = (
    re.compile(r"(?P<all>[^《》“”（）()。；]{1,30}?)\s*号\s*(?:代表|人大代表)?(?:建议|意见|议案)"),
    re.compile(r"建议[”》]?\s*[（(](?:建议)?(?:编号)?\s*[：:]?(?P<all>[^（）()]{1,30})[）)]"),
    re.compile(r"建\s*议\s*编\s*号\s*[：:]\s*(?P<all>\S{1,30})"),
)
_ONE = re.compile(
    r"(?:^|[第、，,和及：:\s字])(?:[A-Za-z]|[\u4e00-\u9fff]字?)?第?(?P<n>\d{1,8})(?:-\d+)?(?=号|[、，,和及\s]|$)"
)


@dataclass(frozen=True)
class ReadLetter:
    """What was found; what was not is empty. `left_out`: the lines of the signature that the form has no field for.
    `answered`: the running numbers of the suggestions it says it answers."""

    title: str = ""
    document_number: str = ""
    class_code: str = ""
    signatory: str = ""
    dated_on: date | None = None
    text: str = ""
    left_out: tuple[str, ...] = ()
    answered: frozenset[int] = frozenset()


def understand(lines: list[str], apart: list[str] | None = None) -> ReadLetter:
    """The fields in the lines of a letter; `apart`: what stands in its page head and boxes, where a class may be."""
    lines = [line.strip() for line in lines if line.strip()]
    start = next((n for n, line in enumerate(lines[:15]) if _ADDRESSED.match(line) and not _is_mark(line)), None)
    head = lines[: start if start is not None else min(len(lines), 8)]
    title, title_lines = _title(head)
    number_line = next((line for line in head if _NUMBER.search(line)), "")
    known = set(title_lines) | {n for n, line in enumerate(head) if _is_mark(line) or _NUMBER.search(line)}
    known |= {n for n, line in enumerate(head) if _CLASS_ALONE.fullmatch(_plain(line))}
    first = start or 0
    signed, name = _signature(lines, first)
    body = [line for n, line in enumerate(lines) if n >= first and n not in known and n not in signed]
    marks = " ".join(line for line in lines if _is_mark(line))
    return ReadLetter(
        title=_CLASS_AFTER_TITLE.sub("", title)[:200],
        document_number=documents.normalise(_NUMBER.search(number_line).group())[:60] if number_line else "",
        class_code=_class_code(marks, title, [*head, *(apart or [])]),
        signatory=_signatory(marks) or name,
        dated_on=_dated_on(lines),
        text="\n".join(line for line in body if not (_is_mark(line) and line in lines[-6:])),
        left_out=tuple(line for n, line in enumerate(lines) if signed.get(n)),
        answered=_answered(title, body[:4], head),
    )


def _is_mark(line: str) -> bool:
    """A line that says the class or who signed, not part of the letter."""
    return len(line) < 60 and bool(_CLASS.search(line) or _SIGNATORY.search(line))


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line).strip()


def _title(head: list[str]) -> tuple[str, list[int]]:
    """The title and the lines it stands in: it is often broken over two or three."""
    for first in range(len(head)):
        for last in range(first, min(first + 3, len(head))):
            joined = "".join(head[first : last + 1])
            if _TITLE.match(joined):
                after = last + 1  # the class in a line of its own below it
                if after < len(head) and _CLASS_AFTER_TITLE.fullmatch(head[after]):
                    return joined + head[after], list(range(first, after + 1))
                return joined, list(range(first, last + 1))
    for n, line in enumerate(head):
        if len(line) < 80 and _TITLE_END.search(_CLASS_AFTER_TITLE.sub("", line)):
            return line, [n]
    return "", []


def _class_code(marks: str, title: str, head: list[str]) -> str:
    """Said in a mark, behind the title, or by a letter alone at the top or at the end of a line there."""
    said = _CLASS.search(_plain(marks)) or _CLASS.search(_plain(" ".join(head)))
    found = said or _CLASS_AFTER_TITLE.search(title)
    if found is None:
        found = next((alone for line in head if (alone := _CLASS_ALONE.search(_plain(line)))), None)
    return found[1].upper() if found else ""


def _signatory(marks: str) -> str:
    found = _SIGNATORY.search(marks)
    return "".join(found["name"].split())[:50] if found else ""


def _signature(lines: list[str], first: int) -> tuple[dict[int, bool], str]:
    """The places of the signature's lines, all behind `first`: the date, unit and name above it, contacts and copies
    around it; each with whether it says something that the form has no field for. And the name, where there is one."""
    begin, name = max(first + 1, len(lines) - _TAIL), ""
    around = {n for n in range(begin, len(lines)) if _CONTACT.match(lines[n]) or _AROUND.match(lines[n])}
    dates = [n for n in range(begin, len(lines)) if _unit_and_date(lines[n]) is not None]
    if not dates:
        # Without a date only what closes the letter: a line 联系人 in the middle is part of what is said.
        return {n: True for n in around if all(m in around for m in range(n, len(lines)))}, ""
    top = day = dates[-1]
    found = {day: bool(_unit_and_date(lines[day]))}
    while top - 1 >= begin and top > day - 4:
        line = lines[top - 1]
        if (
            top == day
            and not _is_unit(line)
            and _NAME.fullmatch(line)
            and top - 2 >= begin
            and _is_unit(lines[top - 2])
        ):
            name = "".join(line.split())
        elif top - 1 not in around and not _is_unit(line):
            break
        top -= 1
        found[top] = not (top == day - 1 and name)
    return found | {n: True for n in around if n > day}, name


def _is_unit(line: str) -> bool:
    return len(line) <= 40 and _UNIT.fullmatch(_SEALED.sub("", line)) is not None


def _unit_and_date(line: str) -> str | None:
    """What stands before the date when `line` is a date, alone or behind the unit; None when it is neither."""
    found = _DATE.search(line)
    if found is None or found.end() != len(line.rstrip("。 ")):
        return None
    before = line[: found.start()].strip()
    return before if not before or _is_unit(before) else None


def _answered(title: str, opening: list[str], head: list[str]) -> frozenset[int]:
    found = set()
    for line in (title, *opening, *head):
        for pattern in _ANSWERED:
            for each in pattern.finditer(_plain(line)):
                found |= {int(one["n"]) for one in _ONE.finditer(each["all"].strip())}
    return frozenset(found)


def _dated_on(lines: list[str]) -> date | None:
    """The date under the signature: the last line that is a date; else the last that ends with one."""
    ending = [line for line in lines[-_TAIL:] if (m := _DATE.search(line)) and m.end() == len(line.rstrip("。 "))]
    alone = [line for line in ending if _DATE.fullmatch(line.strip())]
    for line in reversed(alone or ending):
        day = _day(_DATE.search(line))
        if day:
            return day
    return None


def _day(match: re.Match) -> date | None:
    try:
        year = match["year"]
        whole = int(year) if year.isdigit() and year.isascii() else int("".join(str(_DIGITS[c]) for c in year))
        return date(whole, _small(match["month"]), _small(match["day"]))
    except (KeyError, ValueError):
        return None


def _small(text: str) -> int:
    """1 to 99, in digits or as 二十三."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
