"""A council's own letterhead, checked before any letter is written on it.

A Word file can run programs, fetch files from elsewhere when it is opened, or unpack to something
huge. A letterhead needs none of that, so each is refused with what to do about it.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePath

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from complaintdesk.domain.errors import BadInput
from letters.word_base import paper
from letters.word_file import check_xml, packed, readable, unpacked
from letters.word_place import LETTER_MARK, is_in_box, letter_places, marked_lines

_KINDS, _MACROS, _OLD = (".docx", ".dotx"), (".docm", ".dotm"), (".doc", ".dot")
_TYPES = "[Content_Types].xml"
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
_PROGRAMS = ("/vbaProject", "/control", "/aFChunk")
_FETCHING_FIELD = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE)\b")
_WHAT = {
    "attachedTemplate": "a template",
    "image": "a picture",
    "oleObject": "a linked object",
    "mailMergeSource": "a list of addresses",
}


def read_letterhead(name: str, content: bytes) -> bytes:
    """The letterhead as a .docx that letters can be written on.

    A template (.dotx) is made a document; nothing else is changed. Raises BadInput with one
    sentence, naming the file, for whatever cannot or must not be used. It is made ready for a
    letter once, so that what is odd about it shows now and not when a letter is due.
    """
    _check_suffix(name)
    parts = unpacked(name, content)
    _check_programs(name, parts)
    check_xml(name, parts)
    _check_links(name, parts)
    if _TEMPLATE_TYPE in parts[_TYPES]:
        parts[_TYPES] = parts[_TYPES].replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
        content = packed(parts)
    with readable(name):
        _check_places(name, Document(BytesIO(content)))
        for large in (False, True):
            paper(content, large)
    return content


def _check_suffix(name: str) -> None:
    suffix = PurePath(name).suffix.casefold()
    if suffix in _OLD:
        raise BadInput(
            f"{name} is in Word's old format. Open it in Word and use "
            "Save As > Word Document (.docx)."
        )
    if suffix in _MACROS:
        raise _has_programs(name)
    if suffix not in _KINDS:
        raise BadInput(f"{name} is not a Word letterhead: its name must end in .docx or .dotx.")


def _check_programs(name: str, parts: Mapping[str, bytes]) -> None:
    """Whatever the file is called."""
    if b"macroEnabled" in parts[_TYPES] or any("vbaproject" in part.lower() for part in parts):
        raise _has_programs(name)


def _has_programs(name: str) -> BadInput:
    return BadInput(
        f"{name} holds macros or other programs, which a letterhead must not. Open it in Word, "
        "take them out and use Save As > Word Document (.docx)."
    )


def _check_links(name: str, parts: Mapping[str, bytes]) -> None:
    for kind, target, is_external in _links(parts):
        if kind.endswith(_PROGRAMS) and not is_external:
            raise _has_programs(name)
        if is_external and not kind.endswith("/hyperlink"):
            what = _WHAT.get(kind.rpartition("/")[2], "something")
            raise _fetches(name, f"{what} from elsewhere ({target[:100]})")
    for part, content in parts.items():
        if part.startswith("word/") and part.endswith(".xml"):
            field = _FETCHING_FIELD.search(_field_codes(content))
            if field:
                raise _fetches(name, f"something from elsewhere (a field {field[0]})")


def _links(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """Kind, target and whether that lies outside the file, of each relationship in it."""
    for part, content in parts.items():
        if part.lower().endswith(".rels"):
            for link in parse_xml(content):
                mode = link.get("TargetMode", "")
                yield link.get("Type", ""), link.get("Target", ""), mode == "External"


def _field_codes(content: bytes) -> str:
    """Word may cut one code into several pieces, so they are put together again."""
    root = parse_xml(content)
    pieces = (found.text or "" for found in root.iter(qn("w:instrText")))
    simple = (found.get(qn("w:instr"), "") for found in root.iter(qn("w:fldSimple")))
    return "".join(pieces) + " ".join(("", *simple))


def _fetches(name: str, what: str) -> BadInput:
    return BadInput(
        f"{name} fetches {what} when it is opened, which a letterhead must not. In Word, put that "
        "into the file itself or take it out, and save again."
    )


def _check_places(name: str, document: WordDocument) -> None:
    """One place at most, and one where a letter of several pages can stand."""
    if len(letter_places(document)) > 1:
        raise BadInput(f"{name} says {LETTER_MARK} more than once. Keep one.")
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            is_body = part is document.part
            if any(not is_body or is_in_box(p) for p in marked_lines(part.element)):
                raise BadInput(
                    f"{name} says {LETTER_MARK} in a header, a footer or a text box, where a "
                    "letter cannot stand. Put it in a line of its own in the page's text."
                )
