"""A one-page PDF, for the scans and letters of the demo."""

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile


def picture(name: str, tint: int) -> SimpleUploadedFile:
    """A small PNG for a photograph of the demo: sky over ground, `tint` (0–255) tells one from another."""
    width, height = 320, 200
    rows = bytearray()
    for y in range(height):
        sky = y < 120
        shade = (150 + y // 2, 190 + y // 4, 230) if sky else (tint, 120 + (y - 120) // 2, 90)
        rows += b"\0" + bytes(shade) * width
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows))),
        (b"IEND", b""),
    )
    written = b"\x89PNG\r\n\x1a\n"
    for kind, body in parts:
        written += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return SimpleUploadedFile(name, written, content_type="image/png")


def pdf(name: str, lines: list[str]) -> SimpleUploadedFile:
    """`lines` on one A4 page, in the Chinese font every PDF reader brings."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -24 Td\n" for line in lines)
    page = f"BT /F 14 Tf 70 760 Td\n{shown}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(page)}>>\nstream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
    )
    written, places = "%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{n} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size, start = len(objects) + 1, len(written)
    written += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    return SimpleUploadedFile(name, written.encode("ascii"), content_type="application/pdf")
