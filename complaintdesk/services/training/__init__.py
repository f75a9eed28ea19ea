"""Training desks: invented cases of Northmoor, a council that does not exist."""

from complaintdesk.services.training.desk import OFFICER, make_training_desk

__all__ = ["OFFICER", "make_training_desk"]
