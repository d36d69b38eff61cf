"""What a typed cell means. Pure: a value or ValueError; the caller knows line and column and makes the sentence."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from suggestions.choices import Grade, Kind, Period, Publicity
from suggestions.imports.numerals import NUMERALS, chinese_number

ZONE = ZoneInfo("Asia/Shanghai")

_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE_DAY = re.compile(rf"([{NUMERALS}〇○Oo]{{4}})年([{NUMERALS}]{{1,3}})月([{NUMERALS}]{{1,3}})[日号]")
_REST = re.compile(
    r"(?:[T\s]*(?:星期|周)[一二三四五六日天])?[T\s]*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?"
)
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73415  # 1950 to 2100: other numbers are not meant as days
_DAY_ZERO = date(1899, 12, 30)
_FILE_ENDING = re.compile(r"\s*\.(?:docx?|wps|pdf|txt|rtf|xlsx?)$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;；、,，/\n]")

KINDS = {
    "建议": Kind.SUGGESTION,
    "建议批评和意见": Kind.SUGGESTION,
    "大会建议": Kind.SUGGESTION,
    "闭会建议": Kind.SUGGESTION,
    "代表建议": Kind.SUGGESTION,
    "批评": Kind.CRITICISM,
    "意见": Kind.OPINION,
    "议案": Kind.FORMER_BILL,
    "议案转建议": Kind.FORMER_BILL,
}
PERIODS = {
    **dict.fromkeys(("大会期间", "会议期间", "会议", "大会", "会中", "会间", "大会建议"), Period.IN_SESSION),
    **dict.fromkeys(("闭会期间", "闭会", "平时", "会后", "闭会建议"), Period.OUTSIDE),
}
PUBLICITY = {
    **dict.fromkeys(("公开", "是", "全文公开", "同意公开", "同意全文公开", "可公开", "能公开"), Publicity.FULL),
    **dict.fromkeys(("仅公开标题", "标题公开", "公开标题", "部分公开"), Publicity.TITLE),
    **dict.fromkeys(("不公开", "否", "不同意公开", "不宜公开", "保密"), Publicity.NONE),
}
GRADES = {
    **dict.fromkeys(("满意", "很满意", "非常满意"), Grade.SATISFIED),
    **dict.fromkeys(("基本满意", "较满意", "比较满意"), Grade.BASICALLY_SATISFIED),
    **dict.fromkeys(("不满意",), Grade.DISSATISFIED),
    **dict.fromkeys(("未表态", "未反馈意见", "无意见"), Grade.NO_VIEW),
}
TO_REVIEW, TO_ASSIGN, RECEIPT, HANDLING, REPLIED = "to_review", "to_assign", "receipt", "handling", "replied"
STAGES = {
    **dict.fromkeys(("登记", "待审核", "审核", "立案", "待立案"), TO_REVIEW),
    **dict.fromkeys(("受理", "已受理", "待交办", "拟办"), TO_ASSIGN),
    **dict.fromkeys(("交办", "待签收", "签收", "已交办", "待接收"), RECEIPT),
    **dict.fromkeys(("办理", "办理中", "承办", "承办中", "在办", "待答复", "会办", "主办", "协办"), HANDLING),
    **dict.fromkeys(
        (
            "反馈",
            "待反馈",
            "已反馈",
            "答复",
            "已答复",
            "已答复待反馈",
            "办结",
            "已办结",
            "完成",
            "归档",
            "评价",
            "待评价",
        ),
        REPLIED,
    ),
}


def text(value: object) -> str:
    """Trimmed text of a cell: full-width letters and digits plain, spaces of every width one, whole numbers bare."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _trimmed(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value.replace(microsecond=0)
    return _trimmed(str(value))


@lru_cache(maxsize=4096)  # units, states and categories come again on every line
def _trimmed(plain: str) -> str:
    plain = _FULL_WIDTH.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), plain)
    return _SPACE.sub(" ", plain).strip()


def word(value: object) -> str:
    """A word of a fixed vocabulary, compared without spaces and signs."""
    return _bare(text(value))


