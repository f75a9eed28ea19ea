"""Making a desk: its folder, its desk.toml and the first line of its record."""

from dataclasses import asdict
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean
from complaintdesk.record.place import put_if_free, replace_file, shared_folder
from complaintdesk.services.desk import Desk, new_id
from complaintdesk.services.desk_toml import change_desk_file, section_of
from complaintdesk.services.file_place import refuse_in_desk
from complaintdesk.services.saving import save
from complaintdesk.settings import (
    DESK_FILE,
    FOLDERS,
    Council,
    Settings,
    settings_path,
)

_TEMPLATE = """\
# This desk's own policy. Lines that start with # are notes. Open desks follow this file within
# seconds of its being saved; a slip is told with its line and nothing is changed.

id = "{id}"              # which desk this is: do not change it
training = {training}

[council]                # printed in letters
name = ""
team = ""
phone = ""
email = ""
address = ""

[calendar]
closure_days = []        # days the office is shut, for example [2026-12-29, 2026-12-30]
closure_days_count = true  # true: they count as working days, as the Codes have no rule for them
receipt = "same-day"     # or "next-working-day" for what comes in at a weekend or after closes_at
closes_at = "17:00"

[calendar.bank_holidays] # announced late, for example: 2027-05-10 = "Royal occasion"

[targets]                # the desk's own working days, for example: acknowledge_stage_1 = 3

[backups]
keep_days = 14           # every backup of the last so many days is kept,
keep_months = 12         # and the last of each month for so many months
each_working_day = true  # false where whoever looks after the folder makes its backups

# [ombudsman.housing] and [ombudsman.general] can hold name, phone, website, address and
# last_checked; without them the program's own are used.
"""


def make_desk(folder: Path, council: Council, *, training: bool = False, desk_id: str = "") -> None:
    """Make an empty desk in a new or empty folder, and in no other desk's.

    Raises DeskUnusable or BadInput, and leaves no half desk.
    """
    _refuse_used(folder)
    text = _desk_toml(desk_id or new_id(), training, council)
    try:
        shared_folder(folder)
        for name in FOLDERS:
            shared_folder(folder / name)
        # desk.toml comes last: until it is there, the folder is no desk.
        put_if_free(folder / DESK_FILE, text.encode())
    except OSError as error:
        raise DeskUnusable(
            f"A desk cannot be made in {folder} ({error.strerror or type(error).__name__}). "
            "Choose a folder that you may write to."
        ) from None


def open_first(desk: Desk) -> None:
    """Write the first change, so that the record itself says whose it is and of what kind."""
    kind = "training desk" if desk.training else "desk"
    save(desk, f"make the {kind}", lambda _writing: None)


def change_council(desk: Desk, council: Council) -> None:
    """Keep the council's details in desk.toml; people's own notes in it stay."""
    change_desk_file(
        desk, lambda document: section_of(document, "council").update(_cleaned(council))
    )


def keep_settings(settings: Settings) -> None:
    """Remember which desk this PC opens and who its officer is."""
    import tomlkit

    document = tomlkit.document()
    document["desk"] = str(settings.desk or "")
    document["officer"] = settings.officer
    try:
        replace_file(settings_path(), tomlkit.dumps(document).encode())
    except OSError as error:
        raise DeskUnusable(
            f"{settings_path()} could not be written ({error.strerror or type(error).__name__})."
        ) from None


def _desk_toml(desk_id: str, training: bool, council: Council) -> str:
    import tomlkit

    document = tomlkit.parse(_TEMPLATE.format(id=desk_id, training=str(training).lower()))
    section = document["council"]
    for key, value in _cleaned(council).items():
        section[key] = value
    return tomlkit.dumps(document)


def _cleaned(council: Council) -> dict[str, str]:
    return {key: clean(value) for key, value in asdict(council).items()}


def _refuse_used(folder: Path) -> None:
    refuse_in_desk(folder)
    try:
        inside = list(folder.iterdir()) if folder.exists() else []
        names = {p.name for p in inside}
        used = any(p.name not in FOLDERS or any(p.iterdir()) for p in inside)
    except OSError as error:
        raise DeskUnusable(
            f"{folder} cannot be looked into ({error.strerror or type(error).__name__}). Choose "
            "another folder."
        ) from None
    if DESK_FILE in names:
        raise DeskUnusable(
            f"There is a desk in {folder} already. Open that one, or choose another."
        )
    if used:
        raise DeskUnusable(f"{folder} holds other files. Choose a new or an empty folder.")
