"""Letters on a council's letterhead, and letterheads that must not be used."""

import re
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from complaintdesk.domain.errors import BadInput
from letters.letterhead import read_letterhead
from letters.word import document_bytes
from tests.letter_text.word_letters import (
    FOOTER,
    HEADER,
    LETTER,
    edited,
    file_of,
    letter_of,
    letterhead,
    linked,
    opened,
    texts,
    unzipped,
    zipped,
)

WORDS = [block.text for block in LETTER.blocks if block.part != "letterhead"]
TYPES = "[Content_Types].xml"
BOX = f"""<w:p {nsdecls("w")}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">
<v:textbox><w:txbxContent><w:p><w:r><w:t>[letter]</w:t></w:r></w:p></w:txbxContent></v:textbox>
</v:shape></w:pict></w:r></w:p>"""


def written_on(content, name="letterhead.docx", *, large=False):
    return opened(document_bytes(letter_of(large=large), read_letterhead(name, content)))


def without(content, *names):
    """The file without these parts of it and without any link to them."""
    link = re.compile(rf'<(?:Relationship|Override) [^>]*"[^"]*\b(?:{"|".join(names)})"[^>]*/>')
    return zipped(
        {
            part: link.sub("", blob.decode()).encode() if part.endswith((".rels", TYPES)) else blob
            for part, blob in unzipped(content).items()
            if not part.endswith(names)
        }
    )


def as_template(content):
    files = unzipped(content)
    files[TYPES] = files[TYPES].replace(b"document.main+xml", b"template.main+xml")
    return zipped(files)


def refusal(name, content):
    with pytest.raises(BadInput) as refused:
        read_letterhead(name, content)
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_the_letter_stands_where_the_letterhead_says_and_leaves_out_our_own_letterhead():
    made = written_on(letterhead())
    assert texts(made) == ["Complaints Team", *WORDS, "Proud of our valley"]


@pytest.mark.parametrize("mark", [None, "", "  "], ids=["no line", "empty line", "blank line"])
def test_it_stands_at_the_end_without_a_gap_where_no_place_is_marked(mark):
    content = letterhead(None)
    if mark is not None:
        content = edited(content, lambda document: document.add_paragraph(mark))
    assert texts(written_on(content)) == ["Complaints Team", *WORDS]


def test_the_place_may_be_in_a_cell_of_a_table():
    document = Document()
    cell = document.add_table(1, 2).cell(0, 1)
    cell.paragraphs[0].text = " [Letter] "
    made = written_on(file_of(document))
    assert [paragraph.text for paragraph in made.tables[0].cell(0, 1).paragraphs] == WORDS


def test_the_place_may_be_split_into_runs_as_word_does():
    def split(document):
        place = document.paragraphs[1]
        place.text = ""
        for piece in ("[", "let", "ter]"):
            place.add_run(piece)

    assert texts(written_on(edited(letterhead(), split)))[1:-1] == WORDS


def test_what_hangs_on_the_marked_line_is_kept():
    def hang(document):
        place = document.paragraphs[1]
        place._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:pict/></w:r>"))
        place._p.get_or_add_pPr().append(OxmlElement("w:sectPr"))

    made = written_on(edited(letterhead(), hang))
    assert next(made.paragraphs[1]._p.iter(qn("w:pict")), None) is not None
    assert made.paragraphs[len(WORDS)]._p.pPr.sectPr is not None


def test_header_footer_and_fonts_are_the_letterheads():
    made = written_on(letterhead())
    section = made.sections[0]
    assert [p.text for p in section.header.paragraphs] == [HEADER]
    assert [p.text for p in section.footer.paragraphs] == [FOOTER]
    assert section.footer.paragraphs[0].runs[0].font.size.pt == 9
    normal = made.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Georgia", 11)


def test_paragraphs_stand_apart_even_where_the_letterheads_own_do_not():
    made = written_on(letterhead())
    assert made.paragraphs[2].style.paragraph_format.space_after > Pt(4)


