"""An invented letter, letterheads and edits, for the tests of the Word documents."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt

from letters.blocks import Block, Letter, Run, Style

PARTS = (
    ("definition", "What you told us"),
    ("decision", "Our decision"),
    ("next_step", "If you’re not satisfied"),
    ("signature", ""),
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_LINKS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)
HEADER, FOOTER = "Marlow Vale Borough Council", "Town Hall, Marlow Vale. Phone 01632 960100"


def heading(text: str, level: int = 2, part: str = "") -> Block:
    return Block(Style.HEADING, (Run(text),), part, level=level)


def paragraph(*runs: str | Run, part: str = "") -> Block:
    return Block(Style.PARAGRAPH, tuple(r if isinstance(r, Run) else Run(r) for r in runs), part)


def item(text: str, number: int = 0, part: str = "") -> Block:
    style = Style.NUMBERED if number else Style.BULLET
    return Block(style, (Run(text),), part, number=number)


BLOCKS = (
    Block(Style.BANNER, (Run("TRAINING DESK: an invented case.", bold=True),)),
    paragraph("Marlow Vale Borough Council\nTown Hall\nMarlow Vale", part="letterhead"),
    paragraph("Gloria Adeyemi\n14 Kestrel Court\nMarlow Vale\nMV2 3BB"),
    paragraph("Dear Gloria Adeyemi"),
    heading("Our answer to your complaint", 1),
    heading("What you told us", part="definition"),
    paragraph("You told us two things:", part="definition"),
    item("The boiler has not worked since 2 December.", 1, "definition"),
    item("Nobody rang back, though you asked three times.", 2, "definition"),
    heading("Our decision", part="decision"),
    paragraph(Run("We uphold your complaint.", bold=True), " We were slow.", part="decision"),
    heading("How we decided", 3, "decision"),
    item("We read the repair records.", part="decision"),
    item("We spoke to the contractor.", part="decision"),
    heading("What we will do"),
    item("We will mend the boiler by Friday 8 January 2027.", 1),
    heading("If you’re not satisfied", part="next_step"),
    paragraph("You can ask us to look again.", part="next_step"),
    paragraph("Yours sincerely", part="signature"),
    paragraph("Priya Nair\nComplaints Team", part="signature"),
)


def letter_of(
    blocks: Sequence[Block] = BLOCKS,
    *,
    large: bool = False,
    title: str = "Our answer to your complaint CD-2026-0417",
    sender: str = "Marlow Vale Borough Council",
) -> Letter:
    return Letter(
        kind="stage1-response",
        title=title,
        sender=sender,
        dated=date(2026, 12, 22),
        blocks=tuple(blocks),
        missing=(),
        draft=False,
        template_sha256="0" * 64,
        large=large,
    )


LETTER = letter_of()


def letterhead(mark: str | None = "[letter]") -> bytes:
    """Georgia, a header, a small slanted footer, and lines above and below the letter."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].add_run(HEADER).font.size = Pt(20)
    foot = section.footer.paragraphs[0].add_run(FOOTER)
    foot.font.size, foot.italic = Pt(9), True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    document.add_paragraph("Complaints Team").runs[0].font.size = Pt(8)
    if mark is not None:
        document.add_paragraph(mark)
        document.add_paragraph("Proud of our valley")
    return file_of(document)


def file_of(document: WordDocument) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def opened(content: bytes) -> WordDocument:
    return Document(BytesIO(content))


def edited(content: bytes, edit: Callable[[WordDocument], object]) -> bytes:
    """As somebody edits it in Word."""
    document = opened(content)
    edit(document)
    return file_of(document)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as given:
        return {name: given.read(name) for name in given.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def linked(content: bytes, part: str, kind: str, target: str) -> bytes:
    """With one more relationship to something outside the file."""
    files = unzipped(content)
    given = files.get(part, _NO_LINKS)
    link = (
        f'<Relationship Id="rIdOut" Type="{_OFFICE}/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    files[part] = given.replace(b"</Relationships>", link.encode())
    return zipped(files)


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]
