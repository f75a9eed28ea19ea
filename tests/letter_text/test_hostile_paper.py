"""Wordings, letterheads and logos that would never end, or fill the memory: refused, and soon."""

import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.services import wordings
from complaintdesk.services.desk import Desk
from letters import template, word_file
from letters.letterhead import read_letterhead
from letters.readback import headings
from tests.letter_text.pdf_reading import png
from tests.letter_text.whole_letters import whole
from tests.letter_text.word_letters import letterhead, unzipped, zipped
from tests.letter_text.wordings import KIND, NAME, OURS, read, refusal, write
from tests.services.letters import put

SOON = 10.0  # seconds on a busy machine; without the defence each takes minutes, or never ends
WORKS = whole(KIND, Code.HOUSING)


@pytest.fixture(autouse=True)
def soon_and_small() -> Iterator[None]:
    """Fails a test that takes long or much: a share's file must not hold an officer up."""
    tracemalloc.start()
    began = time.monotonic()
    yield
    took, most = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < SOON * 3
    assert most < 400_000_000


# Wordings

FOR, END = "{% for p in points %}", "{% endfor %}"
NUMBERS = ("9" * 5000, "1e999", "1.5", "0x" + "f" * 5000)


@pytest.mark.parametrize("depth", [2, 3, 8, 19])
def test_a_list_within_a_list_is_refused(depth: int) -> None:
    """Ten lists of a hundred points each would never end."""
    assert refusal(OURS + FOR * depth + "x" + END * depth).endswith("make it simpler")
    apart = f"{FOR}\n{{{{ p.complaint }}}}\n{END}\n" * depth
    assert read(OURS + apart)


def test_a_list_within_an_if_within_a_list_is_refused_too() -> None:
    text = f"{FOR}{{% if ref %}}{FOR}x{END}{{% endif %}}{END}"
    assert refusal(OURS + text).endswith("make it simpler")


def test_a_letter_that_grows_without_end_is_refused() -> None:
    points = WORKS.facts().points * 5000
    facts = replace(WORKS.facts(), points=points)
    text = OURS + FOR + "\n\n" + "Words without end. " * 2000 + "\n" + END
    with pytest.raises(BadInput, match="this letter is too long, over 1,000,000 characters") as no:
        write(text, facts)
    assert str(no.value).startswith(NAME)


def test_a_long_text_printed_again_and_again_is_refused() -> None:
    point = replace(WORKS.facts().points[0], complaint="x" * 50_000)
    facts = replace(WORKS.facts(), points=(point,))
    text = OURS + FOR + "\n{{ p.complaint }}\n" * 100 + END
    with pytest.raises(BadInput, match="this letter is too long"):
        write(text, facts)


def test_a_long_letter_is_still_written(monkeypatch: pytest.MonkeyPatch) -> None:
    point = replace(WORKS.facts().points[0], complaint="word " * 10_000)
    facts = replace(WORKS.facts(), points=(point,) * 4)
    text = OURS + FOR + "\n{{ p.complaint }}\n" + END
    assert sum(len(block.text) for block in write(text, facts).blocks) > 200_000
    monkeypatch.setattr(template, "_LONGEST", 1000)
    with pytest.raises(BadInput, match="too long"):
        write(OURS, WORKS.facts())


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: n[:12])
def test_a_number_that_python_itself_stumbles_over_is_refused(number: str) -> None:
    refused = refusal(f"{OURS}{{% if ref == {number} %}}x{{% endif %}}")
    assert "number" in refused
    assert refused.startswith(NAME)


@pytest.mark.parametrize(
    "text",
    ["*a **b " * 3000, "_" * 20_000, "\\" * 20_000, "> " * 10_000, "# x\n" * 5000, "[" * 20_000,
     "{{ ref }}" * 2000, "{% if ref %}{% endif %}" * 800, "{# " * 5000,
     "{{ " + "a" * 20_000 + " }}",
     "{% if " + "ref or " * 2000 + "ref %}{% endif %}", "“" * 20_000, "[TBC " * 4000],
    ids=lambda text: text[:10],
)  # fmt: skip
def test_what_readers_of_markdown_find_hard_is_read_soon(text: str) -> None:
    try:
        write(f"{OURS}\n{text}\n", WORKS.facts())
    except BadInput as refused:
        assert str(refused).startswith(NAME)


