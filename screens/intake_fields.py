"""The fields of the intake form, in the order in which an officer asks for them."""

from collections.abc import Mapping

from complaintdesk.domain.case import Kind
from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.forms import FieldSpec

# What is shown, and the word that is kept (contracts: `log` uses these words too).
CHANNELS = (
    ("E-mail", "email"),
    ("Phone", "phone"),
    ("Web form", "web"),
    ("Letter", "letter"),
    ("In person", "in person"),
    ("Social media", "social media"),
    ("Councillor or MP", "councillor or MP"),
    ("Survey", "survey"),
    ("Another service", "another service"),
    ("Other", "other"),
)
_KINDS = (("A complaint", str(Kind.COMPLAINT)), ("A request for service", str(Kind.REQUEST)))
_CODES = tuple((f"{p.title}: {p.ombudsman.name}", c.value) for c, p in PROFILES.items())
_RESPONSIBILITY = (
    ("Not yet decided", ""),
    ("Yes, ours", "ours"),
    ("In part", "partly"),
    ("No, not ours", "not-ours"),
)
_AUTHORITY = (
    ("Awaited", "awaited"),
    ("By word of mouth", "verbal"),
    ("In writing", "written"),
    ("Not needed", "not-needed"),
)
_CONFLICT = (
    ("Not yet checked", ""),
    ("None: had no part in the matter", "none"),
    ("Had a part in it", "declared"),
)
_DISCRETION = (
    ("Not yet decided", ""),
    ("Accept it all the same", "accepted"),
    ("Do not accept it", "not-accepted"),
)


def sections(services: Mapping[str, str]) -> tuple[tuple[str, tuple[FieldSpec, ...]], ...]:
    """Every section of the form but the points, with its fields."""
    return (
        ("How it came in", (
            FieldSpec("received", "Received on", "21/11/2026, 21 Nov, yesterday", is_day=True),
            FieldSpec("received_time", "At, if known", "18:40 or 6.40pm"),
            FieldSpec("channel", "Came in by", choices=CHANNELS),
            FieldSpec("kind", "What it is", choices=_KINDS, value=Kind.COMPLAINT),
            FieldSpec("service", "Service", choices=tuple((s, s) for s in services)),
            FieldSpec("code", "Code", "the service proposes it; overrule it here",
                      choices=_CODES),
        )),
        ("Who complained", (
            FieldSpec("complainant_name", "Name"),
            FieldSpec("complainant_address", "Address", lines=3),
            FieldSpec("complainant_email", "E-mail"),
            FieldSpec("complainant_phone", "Phone"),
            FieldSpec("ward", "Ward"),
        )),
        ("Representative, if there is one", (
            FieldSpec("representative_name", "Name"),
            FieldSpec("representative_relationship", "Who they are", "daughter, councillor, ..."),
            FieldSpec("representative_address", "Address", lines=3),
            FieldSpec("representative_email", "E-mail"),
            FieldSpec("representative_phone", "Phone"),
            FieldSpec("representative_authority", "Authority", choices=_AUTHORITY),
        )),
        ("What it is about", (
            FieldSpec("summary", "In one line", "made from the first point if left empty"),
            FieldSpec("matter", "When it happened", "21/11/2026, 3 Mar 2025", is_day=True),
            FieldSpec("aware", "When they knew", "only if later than it happened", is_day=True),
            FieldSpec("discretion", "Over 12 months", choices=_DISCRETION),
            FieldSpec("discretion_reason", "Reason for that", lines=2),
        )),
    )  # fmt: skip


def last_sections() -> tuple[tuple[str, tuple[FieldSpec, ...]], ...]:
    """The sections after the points."""
    return (
        ("What we need to ask and know", (
            FieldSpec("questions", "Questions to ask", lines=2),
            FieldSpec("adjustments", "Adjustments needed", "large print, interpreter, ...", 2),
            FieldSpec("vulnerability", "Vulnerability", lines=2),
        )),
        ("Handling", (
            FieldSpec("officer", "Officer"),
            FieldSpec("conflict", "Conflict of interest", choices=_CONFLICT),
            FieldSpec("conflict_note", "If so, what"),
        )),
    )  # fmt: skip


def point_fields(number: int) -> tuple[FieldSpec, ...]:
    """The fields of one point of complaint."""
    return (
        FieldSpec(f"point_{number}", f"Point {number}", lines=3),
        FieldSpec(f"outcome_{number}", "Outcome sought", lines=2),
        FieldSpec(f"responsibility_{number}", "Ours to answer for", choices=_RESPONSIBILITY),
        FieldSpec(f"responsibility_note_{number}", "If not all, whose"),
    )