def test_large_print_reaches_headers_footers_and_the_letterheads_own_lines():
    def squeeze(document):
        document.paragraphs[0].paragraph_format.line_spacing = Pt(9)

    made = written_on(edited(letterhead(), squeeze), large=True)
    section = made.sections[0]
    assert section.header.paragraphs[0].runs[0].font.size.pt == 20
    foot = section.footer.paragraphs[0].runs[0]
    assert (foot.font.size.pt, foot.italic) == (18, None)
    first = made.paragraphs[0]
    assert first.runs[0].font.size.pt == 18
    assert first._p.pPr.spacing.get(qn("w:lineRule")) == "atLeast"
    styles = made.styles.element
    small = [s for s in styles.iter(qn("w:sz"), qn("w:szCs")) if int(s.get(qn("w:val"))) < 36]
    assert not small
    assert made.styles["Normal"].font.name == "Arial"
    assert str(made.styles["Heading 1"].font.color.rgb) == "000000"


def test_a_letterhead_without_styles_and_lists_gets_them():
    bare = without(letterhead(), "styles.xml", "numbering.xml")
    assert "word/styles.xml" not in unzipped(bare)
    assert "numbering" not in str(unzipped(bare)["word/_rels/document.xml.rels"])
    made = written_on(bare)
    assert texts(made)[1:-1] == WORDS
    styles = {p.style.name for p in made.paragraphs[1:-1]}
    assert styles == {
        *("Body Text", "Heading 1", "Heading 2", "Heading 3", "List Number", "List Bullet")
    }
    assert len(made.part.numbering_part.element.num_lst) == 3


def test_styles_go_by_their_name_since_other_languages_of_word_have_other_identifiers():
    def translate(document):
        document.styles["Heading 1"].element.styleId = "berschrift1"

    made = written_on(edited(letterhead(), translate))
    title = next(p for p in made.paragraphs if p.text == "Our answer to your complaint")
    assert title._p.style == "berschrift1"
    named = [s for s in made.styles if s.type == WD_STYLE_TYPE.PARAGRAPH and s.name == "Heading 1"]
    assert len(named) == 1


def test_the_letterheads_own_lists_stay_as_they_are():
    before = unzipped(letterhead())["word/numbering.xml"].count(b"<w:abstractNum ")
    numbering = written_on(letterhead()).part.numbering_part.element
    numbers = [kind.get(qn("w:abstractNumId")) for kind in numbering.iter(qn("w:abstractNum"))]
    assert len(numbers) == len(set(numbers)) == before + 2
    tags = [child.tag for child in numbering]
    assert tags == sorted(tags)


