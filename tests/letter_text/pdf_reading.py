"""Letters built by hand, and PDFs read back as words, tags, fonts and sizes."""

import unicodedata
import zlib
from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from letters.blocks import Block, Letter, Run, Style
from letters.pdf import pdf_bytes
from letters.pdf_text import fit

# How words look; a block is tagged alike with and without them.
_LOOKS = ("/Span", "/Strong")


def heading(text: str, level: int = 2) -> Block:
    return Block(Style.HEADING, (Run(text),), level=level)


def says(text: str) -> Block:
    return Block(Style.PARAGRAPH, (Run(text),))


def items(*texts: str, start: int = 1) -> list[Block]:
    return [Block(Style.NUMBERED, (Run(t),), number=n) for n, t in enumerate(texts, start)]


def bullets(*texts: str) -> list[Block]:
    return [Block(Style.BULLET, (Run(text),)) for text in texts]


def letter_of(*blocks: Block, **changes: object) -> Letter:
    letter = Letter(
        kind="stage1-response",
        title="Our answer to your complaint CD-2026-0417",
        sender="Marlow Vale Borough Council",
        dated=date(2026, 12, 22),
        blocks=blocks,
        missing=(),
        draft=False,
        template_sha256="",
    )
    return replace(letter, **changes)


WARNING = Block(Style.BANNER, (Run("DRAFT: not to be sent.", bold=True),))
LETTER = letter_of(
    WARNING,
    says("Gloria Adeyemi\n14 Kestrel Court\nMarlow Vale\nMV2 3BB"),
    says("Dear Gloria Adeyemi"),
    heading("Our answer to your complaint", 1),
    Block(Style.PARAGRAPH, (Run("We uphold your complaint at "), Run("stage 1", bold=True))),
    heading("What you told us"),
    says("You told us two things:"),
    *items("The boiler has not worked since 2 December.", "Nobody rang you back."),
    says("This came later:"),
    *items("The new part did not fit.", start=3),
    heading("What we will do"),
    *items("We will fit a new boiler by Friday 8 January 2027."),
    *items("We are sorry."),
    *bullets("Ring us", "Write to us"),
    Block(Style.PARAGRAPH, (Run("By: "), Run("[Missing: a date]", missing=True))),
    says("Yours sincerely"),
    Block(Style.PARAGRAPH, (Run("Priya Nair", bold=True),)),
    WARNING,
)


def read(letter: Letter) -> PdfReader:
    return PdfReader(BytesIO(pdf_bytes(letter)))


def words(reader: PdfReader) -> list[str]:
    """The words of all pages, without the page number at each foot."""
    found = []
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(_seen(page.extract_text()).split())
        foot = f"Page {number} of {len(reader.pages)}"
        assert text.endswith(foot)
        found += text.removesuffix(foot).split()
    return found


def wanted_words(letter: Letter) -> list[str]:
    """The words of the blocks, with what stands before the items of a list."""
    lead = {Style.NUMBERED: "{}. ", Style.BULLET: "• "}
    texts = (
        lead.get(block.style, "").format(block.number)
        + _seen("".join(fit(run.text, {}) for run in block.runs))
        for block in letter.blocks
    )
    return " ".join(texts).split()


def children(element: dict) -> list:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


def tags(element: dict) -> list:
    """The tree of tags as nested lists, without the marks that point at the page."""
    below = [kid for kid in children(element) if isinstance(kid, dict) and "/S" in kid]
    return [element["/S"][1:], *(tags(kid) for kid in below if kid["/S"] not in _LOOKS)]


def document(reader: PdfReader) -> dict:
    (root,) = children(reader.root_object["/StructTreeRoot"])
    return root


def tree(reader: PdfReader) -> list:
    return tags(document(reader))


def wanted_tree(letter: Letter) -> list:
    """The tags of the blocks, whatever their words are."""
    wanted: list = ["Document"]
    before = Style.PARAGRAPH
    item = ["LI", ["Lbl"], ["LBody"]]
    for block in letter.blocks:
        if block.style in (Style.NUMBERED, Style.BULLET):
            if block.style is not before or block.number == 1:
                wanted.append(["L"])
            wanted[-1].append(item)
        elif not block.text.strip():
            continue
        else:
            wanted.append([f"H{block.level}" if block.level else "P"])
        before = block.style
    return wanted


def fonts(reader: PdfReader) -> dict[str, dict]:
    """Every font of the file by name, with its description."""
    used = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            (below,) = font["/DescendantFonts"]
            used[font["/BaseFont"]] = below.get_object()["/FontDescriptor"]
    return used


def sizes(reader: PdfReader) -> dict[str, int]:
    """The size in points of each stretch of text, by its first word."""
    found: dict[str, int] = {}

    def see(text: str, _matrix: list, placed: list, _font: object, size: float) -> None:
        if text.strip():
            found.setdefault(text.split()[0], round(size * abs(placed[3])))

    reader.pages[0].extract_text(visitor_text=see)
    return found


def png(width: int = 4, height: int = 2) -> bytes:
    """A green picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    size = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    pixels = (b"\0" + b"\x0b\x5d\x3b" * width) * height
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def rightmost(reader: PdfReader) -> float:
    """How far to the right any text starts, in points from the paper's left edge."""
    found = [0.0]

    def see(text: str, _matrix: list, placed: list, _font: object, _size: float) -> None:
        if text.strip():
            found.append(placed[4])

    for page in reader.pages:
        page.extract_text(visitor_text=see)
    return max(found)


def assert_says(reader: PdfReader, letter: Letter) -> None:
    """The letter's words in its order; for some writings, no less and no more than its characters.

    What is read back stands as on the paper, where some writings run from the right, and pypdf
    gives a letter that is drawn in several strokes once for each.
    """
    found, wanted = "".join(words(reader)), "".join(wanted_words(letter))
    if any(map(_is_read_back_otherwise, wanted)):
        assert set(found) == set(wanted), ascii((found, wanted))
    else:
        assert found == wanted, ascii((found, wanted))


def _is_read_back_otherwise(char: str) -> bool:
    runs_from_right = unicodedata.bidirectional(char) in {"R", "AL", "AN"}
    return runs_from_right or unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf", "Lo"}


def _seen(text: str) -> str:
    """Without what only joins or parts letters: pypdf puts it after the wrong ones as well."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
