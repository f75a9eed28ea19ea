"""Invented people, streets and firms of Northmoor, and the ways of reaching them.

Nobody here can be written to or rung by accident: the postcode area NM does not exist, the
telephone numbers are those that Ofcom keeps for drama, and e-mail goes to example domains.
"""

import unicodedata
from collections.abc import Iterator
from random import Random

from complaintdesk.domain.case import Person

OFFICERS = (
    "Robin Ashdown",
    "Dev Quillan",
    "Marguerite Osei-Strand",
    "Hollie Trewartha-Obi",
    "Inés Carrowby",
)
SENIORS = ("Wilhelmina Aske-Fenton, Director", "Obadiah Tindale, Assistant Director")
NAMES = (
    "Siobhán O’Brien", "Kevin O'Brien", "Zoë Thackwray", "Łukasz Wiśniowiecki-Bell",
    "Ngozi Adéyemí-Cole", "Nguyễn Thị Hoa", "Bartholomew Cholmeley-Featherstone-Haugh",
    "Siân ap Rhydderch", "D'Arcy M'Benga", "Mrs J. Pickersgill", "Chiamaka Eze-Holroyd",
    "Rafał Żółkiewicz", "Jean-Luc N’Diaye-Smith", "Aoife Ní Dhálaigh", "Björn Åkesson-Webb",
    "Dr Parveen Sandhu-Leigh", "Terry Oldroyd", "Maureen Battersthwaite", "Gurpreet Kaur Virdee",
    "Moses Akintola-Price", "Winifred Lumb", "Hamza Qadeer", "Eloise Penhalligon",
    "Stanley Ogglethorpe", "Precious Mwale-Turner", "Ivan Dragomirov", "Tabitha Crowsnest",
    "Mx Robin Larkspur", "Yusuf Demirel-Oakes", "Beryl Sowerbutts", "Anil Chakravorty",
    "Lorraine Tunnicliffe", "Mateusz Kowalik-Dean", "Femi Babatunde-Rowe", "Gwendoline Frith",
    "Patrick Mulhearn", "Soo-Jin Paek", "Delroy Whittingham", "Agnieszka Sroka",
    "Norman Entwhistle", "Fatoumata Diallo-Green", "Harriet Winterbotham", "Ozan Yildirimli",
    "Colleen McIlwraith", "Ranjit Bhogal", "Susannah Throgmorton", "Wesley Clutterbuck",
    "Élodie Grand-Duval", "Thandiwe Nxumalo", "Archibald Penniston",
)  # fmt: skip
_FIRST = (
    "Alison", "Bilal", "Carys", "Dominic", "Edith", "Farzana", "Graham", "Hyacinth", "Imran",
    "Joyce", "Keir", "Lakshmi", "Malcolm", "Nadia", "Oluwaseun", "Pauline", "Quentin", "Renée",
    "Stefan", "Tomasz", "Ursula", "Vikram", "Wendy", "Xiu", "Yvonne", "Zainab",
)  # fmt: skip
_LAST = (
    "Abernathwaite", "Bickerdike", "Chowdry-Lane", "Dunkerley", "Eckersall", "Fairweather-Khan",
    "Gathergood", "Hollingdrake", "Ismailzada", "Jessopby", "Kettlewick", "Lovibond", "Mudgeway",
    "Nettleship-Roy", "O’Shaughnessy", "Pobjoy", "Quarmby", "Rainsborrow", "Sidebotham",
    "Twelvetrees", "Umpleby", "Vasanthan", "Wigglesworthy", "Yaxleigh", "Zielonka",
)  # fmt: skip
STREETS = (
    "Quillfeather Lane", "Tannery Steps", "Old Ropewalk Row", "Saltersby Road", "Lamplighter Way",
    "Curlew Garth", "Thimble Street", "Drovers' Bank", "Wharfinger Road", "Hobthrush Avenue",
    "St Osyth's Gardens", "Marigold Ginnel",
)  # fmt: skip
WARDS = ("Quillfeather", "Ropewalk", "Curlew and Garth", "Drovers", "St Osyth's")
BLOCKS = ("Larkrise Court", "Heronsgill House", "Attlee Point", "Weaver's Reach", "Bevin Heights")
TOWNS = ("Northmoor", "Oddlethorpe", "Brindlewick", "Marrowgate", "Thessenby-on-the-Moor")
FIRMS = {
    "builder": ("Harkaway Brindle Repairs", "Quernstone Property Services", "Ostlerby & Daughters"),
    "gas": ("Tolliver Flintwick Heating", "Emberquill Gas"),
    "lifts": ("Skyhook & Marl Lift Engineers", "Updrift Lifts"),
    "cleaner": ("Brightwick Cleaning", "Moppett & Sons"),
    "bailiffs": ("Marlpit Enforcement", "Grimsdyke & Pell"),
    "school": ("Curlew Moss Primary", "St Osyth's", "Brindlewick High"),
    "park": ("Hobthrush", "Weirside", "Marrowgate"),
    "child": ("Alfie", "Idris", "Kwame", "Tobias"),
}
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_PLAIN = str.maketrans({"Ł": "L", "ł": "l", "Æ": "Ae", "ø": "o"})


def names(rng: Random) -> Iterator[str]:
    """Names without end: each hand-made one once, in any order, then put together."""
    yield from rng.sample(NAMES, len(NAMES))
    yield from other_names(rng)


def other_names(rng: Random) -> Iterator[str]:
    """Names without end, put together."""
    while True:
        yield f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def reachable(name: str, channel: str, rng: Random) -> Person:
    """The person with an address, and what else they would give by that channel."""
    return Person(
        name,
        address(rng),
        email(name, rng) if channel in ("email", "web") else "",
        telephone(rng) if channel == "phone" or rng.random() < 0.5 else "",
    )


def address(rng: Random) -> str:
    """Three lines in a town that is on no map."""
    flat = rng.random() < 0.35
    first = f"Flat {rng.randint(1, 48)}, {rng.choice(BLOCKS)}" if flat else _house(rng)
    code = f"NM{rng.randint(1, 9)} {rng.randint(1, 9)}{''.join(rng.choices(_LETTERS, k=2))}"
    return f"{first}\n{rng.choice(TOWNS)}\n{code}"


def email(name: str, rng: Random) -> str:
    """An address in an example domain; letters that e-mail cannot carry are left out."""
    bare = unicodedata.normalize("NFKD", name.translate(_PLAIN)).lower()
    words = ["".join(c for c in word if c.isascii() and c.isalpha()) for word in bare.split()]
    local = ".".join(word for word in words if word) or f"resident{rng.randint(100, 999)}"
    return f"{local}@example.{rng.choice(('org', 'com'))}"


def telephone(rng: Random) -> str:
    stem = rng.choice(("01632 960", "07700 900"))
    return f"{stem}{rng.randint(0, 999):03}"


def _house(rng: Random) -> str:
    return f"{rng.randint(1, 190)} {rng.choice(STREETS)}"
