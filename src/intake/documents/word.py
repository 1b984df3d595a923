"""A .docx (or .docm) document: bytes in, a `Document` of TEXT and GRID canvases in reading order out.

Reads paragraphs, tables, text boxes, headers and footers as a person sees them with all changes accepted: insertions are read,
deletions are not, hidden letters are kept apart. .rtf is read as plain text; .doc and .odt are refused by name.
"""

from __future__ import annotations

from intake.documents.crossed_out import crossed_out, crossed_out_in_word
from intake.documents.flow import Block, canvases_of
from intake.documents.ooxml import main_part, parse_xml, relationships
from intake.documents.rtf import text_of_rtf
from intake.documents.text import text_document
from intake.documents.word_blocks import WordStyles, blocks_of_body
from intake.documents.word_second import dropped
from intake.domain import media
from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_UNREAD = {media.DOC: "an old Word document (.doc)", media.ODT: "an OpenDocument text (.odt)"}
_ENDS = ("header", "footer")


def read_word(source: Source, content: bytes, limits: Limits) -> Document:
    """Never raises on bad bytes: what cannot be read is a problem of the document."""
    if source.media_type in _UNREAD:
        message = f"The file is {_UNREAD[source.media_type]}, which is not read. The customer sends it as PDF or .docx."
        return _refused(source, Problem(code=ReasonCode.FILE_TYPE_UNSUPPORTED, message=message))
    if source.media_type == media.ENCRYPTED_OFFICE:
        message = "The document is protected by a password. The customer sends it without one."
        return _refused(source, Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, message=message))
    if source.media_type == media.RTF:
        return text_document(source, text_of_rtf(content[: limits.part_bytes]), limits)
    try:
        archive = Archive(content, limits, source.filename)
        main = main_part(archive, "word/document.xml")
        body = archive.read(main)
        blocks, struck = _blocks(archive, main, body)
    except ArchiveRefused as refused:
        return _refused(source, refused.problem)
    except RecursionError:
        message = "The document is nested too deeply to be read. The desk looks at it."
        return _refused(source, Problem(code=ReasonCode.DOCUMENT_TOO_COMPLEX, message=message))
    canvases, problems = canvases_of(blocks, is_forwarded=False, limits=limits, has_history=False)
    if not problems and not any(canvas.words for canvas in canvases):
        message = "The document shows no words. The customer sends it again."
        problems = (Problem(code=ReasonCode.DOCUMENT_EMPTY, message=message),)
    if not problems:
        problems = dropped(body, canvases, struck)
    return Document(source=source, canvases=canvases, problems=(*problems, *crossed_out(struck)))


def _refused(source: Source, problem: Problem) -> Document:
    return Document(source=source, problems=(problem,))


def _blocks(archive: Archive, main: str, content: bytes) -> tuple[list[Block], list[str]]:
    """The first header, the body, the footers, and what the body has crossed out. A header's other versions (first page, even
    pages) repeat or add to it. `content` is the part `main`."""
    parts = relationships(archive, main)
    styles_part = next((target for kind, target in parts.values() if kind == "styles"), "")
    styles = WordStyles.of(parse_xml(archive.read(styles_part), styles_part)) if styles_part in archive else WordStyles()
    root = parse_xml(content, main)
    body = blocks_of_body(root, styles)
    ends: dict[str, list[Block]] = {end: [] for end in _ENDS}
    for kind, target in dict.fromkeys(parts.values()):
        if kind in _ENDS and target in archive:
            found = blocks_of_body(parse_xml(archive.read(target), target), styles)
            if found not in (ends[kind], body):
                ends[kind].extend(block for block in found if block not in ends[kind])
    return [*ends["header"], *body, *ends["footer"]], crossed_out_in_word(root)