def test_a_letterhead_made_out_of_our_own_letter_has_each_bookmark_once():
    def keep_place(document):
        document.add_paragraph("[letter]")

    again = document_bytes(LETTER, read_letterhead("l.docx", edited(
        document_bytes(LETTER, None), keep_place)))  # fmt: skip
    starts = list(opened(again).element.body.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name")) for start in starts]
    assert names == ["part_definition", "part_decision", "part_next_step", "part_signature"]
    assert len({start.get(qn("w:id")) for start in starts}) == 4


def test_the_officers_typing_is_neither_tracked_nor_forbidden():
    def lock(document):
        document.settings.element.append(OxmlElement("w:trackRevisions"))
        document.settings.element.append(OxmlElement("w:documentProtection"))

    settings = unzipped(document_bytes(LETTER, edited(letterhead(), lock)))["word/settings.xml"]
    assert b"trackRevisions" not in settings
    assert b"documentProtection" not in settings


def test_who_made_the_letterhead_is_not_told_to_those_who_get_letters():
    def sign(document):
        document.core_properties.keywords = "draft by Sam"
        document.core_properties.author = "Sam"

    files = unzipped(document_bytes(LETTER, edited(letterhead(), sign)))
    assert b"Sam" not in files["docProps/core.xml"]
    assert b"<dc:title>Our answer" in files["docProps/core.xml"]


def test_a_document_is_taken_unchanged_and_a_template_becomes_a_document():
    assert read_letterhead("l.docx", letterhead()) == letterhead()
    template = as_template(letterhead())
    with pytest.raises(ValueError, match="template"):
        opened(template)
    assert texts(written_on(template, "Letterhead.DOTX"))[1:-1] == WORDS


@pytest.mark.parametrize("name", ["old.doc", "old.DOT"])
def test_an_old_word_file_is_refused_with_what_to_do(name):
    sentence = refusal(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "Save As > Word Document (.docx)" in sentence


def test_an_old_or_locked_file_is_refused_under_any_name():
    sentence = refusal("new.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in sentence


@pytest.mark.parametrize("name", ["l.docm", "l.dotm"])
def test_a_file_for_macros_is_refused(name):
    assert "macros" in refusal(name, letterhead())


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.bin"])
def test_macros_are_refused_under_any_name(part):
    assert "macros" in refusal("l.docx", zipped({**unzipped(letterhead()), part: b"x"}))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04", zipped({"a.txt": b"a"}), letterhead()[:3000],
     zipped({**unzipped(letterhead()), "word/document.xml": b"<w:document"}),
     zipped({TYPES: unzipped(letterhead())[TYPES]}),
     zipped({**unzipped(letterhead()), "_rels/.rels": b"<Relationships/>"})],
    ids=["empty", "pdf", "cut zip", "other zip", "half", "broken xml", "no document", "no link"],
)  # fmt: skip
def test_what_is_no_word_document_is_refused(content):
    assert "cannot be read as a Word document" in refusal("l.docx", content)


def test_damage_that_only_large_print_would_meet_shows_when_the_letterhead_is_read():
    files = unzipped(letterhead())
    files["word/footer1.xml"] = files["word/footer1.xml"].replace(b'w:val="18"', b'w:val="x"')
    assert "cannot be read" in refusal("l.docx", zipped(files))


def test_a_file_of_another_kind_is_refused_by_its_name():
    assert ".docx or .dotx" in refusal("letterhead.odt", letterhead())


@pytest.mark.parametrize(
    ("part", "kind", "what"),
    [("word/_rels/settings.xml.rels", "attachedTemplate", "a template"),
     ("word/_rels/document.xml.rels", "image", "a picture"),
     ("word/_rels/header1.xml.rels", "image", "a picture"),
     ("word/_rels/document.xml.rels", "oleObject", "a linked object"),
     ("word/_rels/document.xml.rels", "subDocument", "something")],
)  # fmt: skip
def test_a_file_that_fetches_from_elsewhere_is_refused(part, kind, what):
    content = linked(letterhead(), part, kind, "https://files.example/x.dotm")
    sentence = refusal("l.docx", content)
    assert f"fetches {what} from elsewhere (https://files.example/x.dotm)" in sentence


def test_an_ordinary_link_is_welcome():
    content = linked(
        letterhead(), "word/_rels/document.xml.rels", "hyperlink", "https://council.example"
    )
    assert texts(written_on(content))[1:-1] == WORDS


def test_a_field_that_fetches_is_refused_even_if_cut_into_pieces():
    def add_field(document):
        run = document.paragraphs[0].add_run()
        for piece in (" INCLUDE", 'PICTURE "https://files.example/logo.png"'):
            code = OxmlElement("w:instrText")
            code.text = piece
            run._r.append(code)

    assert "INCLUDEPICTURE" in refusal("l.docx", edited(letterhead(), add_field))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({**unzipped(letterhead()), "word/media/a.bin": bytes(51_000_000)})
    assert len(bomb) < 200_000
    assert "50 MB" in refusal("l.docx", bomb)


def test_a_zip_that_names_a_part_twice_is_refused():
    written = BytesIO(letterhead())
    with zipfile.ZipFile(written, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("word/document.xml", b"<other/>")
    assert "cannot be read" in refusal("l.docx", written.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_and_not_expanded(encoding):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}'
        '<!ENTITY out SYSTEM "file:///etc/hostname">]>'
        f"<w:styles {nsdecls('w')}>&e11;&out;</w:styles>"
    )
    files = {**unzipped(letterhead()), "word/styles.xml": xml.encode(encoding)}
    assert "cannot be read" in refusal("l.docx", zipped(files))


def test_two_places_are_refused():
    content = edited(letterhead(), lambda document: document.add_paragraph("[letter]"))
    assert "more than once" in refusal("l.docx", content)


@pytest.mark.parametrize("where", ["header", "box"])
def test_a_place_where_no_letter_can_stand_is_refused(where):
    def mark(document):
        if where == "header":
            document.sections[0].header.add_paragraph("[letter]")
        else:
            document.element.body.insert(0, parse_xml(BOX))

    assert "header, a footer or a text box" in refusal("l.docx", edited(letterhead(None), mark))
