"""The wheel holds what the program reads at run time: editable installs hide what is left out."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("complaintdesk", "screens", "letters")
READ_AT_RUN_TIME = (".tcss", ".sql", ".md", ".typ", ".py")


def test_the_wheel_holds_every_stylesheet_template_and_migration(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in READ_AT_RUN_TIME
    }
    assert wanted <= held
    assert {name.split("/")[0] for name in held if ".dist-info" not in name} == set(PACKAGES)


def test_the_domain_is_imported_without_textual_or_sql() -> None:
    code = (
        "import sys, complaintdesk.domain.deadlines, complaintdesk.domain.rules;"
        "import complaintdesk.domain.letter_kinds, complaintdesk.domain.adjustments;"
        "print(sorted({'textual', 'sqlmodel', 'jinja2', 'holidays'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_start_loads_nothing_large_that_the_queue_does_without() -> None:
    code = (
        "import sys, complaintdesk.cli, screens.app;"
        "large = {'sqlmodel', 'jinja2', 'holidays', 'docx', 'typst', 'tomlkit', 'icalendar',"
        " 'textual.widgets._text_area'};"
        "print(sorted(large & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
