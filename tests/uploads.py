"""Small files of every kind, whole and spoilt, made here and nowhere else."""

import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PDF = b"%PDF-1.4\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\0" * 60
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
Entry = tuple[str | ZipInfo, bytes | str]


def archive(*entries: Entry, how: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", how, compresslevel=1) as made:
        for name, content in entries:
            made.writestr(name, content)
    return stream.getvalue()


def office(main: str, folder: str, *more: Entry, how: int = ZIP_DEFLATED) -> bytes:
    types = f'<Types><Override PartName="/{folder}/document.xml" ContentType="{main}"/></Types>'
    return archive(("[Content_Types].xml", types), (f"{folder}/document.xml", "<document/>"), *more, how=how)


def docx(*more: Entry) -> bytes:
    return office(DOCX_MAIN, "word", *more)


def xlsx(*more: Entry, how: int = ZIP_DEFLATED) -> bytes:
    return office(XLSX_MAIN, "xl", *more, how=how)


def compound(*streams: str) -> bytes:
    """The head of an OLE file and a directory that names `streams`."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20 + b"\xfe\xff\x09\x00"
    directory = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return head.ljust(512, b"\0") + directory.ljust(1024, b"\0")


def png(width: int = 2, height: int = 2, after: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    rows = zlib.compress((b"\0" + b"\x9e\x1b\x1f" * width) * height) if width * height < 1_000_000 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + after


def jpeg(width: int = 2, height: int = 2, comment: bytes = b"", after: bytes = b"") -> bytes:
    """The segments of a JPEG; no picture in them."""

    def segment(marker: int, body: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body

    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\0"
    said = segment(0xFE, comment) if comment else b""
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\0\0\xff\xd9"
    return b"\xff\xd8" + said + segment(0xC0, frame) + scan + after


@cache
def bomb() -> bytes:
    """A small docx that unpacks to more than 150 MB."""
    return docx(("word/media/image1.png", b"\0" * (150 * 1024 * 1024)))


def link() -> bytes:
    entry = ZipInfo("word/link")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return docx((entry, "/etc/passwd"))


def locked() -> bytes:
    """Every entry says that it is encrypted."""
    data = bytearray(docx())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


@cache
def many() -> bytes:
    return xlsx(*((f"xl/{n}.xml", "") for n in range(5_001)), how=ZIP_STORED)


def twice() -> bytes:
    """Two entries of one name: one program reads the first, another the last."""
    return docx(("word/documenu.xml", "other")).replace(b"word/documenu.xml", b"word/document.xml")


def flipped(data: bytes, place: int = 60) -> bytes:
    """One bit is another."""
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


# Every file that must not be kept: name, content, a piece of the sentence that says why. Two take so long to make that
# `upload` (tests/suggestions/pages.py) calls for them, where the others are there from the start.
BAD_FILES = [
    ("空文件.pdf", b"", "是空的"),
    ("程序.exe", EXE, "只接受"),
    ("没有扩展名", PDF, "只接受"),
    ("页面.html", b"<html></html>", "只接受"),
    ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "只接受"),
    ("答复.pdf.exe", PDF, "只接受"),
    ("答复.pdf", EXE, "内容与扩展名不符"),
    ("答复.docx", EXE, "内容与扩展名不符"),
    ("答复.docx", PDF, "内容与扩展名不符"),
    ("现场.png", jpeg(), "内容与扩展名不符"),
    ("大文件.pdf", PDF + b"0" * (25 * 1024 * 1024), "超过20 MB的上限"),
    ("截断.pdf", b"%PDF-1.4\n1 0 obj", "不完整"),
    ("拼接.pdf", PDF + docx(), "其他内容"),
    ("带网页.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", "夹带了网页代码"),
    ("截断.docx", docx()[:-30], "已损坏"),
    ("改动.docx", flipped(docx()), "已损坏"),
    ("其实是表.docx", xlsx(), "不是Word 文档"),
    ("其实是文.xlsx", docx(), "不是Excel 工作簿"),
    ("压缩包.docx", archive(("a.txt", "x")), "不是Word 文档"),
    ("宏.docx", office(MACRO_MAIN, "word"), "含有宏"),
    ("宏.xlsx", xlsx(("xl/vbaProject.bin", "x")), "含有宏"),
    ("炸弹.docx", bomb, "解压后过大"),
    ("条目过多.xlsx", many, "解压后过大"),
    ("出界.docx", docx(("../../evil.xml", "x")), "结构异常"),
    ("绝对.docx", docx(("/etc/passwd", "x")), "结构异常"),
    ("盘符.docx", docx(("C:\\evil.xml", "x")), "结构异常"),
    ("反斜.docx", docx(("word\\..\\..\\evil", "x")), "结构异常"),
    ("链接.docx", link(), "结构异常"),
    ("重名.docx", twice(), "结构异常"),
    ("加密.docx", locked(), "密码"),
    ("加密.docx", compound("EncryptedPackage"), "密码"),
    ("安装包.doc", compound("Property"), "内容与扩展名不符"),
    ("截断.doc", compound("WordDocument")[:600], "已损坏"),
    ("宏.xls", compound("Workbook", "_VBA_PROJECT"), "含有宏"),
    ("空白.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 16, "图片已损坏"),
    ("改动.png", flipped(png(), 20), "图片已损坏"),
    ("过大.png", png(60_000, 60_000), "过大"),
    ("尾巴.png", png(after=docx()), "其他内容"),
    ("截断.jpg", jpeg()[:-2], "图片已损坏"),
    ("没有大小.jpg", jpeg(0, 0), "图片已损坏"),
    ("过大.jpg", jpeg(65_000, 65_000), "过大"),
    ("注释.jpeg", jpeg(comment=b"<script>alert(1)</script>"), "夹带了网页代码"),
]
# Those a form is tried with: one of each way to be refused
_TRIED = ("空文件.pdf", "程序.exe", "答复.pdf", "大文件.pdf", "截断.docx", "炸弹.docx", "出界.docx", "尾巴.png")
FORM_FILES = [each for each in BAD_FILES if each[0] in _TRIED]
FORM_FILE_IDS = [name for name, _content, _sentence in FORM_FILES]
BAD_FILE_IDS = [f"{n}-{name}" for n, (name, _content, _sentence) in enumerate(BAD_FILES)]
GOOD_FILES = [
    ("答复.pdf", PDF),
    ("签过两次.PDF", PDF + PDF),
    ("答复.docx", docx()),
    ("附表.xlsx", xlsx()),
    ("旧答复.doc", compound("WordDocument")),
    ("金山.wps", compound("WordDocument")),
    ("旧表.xls", compound("Workbook")),
    ("更旧的表.xls", compound("Book")),
    ("现场.png", png()),
    ("现场.jpg", jpeg()),
    ("手机动态照片.jpeg", jpeg(after=b"ftypmp42")),
]
