"""The PDF: tagged for screen readers (PDF/UA-1), British English, fonts embedded, A4.

`letter.typ` beside this file sets the page. The letter is handed to it in memory as JSON, so what
is in it is never read as markup and never lies in a temporary file. The typesetter is read in
when first needed: it is large, and some machines have none.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaintdesk.domain.errors import BadInput, DeskUnusable
from letters.blocks import Block, Letter, Style
from letters.pdf_text import fit, in_words, named, not_shown, with_marks

if TYPE_CHECKING:
    import typst

_PROGRAM = Path(__file__).with_name("letter.typ")
# Plain letters without serifs are the easiest to read; the first that the machine has is used.
_FONTS = (
    "Arial", "Liberation Sans", "Helvetica", "Arimo", "Nimbus Sans", "Noto Sans", "DejaVu Sans",
    "Libertinus Serif",
)  # fmt: skip
_LISTS = (Style.NUMBERED, Style.BULLET)
_MOST_NAMED = 12
# Characters that take up less than half a page even in large print.
_SHORT = 300
_PNG = b"\x89PNG\r\n\x1a\n"
_NO_PDF = "This computer cannot make a PDF. Use the Word version, and Save As PDF in Word."
_FAILED = "The PDF of this letter could not be made. Send the Word version."
_BAD_LOGO = "The logo cannot be used. It must be a PNG picture, with words that say what it shows."


def why_no_pdf() -> str:
    """Blank where a PDF can be made, else the sentence that says what to do instead."""
    try:
        import typst  # noqa: F401 - whether it is there and loads is all that is asked
    except ImportError:
        return _NO_PDF
    return ""


def pdf_bytes(letter: Letter, logo: tuple[str, bytes] | None = None) -> bytes:
    """The letter as a PDF; the same letter gives the same bytes on the same machine.

    `logo` is the words that describe it and a PNG picture. Raises BadInput naming the characters
    that no font on this machine has, and DeskUnusable where PDFs cannot be made at all.
    """
    if why := why_no_pdf():
        raise DeskUnusable(why)
    _check_logo(logo)
    _check_headings(letter)
    swaps: dict[str, str] = {}
    lost: list[str] = []
    while isinstance(made := _typeset(letter, logo, swaps), str):
        if made.isascii() or made in swaps or len(lost) == _MOST_NAMED:
            raise BadInput(_cannot_show(lost))
        swaps[made] = in_words(made) or "?"
        if swaps[made] == "?":
            lost.append(made)
    if lost:
        raise BadInput(_cannot_show(lost))
    return made


def _typeset(
    letter: Letter, logo: tuple[str, bytes] | None, swaps: Mapping[str, str]
) -> bytes | str:
    """The PDF, or some text in the letter that no font can show."""
    import typst

    data = _data(letter, logo, swaps)
    inputs = {"letter": json.dumps(data)} | ({"logo": _picture(logo[1])} if logo else {})
    try:
        return typst.compile(
            _PROGRAM,
            root=_PROGRAM.parent,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="ua-1",
            timestamp=datetime.combine(letter.dated, time(), UTC),
        )
    except typst.TypstError as error:
        if blamed := not_shown(error.message):
            return with_marks(blamed, _shown(data))
        raise BadInput(_BAD_LOGO if "image" in error.message else _FAILED) from error


def _shown(data: Mapping[str, Any]) -> Iterator[str]:
    return (run["text"] for p in data["pieces"] for item in p["items"] for run in item["runs"])


@cache
def _fonts() -> "typst.Fonts":
    """The fonts of this machine, looked for once."""
    import typst

    return typst.Fonts()


@cache
def _families() -> tuple[str, ...]:
    present = set(_fonts().families())
    return tuple(name for name in _FONTS if name in present)


@lru_cache(maxsize=2)
def _picture(png: bytes) -> str:
    """As a list of numbers: the one form in which bytes can be handed over in memory."""
    return json.dumps(list(png))


def _data(
    letter: Letter, logo: tuple[str, bytes] | None, swaps: Mapping[str, str]
) -> dict[str, Any]:
    """What letter.typ reads, by its names."""
    return {
        "title": " ".join(fit(letter.title, {}).split()) or "Letter",
        "sender": " ".join(fit(letter.sender, {}).split()),
        "dated": {part: getattr(letter.dated, part) for part in ("year", "month", "day")},
        "large": letter.large,
        "fonts": _families(),
        "logo": logo[0] if logo else "",
        "pieces": _pieces(letter, swaps),
    }


def _pieces(letter: Letter, swaps: Mapping[str, str]) -> list[dict[str, Any]]:
    """The blocks, with the items of one list together, and none that would be an empty tag."""
    pieces: list[dict[str, Any]] = []
    for block in letter.blocks:
        runs = _runs(block, swaps)
        item = {"number": block.number, "runs": runs}
        if block.style in _LISTS and _goes_on(pieces, block):
            pieces[-1]["items"].append(item)
        elif block.style in _LISTS or any(run["text"].strip() for run in runs):
            shape = {"style": block.style, "level": block.level, **_kept_together(block)}
            pieces.append({**shape, "items": [item]})
    _keep_name_with_greeting(pieces)
    return pieces


def _keep_name_with_greeting(pieces: list[dict[str, Any]]) -> None:
    """So that no page ends with “Yours sincerely” and the next holds a name alone."""
    for greeting in [piece for piece in pieces if piece["style"] is not Style.BANNER][-2:-1]:
        greeting["leads"] = True


def _kept_together(block: Block) -> dict[str, bool]:
    """Whether no page ends within it, as in an address, or right after it, as before a list."""
    short = len(block.text) <= _SHORT
    return {"whole": short and "\n" in block.text, "leads": short and block.text.endswith(":")}


def _goes_on(pieces: list[dict[str, Any]], block: Block) -> bool:
    return bool(pieces) and pieces[-1]["style"] == block.style and block.number != 1


def _runs(block: Block, swaps: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"text": fit(run.text, swaps), "bold": run.bold, "missing": run.missing}
        for run in block.runs
    ]


def _check_logo(logo: tuple[str, bytes] | None) -> None:
    if logo and not (logo[0].strip() and logo[1].startswith(_PNG)):
        raise BadInput(_BAD_LOGO)


def _check_headings(letter: Letter) -> None:
    """A screen reader finds its way by them, so PDF/UA-1 allows no gap in their levels."""
    above = 0
    for block in letter.blocks:
        if block.style is Style.HEADING and block.text.strip():
            if block.level > above + 1:
                raise BadInput(_out_of_order(block, above + 1))
            above = block.level


def _out_of_order(block: Block, level: int) -> str:
    return (
        f"The heading “{block.text}” has {block.level} # in the wording; "
        f"after what stands above it, it may have {level} at most."
    )


def _cannot_show(lost: list[str]) -> str:
    names = ", ".join(named(text) for text in lost) or "a character that no font here has"
    more = " and others" if len(lost) == _MOST_NAMED else ""
    return f"The PDF cannot show: {names}{more}. Send the Word version of this letter."
