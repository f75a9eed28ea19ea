"""Names of files added to a case: kept so that every system takes them, and found as dragged."""

from pathlib import Path

import pytest

from complaintdesk.domain.file_names import numbered, safe_name, size_in_words
from complaintdesk.domain.text import clean
from complaintdesk.services.finding import find_file, ways_to_read
from tests.hostile import HOSTILE
from tests.services.conftest import WORDS, made

# Names


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("Survey.pdf", "Survey.pdf"),
        ("CON.txt", "file-CON.txt"),
        ("con .tar.gz", "file-con .tar.gz"),
        ("lpt1", "file-lpt1"),
        ("console.txt", "console.txt"),
        ("a:b*c?d<e>f|g\\h/i.txt", "a-b-c-d-e-f-g-h-i.txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "document"),
        ("", "document"),
        (".hidden", "hidden"),
        ("-rf.txt", "rf.txt"),
        ("trailing dots... ", "trailing dots"),
        ("a.txt:stream", "a.txt-stream"),
        ("bidi \u202egnp.exe", "bidi gnp.exe"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("bell\x07 \x1b]0;PWNED.txt", "bell ]0;PWNED.txt"),
        ("lone \ud800.txt", "lone.txt"),
        ("湿气和霉菌.docx", "湿气和霉菌.docx"),
        ("Ärger.PDF", "Ärger.PDF"),
        ("?.pdf", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("no.extension but long words here", "no.extension but long words here"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(name: str, kept_as: str) -> None:
    assert safe_name(name) == kept_as


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("pattern", ["{}", "{}.pdf", "name.{}", "CON{}.txt"])
def test_no_hostile_name_leaves_the_folder(text: str, pattern: str, tmp_path: Path) -> None:
    name = safe_name(pattern.format(text))
    assert name == safe_name(name) == clean(name)
    assert 0 < len(name) <= 105
    assert len(name.encode()) <= 200
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert name[0] not in ". " and name[-1] not in ". "
    for number in (1, 2, 17):
        path = tmp_path / numbered(name, number)
        assert path.parent == tmp_path
        path.write_bytes(b"x")  # this system takes it


def test_sizes_in_words() -> None:
    sizes = (1, 2, 1023, 1024, 200_000, 1024 * 1024, 104_857_600)
    words = [size_in_words(size) for size in sizes]
    assert words == ["1 byte", "2 bytes", "1023 bytes", "1 KB", "195 KB", "1.0 MB", "100.0 MB"]


# Paths as terminals give them


@pytest.mark.parametrize(
    "form",
    [
        "{}", "  {}  ", "{}\n", "'{}'", '"{}"', "“{}”", "' {} '", "file://{url}",
        "file://localhost{url}", "'file://{url}'", "FILE://{url}", "{escaped}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["plain.pdf", "with blanks.pdf", "O'Brien #2 100%.pdf", "é[1].pdf"]
)
def test_a_dragged_file_is_found_in_every_form(tmp_path: Path, form: str, name: str) -> None:
    path = made(tmp_path / "own" / name)
    url = "".join(c if c.isalnum() or c in "/-_." else "".join(f"%{b:02x}" for b in c.encode())
                  for c in str(path))  # fmt: skip
    escaped = "".join(f"\\{c}" if c in " '#[]%" else c for c in str(path))
    if form == "'{}'":
        typed = "'" + str(path).replace("'", "'\\''") + "'"
    else:
        typed = form.replace("{url}", url).replace("{escaped}", escaped).replace("{}", str(path))
    assert find_file(typed) == (path, len(WORDS))


def test_home_and_names_that_a_field_does_not_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_file("~/" + made(tmp_path / "at home.pdf").name)[0].name == "at home.pdf"
    # As macOS writes é, with two blanks, with a mark that is not seen: fields keep none of it.
    for odd, typed in (("cafe\u0301.pdf", "caf\u00e9.pdf"), ("two  blanks.pdf", "two blanks.pdf"),
                       ("mark\u200e.pdf", "mark.pdf")):  # fmt: skip
        made(tmp_path / odd)
        assert find_file(str(tmp_path / typed))[0].name == odd
    # Two that read the same are not guessed between.
    made(tmp_path / "two   blanks.pdf")
    with pytest.raises(Exception, match="There is no file"):
        find_file(str(tmp_path / "two blanks.pdf"))


def test_quotes_that_belong_to_the_name_are_kept(tmp_path: Path) -> None:
    path = made(tmp_path / "'quoted'")
    assert find_file(str(path))[0] == path


def test_windows_paths_and_urls() -> None:
    read = [ways_to_read(t, on_windows=True)[-1] for t in (
        '"C:\\Users\\Sam Patel\\a.pdf"', "file:///C:/Users/Sam%20Patel/a.pdf",
        "file://server/share/a.pdf", "\\\\server\\share\\a.pdf",
    )]  # fmt: skip
    assert read == [
        "C:\\Users\\Sam Patel\\a.pdf", "C:/Users/Sam Patel/a.pdf", "//server/share/a.pdf",
        "\\\\server\\share\\a.pdf",
    ]  # fmt: skip
