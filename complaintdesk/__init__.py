"""Complaintdesk: a council's complaints desk in the terminal."""

__version__ = "0.1.0"
