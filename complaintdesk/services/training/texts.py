"""All the invented stories, gathered, and which of them a training desk should never be without.

Northmoor is no real council, and nobody in these stories exists.
"""

from complaintdesk.domain.codes import Code
from complaintdesk.services.training.story import Story
from complaintdesk.services.training.texts_estates import ESTATES
from complaintdesk.services.training.texts_money import MONEY
from complaintdesk.services.training.texts_places import PLACES
from complaintdesk.services.training.texts_repairs import REPAIRS
from complaintdesk.services.training.texts_special import SPECIAL

STORIES: tuple[Story, ...] = (*REPAIRS, *ESTATES, *MONEY, *PLACES)
BY_KEY = {story.key: story for story in (*STORIES, *SPECIAL)}  # those belong to one plan each
BY_CODE = {code: tuple(s for s in STORIES if s.code is code) for code in Code}


def is_telling(story: Story) -> bool:
    """Whether the story shows something rare: adjustments, odd characters, somebody acting."""
    rare = (story.name, story.acting, story.adjustments, story.discretion_reason)
    return any(rare) or any(c in story.summary for c in "[{😡")
