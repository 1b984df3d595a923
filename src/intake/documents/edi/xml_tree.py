"""XML as a tree without its dangers: no entities, no network, no outside definitions, bounded depth; names without namespaces."""

from __future__ import annotations

from lxml import etree

MAX_DEPTH = 60


class XmlError(Exception):
    """The file is not well-formed or not harmless; the message says where."""


def parse(content: bytes) -> etree._Element:
    """The root. Raises XmlError. White space before the declaration, which some senders write, is forgiven."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    trimmed = content if is_utf16 else content.removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        root = etree.fromstring(trimmed, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise XmlError(f"The XML is not well-formed: {broken}.") from broken
    if root is None:
        raise XmlError("The XML has no element.")
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and any(True for _ in getattr(doctype, "iterentities", tuple)()):
        raise XmlError("The XML defines entities of its own; orders need none, and they are how files attack readers.")
    if _depth(root) > MAX_DEPTH:
        raise XmlError(f"The XML is nested deeper than {MAX_DEPTH} elements.")
    return root


def name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *path: str) -> list[etree._Element]:
    """All elements at the path of local names."""
    found = [] if element is None else [element]
    for step in path:
        found = [child for parent in found for child in parent if name(child) == step]
    return found


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    return next(iter(children(element, *path)), None)


def first(*candidates: etree._Element | None) -> etree._Element | None:
    """The first that is there. (An element without children counts as false, so `or` would pass it over.)"""
    return next((each for each in candidates if each is not None), None)


def text(element: etree._Element | None, *path: str) -> str | None:
    """The text of the first element at the path; None where there is none or it is blank."""
    found = child(element, *path) if path else element
    said = "".join(str(part) for part in found.itertext()).strip() if found is not None else ""
    return said or None


def is_true(element: etree._Element | None, *path: str) -> bool:
    """XML Schema writes yes as `true` or `1`."""
    return (text(element, *path) or "").casefold() in ("true", "1")


def is_false(element: etree._Element | None, *path: str) -> bool:
    """Whether it is said to be so; what is not said is neither true nor false."""
    return (text(element, *path) or "").casefold() in ("false", "0")


def attribute(element: etree._Element | None, key: str) -> str | None:
    if element is None:
        return None
    value = element.get(key)
    return str(value) if value else None


def place(element: etree._Element) -> str:
    """Where an element stands, for a sentence: its name and line."""
    return f"Line {element.sourceline}, {name(element)}"


def _depth(root: etree._Element) -> int:
    deepest = 0
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if depth > MAX_DEPTH:
            break
        stack.extend((each, depth + 1) for each in element)
    return deepest
