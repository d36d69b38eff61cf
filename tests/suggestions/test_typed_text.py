"""What Word leaves behind goes; paragraphs stay."""

import pytest

from suggestions.typed_text import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一段\r\n二段\r三段", "一段\n二段\n三段"),
        ("软\x0b回车\u2028行", "软\n回车\n行"),
        ("不\u00a0断\u2003行", "不 断 行"),
        ("零\u200b宽\ufeff字\u00ad符\u2060", "零宽字符"),
        ("\uf0b7\t第一点\n  \uf0d8第二点", "• 第一点\n  • 第二点"),
        ("中\uf0e0间", "中间"),
        ("名字里的\ue815字", "名字里的\ue815字"),  # rare characters of older systems
        ("甲\n\n\n\n乙\n \n　\n丙", "甲\n\n乙\n\n丙"),
        ("　　缩进留着。  \n\n", "　　缩进留着。"),
        ("前<!--[if gte mso 9]><xml>x</xml><![endif]-->后<o:p></o:p>", "前后"),
        ("1 < 2 且 3 > 2", "1 < 2 且 3 > 2"),
        ("响铃\x07\x00", "响铃"),
        ("", ""),
    ],
)
def test_tidy(typed, kept):
    assert tidy(typed) == kept
    assert tidy(kept) == kept
