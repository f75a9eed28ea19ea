"""Everything that an officer can do to a case, each with its form and its rule.

A task only asks and reads; what it means is in `rules`. The order here is that of the menu.
"""

from complaintdesk.domain.tasks import ombudsman, people, promises, record, refusals, stages
from complaintdesk.domain.tasks.task import Task

TASKS: dict[str, Task] = {
    task.name: task
    for module in (stages, promises, record, people, refusals, ombudsman)
    for task in module.TASKS
}

__all__ = ["TASKS", "Task"]