@lru_cache(maxsize=1024)
def _bare(plain: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", plain))


def day(value: object) -> date | None:
    """None for an empty cell. 2017-04-14, 2017/4/14, 2017.4.14, 2017年4月14日, 20170414, 二〇一七年四月十四日,
    with or without a time, and Excel's own dates and serial numbers. ValueError for the rest."""
    found = moment(value)
    return found.date() if found else None


def moment(value: object) -> datetime | None:
    """Like `day`, with the time of day; local time where the text names no zone."""
    if isinstance(value, bool):
        raise ValueError(value)
    if value is None or isinstance(value, datetime):
        return value and _local(value)
    if isinstance(value, date):
        return _local(datetime.combine(value, time()))
    if isinstance(value, int | float):
        return _numeric(value)
    plain = unicodedata.normalize("NFKC", str(value)).strip()
    return _typed(plain) if plain else None


def count(value: object) -> int | None:
    """`12`, `12.0`, `12人`, `十二`; None when empty. ValueError for the rest and for less than 0."""
    plain = unicodedata.normalize("NFKC", text(value)).replace(" ", "").rstrip("人名位件")
    if not plain or plain in {"-", "无", "—"}:
        return None
    found = int(plain) if plain.isdecimal() else chinese_number(plain)
    if found > 10_000:
        raise ValueError(value)
    return found


def number(value: object) -> str:
    """A suggestion's number: 12, 第12号, １２ are one."""
    plain = unicodedata.normalize("NFKC", text(value)).replace(" ", "")
    return re.sub(r"^第?(\d+)号?$", r"\1", plain)


def person(value: str) -> str:
    """A name without the space that pads two characters to three; foreign names keep theirs."""
    plain = text(value)
    return plain.replace(" ", "") if re.fullmatch(r"[\u3400-\u9fff·\s]+", plain) else plain


def title(value: object) -> tuple[str, str, str]:
    """(title, file ending that was taken off, stray beginning). The beginning is only named, never cut: who knows."""
    plain = text(value).strip("\"'")
    ending = _FILE_ENDING.search(plain)
    plain = plain[: ending.start()].rstrip() if ending else plain
    stray = re.match(r"(.{1,12}?)关于", plain)
    if plain.startswith("于"):
        return plain, ending.group().strip() if ending else "", "于"
    found = stray.group(1) if stray and not plain.startswith(("关于", "建议", "要求", "对", "请", "再次")) else ""
    return plain, ending.group().strip() if ending else "", found


def split(value: object) -> list[str]:
    """Names divided by ； 、 , / or a line break, but not inside brackets: 市委统战部（侨办、台办） is one."""
    whole = "" if value is None else str(value)
    if not _SEPARATORS.search(whole):
        return [text(whole)] if text(whole) else []
    pieces, depth, piece = [], 0, ""
    for sign in whole:
        depth += (sign in "(（") - (sign in ")）")
        if depth <= 0 and _SEPARATORS.match(sign):
            depth = 0
            pieces.append(piece)
            piece = ""
        else:
            piece += sign
    return [found for found in (text(p) for p in (*pieces, piece)) if found]


def result_code(value: object) -> str:
    """`B`, `Ｂ类`, `b 类` → B; other words stay, to be compared with the labels of the classes."""
    plain = unicodedata.normalize("NFKC", text(value)).replace(" ", "")
    letter = re.fullmatch(r"([A-Za-z]\d?)类?", plain)
    return letter.group(1).upper() if letter else plain


def _typed(plain: str) -> datetime:
    for shape in (_DAY, _COMPACT):
        if found := shape.match(plain):
            return _with_time(date(*map(int, found.groups())), plain[found.end() :], plain)
    if found := _CHINESE_DAY.match(plain.replace(" ", "")):
        year = int("".join(str(_digit(sign)) for sign in found.group(1)))
        return _local(
            datetime.combine(date(year, chinese_number(found.group(2)), chinese_number(found.group(3))), time())
        )
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return _numeric(float(plain))
    raise ValueError(plain)


def _with_time(found: date, rest: str, plain: str) -> datetime:
    tail = _REST.fullmatch(rest)
    if tail is None:
        raise ValueError(plain)
    if not tail.group(1):
        return _local(datetime.combine(found, time()))
    zone = re.search(r"(Z|[+-]\d{2}:?\d{2})$", rest)
    clock = time.fromisoformat(tail.group(1).rjust(len(tail.group(1)) + (tail.group(1)[1] == ":"), "0"))
    whole = datetime.combine(
        found, clock, tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{zone.group(1)}").tzinfo if zone else ZONE
    )
    return whole.astimezone(ZONE)


def _numeric(value: float) -> datetime:
    if float(value).is_integer() and 1950_01_01 <= value <= 2100_12_31:
        return _typed(str(int(value)))
    if not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        raise ValueError(value)
    whole = int(value)
    return _local(datetime.combine(_DAY_ZERO + timedelta(days=whole), time())) + timedelta(
        seconds=round((value - whole) * 86400)
    )


def _local(value: datetime) -> datetime:
    return value.astimezone(ZONE) if value.tzinfo else value.replace(tzinfo=ZONE)


def _digit(sign: str) -> int:
    return 0 if sign in "〇○Oo零" else NUMERALS.index(sign)
