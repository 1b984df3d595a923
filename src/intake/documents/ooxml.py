"""Office Open XML packages, opened with care: bytes in, parts and their relationships out.

XML is parsed without network, entities or document types; a part that is missing or damaged is an `ArchiveRefused`.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree

from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_RELATIONSHIPS = "_rels/{}.rels"


def local(element: Any) -> str:
    """An element's name without its namespace: strict and transitional files differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def parse_xml(content: bytes, part: str) -> Any:
    """The root element. Raises `ArchiveRefused`."""
    _refuse_document_type(content, part)
    try:
        return etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise _damaged(part, broken) from broken


def stream_xml(content: bytes, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Elements of the given local names at their end. The caller clears what it no longer needs. Raises `ArchiveRefused`."""
    _refuse_document_type(content, part)
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in events:
            yield element
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise _damaged(part, broken) from broken


def relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (kind, target part). External targets are left out: nothing is ever fetched."""
    folder, _, name = part.rpartition("/")
    rels = posixpath.join(folder, _RELATIONSHIPS.format(name))
    if rels not in archive:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in parse_xml(archive.read(rels), rels):
        identifier, target = attribute(element, "Id"), attribute(element, "Target")
        if identifier and target and (attribute(element, "TargetMode") or "").lower() != "external":
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[identifier] = (kind, path)
    return found


def main_part(archive: Archive, ending: str) -> str:
    """The package's main part, by its relationship or else by its name. Raises `ArchiveRefused`."""
    try:
        for kind, target in relationships(archive, "").values():
            if kind == "officeDocument" and target in archive:
                return target
    except ArchiveRefused:
        pass
    for name in archive.names:
        if name.endswith(ending):
            return name
    raise ArchiveRefused(_problem(f"its part {ending} is missing"))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _refuse_document_type(content: bytes, part: str) -> None:
    # ECMA-376 part 2, 8.1.4 forbids document types in a package: only an attack has one.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ArchiveRefused(_problem(f"its part {part} defines entities, which no office program writes"))


def _damaged(part: str, why: Exception) -> ArchiveRefused:
    return ArchiveRefused(_problem(f"its part {part} is damaged ({str(why)[:120]})"))


def _problem(why: str) -> Problem:
    return Problem(code=ReasonCode.DOCUMENT_BROKEN, message=f"The file cannot be read: {why}. The customer sends it again.")
