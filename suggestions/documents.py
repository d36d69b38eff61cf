"""Document numbers (文号): five styles are typed, one is kept (domain.md 5). Normalised, never rejected."""

import re
import unicodedata

_BRACKETS = str.maketrans(dict.fromkeys("[【(﹝（［", "〔") | dict.fromkeys("]】)﹞）］", "〕"))
_YEAR = re.compile(r"〔\s*(\d{4})\s*〕")


def normalise(number: str) -> str:
    """`慈教建(2017)18号`, `慈水建【2017】2号`, `慈农建〔2017〕8 号` → `慈教建〔2017〕18号` and so on.

    Full-width digits become plain, spaces go, a year stands in 〔〕, a missing 号 is added after a year and number.
    What has no year (a mere `42`) stays as it is.
    """
    text = "".join(unicodedata.normalize("NFKC", c) if c.isdigit() else c for c in number)
    text = re.sub(r"\s+", "", text).translate(_BRACKETS)
    text = _YEAR.sub(r"〔\1〕", text)
    if re.search(r"〔\d{4}〕(第)?\d+$", text):
        text += "号"
    return text[:60]


def is_complete(number: str) -> bool:
    """Whether it names an issuing body, a year and a serial number, as a document number should."""
    return re.fullmatch(r".+〔\d{4}〕(第)?\d+号", number) is not None