BEHIND = (
    "'x' * 10 ** 10", "7*7", "'x'.upper()", "ref.__class__", "''.__class__.__mro__", "lipsum",
    "[ref]", "{}", "ref ~ ref", "points[0]", "no_such_field", "range(10 ** 9)", "ref | upper",
    "(1 if ref else 2)", "ref is string", "(ref == 'x' * 10 ** 10)", "cycler.__init__",
)  # fmt: skip


@pytest.mark.parametrize("sign", ["==", "!="])
@pytest.mark.parametrize("step", BEHIND)
def test_what_is_compared_is_checked_on_both_sides(step: str, sign: str) -> None:
    """A text of ten gigabytes could stand behind an == and was made when the file was read."""
    for test in (f"ref {sign} {step}", f"not ref {sign} {step}", f"ref and ref {sign} {step}"):
        assert refusal(f"{OURS}{{% if {test} %}}x{{% endif %}}").startswith(f"{NAME}, line ")


def test_what_councils_compare_is_still_read() -> None:
    for test in ("stage == '1'", "ref != officer", "several == true", "council.name == ''"):
        assert read(f"{OURS}{{% if {test} %}}x{{% endif %}}")


# Letterheads


def with_body(xml: bytes) -> bytes:
    files = unzipped(letterhead())
    body = files["word/document.xml"]
    at = body.index(b"<w:sectPr")
    return zipped({**files, "word/document.xml": body[:at] + xml + body[at:]})


BODIES = {
    "paragraphs": b"<w:p/>" * 800_000,
    "runs": b"<w:p>" + b"<w:r><w:t>[</w:t></w:r>" * 200_000 + b"</w:p>",
    "tables": b"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 100_000,
    "one long text": b"<w:p><w:r><w:t>" + b"x" * 12_000_000 + b"</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_small_file_of_a_million_elements_is_refused(name: str) -> None:
    """Reading one of 45 KB took more than a minute, and one of 150 KB took 2.5 GB."""
    content = with_body(BODIES[name])
    assert len(content) < 1_000_000
    began = time.monotonic()
    with pytest.raises(BadInput, match="far too many paragraphs"):
        read_letterhead("l.docx", content)
    with pytest.raises(BadInput, match="far too many paragraphs"):
        headings(content)  # a letter that comes back edited is read the same way
    assert time.monotonic() - began < SOON


def test_elements_are_counted_over_all_parts_and_under_any_name() -> None:
    files = unzipped(letterhead())
    footer = files["word/footer1.xml"]
    many = footer.replace(b"</w:ftr>", b"<w:p/>" * 150_000 + b"</w:ftr>")
    for name in ("word/footer1.xml", "word/FOOTER1.XML"):
        parts = {n: c for n, c in files.items() if n != "word/footer1.xml"}
        body = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:p/>" * 60_000 + b"<w:sectPr")
        with pytest.raises(BadInput, match="far too many paragraphs"):
            word_file.unpacked("l.docx", zipped({**parts, name: many, "word/document.xml": body}))


def test_a_letterhead_of_many_pages_is_still_read() -> None:
    read_letterhead("l.docx", with_body(b"<w:p><w:r><w:t>A line</w:t></w:r></w:p>" * 2000))


# Logos


def claims(width: int, height: int) -> bytes:
    """A PNG picture of some bytes that says it is so many pixels."""
    picture = png()
    size = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + picture[24:29]
    return picture[:12] + size + zlib.crc32(size).to_bytes(4, "big") + picture[33:]


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (2**31 - 1, 1), (1, 2**31 - 1), (5000, 5000)]
)
def test_a_picture_that_unpacks_to_gigabytes_is_refused(
    desk: Desk, width: int, height: int
) -> None:
    put(desk, "logo.png", claims(width, height))
    with pytest.raises(BadInput, match="too many pixels"):
        wordings.logo(desk)
    assert any("too many pixels" in fault for fault in wordings.paper_faults(desk))


@pytest.mark.parametrize(
    ("picture", "said"),
    [(png() + bytes(2_100_000), "too large"),
     (b"<svg/>", "not a PNG"), (b"GIF89a", "not a PNG")],
    ids=["huge", "svg", "gif"],
)  # fmt: skip
def test_a_logo_that_is_none_is_refused_in_a_sentence(
    desk: Desk, picture: bytes, said: str
) -> None:
    put(desk, "logo.png", picture)
    with pytest.raises(BadInput, match=said):
        wordings.logo(desk)


def test_a_large_logo_is_still_taken(desk: Desk) -> None:
    put(desk, "logo.png", claims(4000, 3000))
    found = wordings.logo(desk)
    assert found is not None
    assert found[0] == "Northmoor Council"
