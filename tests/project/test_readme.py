"""The README is true: its pictures and files exist, its commands answer."""

import re
from pathlib import Path

import pytest

from complaintdesk.cli import main

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(
    set(re.findall(r"^\| `complaintdesk ?([a-z-]*(?: create)?)", README, re.MULTILINE))
)


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)]+)\)", README))
def test_every_file_the_readme_names_is_there(link: str) -> None:
    assert (ROOT / link).is_file()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_the_readme_has_help_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert "Example: complaintdesk" in capsys.readouterr().out


def test_the_readme_names_the_commands_there_are() -> None:
    assert {"demo", "queue", "due-dates", "letter", "where", "training create"} <= set(COMMANDS)


@pytest.mark.parametrize(
    "promise",
    sorted(set(re.findall(r"tests/[\w/]+\.py", (ROOT / "docs/reliability.md").read_text("utf-8")))),
)
def test_every_test_that_guards_a_promise_is_there(promise: str) -> None:
    assert (ROOT / promise).exists()
