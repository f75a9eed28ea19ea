"""A Word file as what it is, a zip of parts: opened with care and written the same every time.

A letterhead or an edited letter comes from outside, so its size, its zip and its XML are checked
before anything acts on them. Nothing is ever fetched, and no entity of the XML is expanded.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from complaintdesk.domain.errors import BadInput

_MOST_BYTES, _MOST_PARTS = 50_000_000, 2_000
_MOST_XML, _MOST_TAGS = 10_000_000, 200_000  # a letter of thirty pages has a tenth of that
# How Word's format before 2007 starts, and any Word file that is locked with a password.
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
# What the zip, XML and Word readers raise for files that are damaged or made up.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OpcError,
    SyntaxError,  # lxml's own errors are this
    ValueError,
    KeyError,
    AttributeError,
    TypeError,
    EOFError,
    OSError,
    RuntimeError,
)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Makes BadInput, naming the file, of what the readers say about a damaged or made-up one."""
    try:
        yield
    except _UNREADABLE:
        raise _no_word(name) from None


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of the file by their names, or BadInput if it is too large or no Word file."""
    if content.startswith(_OLD_FORMAT):
        raise BadInput(
            f"{name} is in Word's old format or locked with a password. Open it in Word, take off "
            "the password and use Save As > Word Document (.docx)."
        )
    with readable(name), zipfile.ZipFile(BytesIO(content)) as archive:
        _check_size(name, archive)
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    _check_work(name, parts)
    return parts


def _check_work(name: str, parts: Mapping[str, bytes]) -> None:
    """What XML costs is its elements: a file of some kilobytes can hold millions of them."""
    xml = [content for part, content in parts.items() if part.lower().endswith(_XML)]
    if sum(map(len, xml)) > _MOST_XML or sum(part.count(b"<") for part in xml) > _MOST_TAGS:
        raise BadInput(f"{name} is too large to be a letter: it holds far too many paragraphs.")


def check_xml(name: str, parts: Mapping[str, bytes]) -> None:
    """Refuse XML that is broken or declares entities, which Word itself never writes."""
    for part, content in parts.items():
        if part.lower().endswith(_XML) and not _is_plain_xml(content):
            raise _no_word(name)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip: in one order, and with no time of saving."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name in sorted(parts, key=lambda name: (name[0] != "[", name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, parts[name])
    return written.getvalue()


def saved_parts(document: WordDocument) -> dict[str, bytes]:
    """What the library would save, by the names of the parts."""
    written = BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as made:
        return {name: made.read(name) for name in made.namelist()}


def _check_size(name: str, archive: zipfile.ZipFile) -> None:
    """By the sizes the zip declares: its reader gives no byte more than those."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise BadInput(f"{name} is too large to be a letter: it unpacks to more than 50 MB.")
    if len(names) < len(entries) or "[Content_Types].xml" not in names:
        raise _no_word(name)


def _is_plain_xml(content: bytes) -> bool:
    try:
        return not parse_xml(content).getroottree().docinfo.doctype
    except _UNREADABLE:
        return False


def _no_word(name: str) -> BadInput:
    return BadInput(
        f"{name} cannot be read as a Word document. Open it in Word and use "
        "Save As > Word Document (.docx)."
    )
