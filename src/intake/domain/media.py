"""What a file is, found by looking at its bytes: in come the content and its name, out goes one media type.

The name only settles what the bytes leave open (a damaged container, a table without a header). What a mail declares is never
asked: an `.xls` that is HTML is HTML. Looks at a bounded part of the content, unpacks nothing and never raises.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from intake.domain import media_containers, media_text

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
DOC = "application/msword"
ODT = "application/vnd.oasis.opendocument.text"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PPT = "application/vnd.ms-powerpoint"
RTF = "application/rtf"
TEXT = "text/plain"
CSV = "text/csv"
TSV = "text/tab-separated-values"
HTML = "text/html"
CALENDAR = "text/calendar"
VCARD = "text/vcard"
JSON = "application/json"
XML = "application/xml"
EDIFACT = "application/edifact"
X12 = "application/edi-x12"
TRADACOMS = "application/tradacoms"
MAIL = "message/rfc822"
MSG = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
ZIP = "application/zip"
GZIP = "application/gzip"
SEVEN_ZIP = "application/x-7z-compressed"
RAR = "application/vnd.rar"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
SIGNATURE = "application/pkcs7-signature"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
GIF = "image/gif"
BMP = "image/bmp"
WEBP = "image/webp"
HEIC = "image/heic"
SVG = "image/svg+xml"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

SPREADSHEETS = frozenset({XLSX, XLSM, XLSB, XLS, ODS})
WORD_DOCUMENTS = frozenset({DOCX, DOCM, DOC, ODT, RTF})
IMAGES = frozenset({PNG, JPEG, TIFF, GIF, BMP, WEBP})
WITH_PICTURES = IMAGES | {PDF, DOCX, DOCM}
"""What text recognition may have to read, and gets its time for."""
STRUCTURED = frozenset({XML, EDIFACT, X12, TRADACOMS})
CONTAINERS = frozenset({ZIP, TNEF, MAIL, MSG})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", RAR),
)
_SUFFIXES = {
    ".xlsx": XLSX,
    ".xlsm": XLSM,
    ".xlsb": XLSB,
    ".xls": XLS,
    ".ods": ODS,
    ".docx": DOCX,
    ".docm": DOCM,
    ".doc": DOC,
    ".odt": ODT,
    ".pptx": PPTX,
    ".ppt": PPT,
    ".msg": MSG,
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})
# Readers accept a PDF whose header comes late; mail gateways and printers do put bytes before it.
_PDF_HEADER_WITHIN = 1024


def sniff(content: bytes, filename: str | None) -> str:
    """The media type of `content`, lower case, one of this module's constants.

    >>> sniff(b"%PDF-1.7 ...", "order.doc"), sniff(b"", "order.pdf"), sniff(b"UNA:+.? 'UNB+UNOC:3+", None)
    ('application/pdf', 'application/x-empty', 'application/edifact')
    """
    if not content:
        return EMPTY
    suffix = PurePosixPath((filename or "").replace("\\", "/")).suffix.lower()
    return _by_magic(content, suffix) or _by_text(content, suffix)


def _by_magic(content: bytes, suffix: str) -> str | None:
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    if content[:2] == b"BM" and content[6:10] == b"\x00\x00\x00\x00":
        return BMP
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(content, suffix)
    if content.startswith(media_containers.OLE_MAGIC):
        return _ole(content, suffix)
    # A mail may quote or carry "%PDF-" early; a header line at its very start says that it is a mail.
    at = content.find(b"%PDF-", 0, _PDF_HEADER_WITHIN)
    if at == 0 or (at > 0 and not media_text.is_mail(content[:at], suffix)):
        return PDF
    return None


def _zip(content: bytes, suffix: str) -> str:
    declared = media_containers.declared_in_zip(content)
    for open_document in (ODS, ODT):
        if declared.startswith(open_document):
            return open_document
    names = media_containers.names_in_zip(content)
    if not names:
        return _SUFFIXES.get(suffix, ZIP)
    if "[Content_Types].xml" not in names:
        return ZIP
    bases = {name.rpartition("/")[2].lower() for name in names}
    has_macros = "vbaproject.bin" in bases
    if "workbook.bin" in bases:
        return XLSB
    if "workbook.xml" in bases:
        return XLSM if has_macros else XLSX
    if "document.xml" in bases:
        return DOCM if has_macros else DOCX
    return PPTX if "presentation.xml" in bases else ZIP


def _ole(content: bytes, suffix: str) -> str:
    names = media_containers.top_names_in_ole(content)
    if any(name.startswith(("__properties_version1.0", "__substg1.0_")) for name in names):
        return MSG
    if "EncryptedPackage" in names:
        return ENCRYPTED_OFFICE
    if "WordDocument" in names:
        return DOC
    if names & {"Workbook", "WORKBOOK", "Book", "BOOK"}:
        return XLS
    if "PowerPoint Document" in names:
        return PPT
    return OLE if names else _SUFFIXES.get(suffix, OLE)


def _by_text(content: bytes, suffix: str) -> str:
    text = media_text.beginning(content)
    if text is None:
        return SIGNATURE if suffix in (".p7s", ".p7m") else UNKNOWN
    kind = media_text.kind(text, suffix)
    return {
        "edifact": EDIFACT,
        "x12": X12,
        "tradacoms": TRADACOMS,
        "html": HTML,
        "svg": SVG,
        "xml": XML,
        "mail": MAIL,
        "calendar": CALENDAR,
        "vcard": VCARD,
        "json": JSON,
        "csv": CSV,
        "tsv": TSV,
    }.get(kind, TEXT)
