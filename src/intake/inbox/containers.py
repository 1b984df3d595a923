"""Containers met among the parts: an attached mail, an Outlook message, a winmail.dat, a zip. Opened into further parts."""

from __future__ import annotations

from pathlib import PurePosixPath

from intake.domain import media
from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.encodings import decode
from intake.domain.messages import PartRole
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.inbox.judging import left_out
from intake.inbox.outlook import open_msg
from intake.inbox.parts import Leaf, Parts
from intake.inbox.tnef import open_tnef
from intake.inbox.walk import open_mail, parse_mail

_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def expand(parts: Parts, leaf: Leaf, media_type: str) -> bool:
    """Adds what is inside `leaf`; False where it is to be kept as a part of its own."""
    if media_type == media.MAIL:
        mail = parse_mail(leaf.content, parts.limits)
        if mail is None:
            message = "The attached mail has more parts than can be read. The desk looks at it."
            parts.skip(leaf, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
        else:
            open_mail(parts, mail, leaf)
    elif media_type == media.ZIP:
        _open_zip(parts, leaf)
    elif not (open_msg if media_type == media.MSG else open_tnef)(parts, leaf):
        message = f"{leaf.filename or 'The Outlook message'} is damaged and cannot be opened. The customer sends it again."
        parts.skip(leaf, ReasonCode.DOCUMENT_BROKEN, message)
    return True


def _open_zip(parts: Parts, leaf: Leaf) -> None:
    left = parts.limits.archive_bytes - parts.unpacked
    try:
        archive = Archive(leaf.content, parts.limits.model_copy(update={"archive_bytes": max(left, 0)}), leaf.filename)
    except ArchiveRefused as refused:
        _refuse(parts, leaf, refused.problem)
        return
    names = archive.names
    if not names:
        parts.skip(leaf, ReasonCode.EMPTY_FILE, f"{leaf.filename or 'The archive'} holds no files. The customer sends it again.")
    for number, name in enumerate(names, 1):
        if number > parts.limits.archive_files:
            _note_rest(parts, leaf, len(names) - number + 1)
            return
        inner = _member(leaf, number, archive, name)
        if _is_clutter(name):
            parts.add(_skipped(inner, left_out(inner.path, "a file of the operating system")))
            continue
        try:
            content = archive.read(name)
        except ArchiveRefused as refused:
            _refuse(parts, inner, refused.problem)
            if refused.problem.code == ReasonCode.DOCUMENT_TOO_COMPLEX:
                _note_rest(parts, leaf, len(names) - number)
                return
            continue
        parts.unpacked += len(content)
        parts.add(_with_content(inner, content))


def _member(leaf: Leaf, number: int, archive: Archive, name: str) -> Leaf:
    shown = PurePosixPath(_readable(name, is_unicode=archive.has_unicode_name(name)).replace("\\", "/")).name
    return Leaf(
        path=f"{leaf.path}/{number}", role=PartRole.ATTACHMENT, content=b"", depth=leaf.depth + 1, filename=shown[:255] or None
    )


def _readable(name: str, *, is_unicode: bool) -> str:
    """Zip programs write names in the code page of their system unless a flag says UTF-8; the library assumes cp437."""
    if is_unicode or name.isascii():
        return name
    try:
        return decode(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def _is_clutter(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.lower() in _CLUTTER or path.name.startswith("._")


def _with_content(leaf: Leaf, content: bytes) -> Leaf:
    return Leaf(path=leaf.path, role=leaf.role, content=content, depth=leaf.depth, filename=leaf.filename)


def _skipped(leaf: Leaf, problem: Problem) -> Leaf:
    return Leaf(path=leaf.path, role=leaf.role, content=leaf.content, depth=leaf.depth, filename=leaf.filename, skipped=problem)


def _refuse(parts: Parts, leaf: Leaf, problem: Problem) -> None:
    parts.skip(leaf, ReasonCode(problem.code), problem.message)


def _note_rest(parts: Parts, leaf: Leaf, count: int) -> None:
    if count > 0:
        message = f"{count} more files of {leaf.filename or 'the archive'} were not read. The desk looks at them."
        parts.problems.append(Problem(code=ReasonCode.PART_NOT_READ, path=leaf.path, message=message))
