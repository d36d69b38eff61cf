"""Letters in Word as units send them, and files that only look like one."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

EXE = b"MZ\x90\x00" + b"\0" * 60
TODAY = date(2026, 5, 20)
LETTER = [
    "测试市水务局",
    "类别：B",
    "水函〔2026〕 8号　　签发人：李明",
    "关于市十三届人大一次会议",
    "第12号建议的答复",
    "王代表：",
    "您提出的建议收悉，现答复如下：",
    "一、2026年5月1日已开工。",
    "感谢您的关心。",
    "测试市水务局",
    "二〇二六年五月十八日",
    "联系人：张三　电话：0000-1234",
]


def docx(*lines: str, rows=()) -> bytes:
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    for row in rows:
        table = document.add_table(rows=1, cols=len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    document.save(out)
    return out.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """`data` with some of its parts replaced (or left out); `_` for `/` and `__` for `.`."""
    names = {name.replace("__", ".").replace("_", "/", 1): content for name, content in parts.items()}
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = names.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * (160 * 1024 * 1024))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
GOOD = docx(*LETTER)
BAD = {
    "empty": (b"", "是空的"),
    "exe": (EXE, "已损坏或不是"),
    "truncated": (GOOD[: len(GOOD) // 2], "已损坏"),
    "cut short": (GOOD[:-30], "已损坏"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "密码",
    ),
    "no document": (changed(GOOD, word_document__xml=None), "不是 Word 文档"),
    "no xml": (changed(GOOD, word_document__xml=b"<broken"), "已损坏"),
    "other xml": (changed(GOOD, word_document__xml=b"<x/>"), "Word"),
    "entities": (changed(GOOD, word_document__xml=ENTITIES), "已损坏"),
    "wide entities": (changed(GOOD, word_document__xml=ENTITIES.decode().encode("utf-16")), "已损坏"),
    "no words": (docx(" "), "没有文字"),
    "text": ("关于建议的答复".encode(), "已损坏或不是"),
}
