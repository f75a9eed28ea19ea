"""Wordings made up for a test: every part that a letter must have, and one line more."""

import pytest

from complaintdesk.domain.errors import BadInput
from letters.catalogue import END, TOP, template_name
from letters.render import render_wording
from letters.template import Wording, needed_parts, read_text, standard_text

KIND = "stage1-acknowledgement"
FILE = template_name(KIND)
NAME = "templates/ours.md"


def plain(file=FILE):
    """A wording with every part that it must have, each with a heading and a line."""
    told = (
        f"{{% part {part} %}}\n## About {part}\n\nWords of {part}.\n{{% endpart %}}\n"
        for part in needed_parts(file)
    )
    return "\n".join(("title: About {{ ref }}\n----\n# About it\n", *told))


OURS = plain()
LINE = OURS.count("\n") + 1  # of a line that is added to it


def read(text, file=FILE):
    return read_text(file, text, NAME)


def refusal(text, file=FILE):
    with pytest.raises(BadInput) as caught:
        read(text, file)
    return str(caught.value)


def write(text, facts, kind=KIND):
    wording = Wording(standard_text(TOP), read(text, template_name(kind)), standard_text(END))
    return render_wording(wording, kind, facts)


def texts(letter):
    return [block.text for block in letter.blocks]
