"""Text as people type and paste it, made plain: what Word and web pages leave behind goes, paragraphs stay."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufff9-\ufffc]")
# Symbol and Wingdings signs arrive here in the private use area; a bullet stays one at the start of a line only. The
# rest of that area is left alone: older systems keep rare characters of names in it.
_PRIVATE_BULLET = re.compile("^([ \t]*)[\uf020-\uf0ff]+[ \t]*", re.M)
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Word's own comments, conditional or not, and field codes, when raw markup was pasted.
_MARKUP = re.compile(r"<!--.*?-->|<!\[(?:if|endif)[^>]*>|<\?xml[^>]*>|</?o:p[^>]*>", re.S)
_TRAILING = re.compile(r"[ \t\u3000]+$", re.M)
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """`text` with plain line ends and blanks, no invisible characters, and at most one empty line in a row.

    A full-width indent at the start of a paragraph stays: it is how a letter is typed.
    """
    text = _MARKUP.sub("", _LINE_ENDS.sub("\n", text))
    text = _ODD_BLANKS.sub(" ", _INVISIBLE.sub("", text))
    text = _PRIVATE.sub("", _PRIVATE_BULLET.sub(r"\1• ", text))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip("\n")
