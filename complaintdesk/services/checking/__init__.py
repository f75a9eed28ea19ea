"""`complaintdesk check`: every part of a desk looked at, each for itself, on a damaged desk too.

`running.Examination` goes through the looks; each is a generator of findings in a module of its
own. `finding` says what a finding is, `subject` what is known of the desk under examination, and
`folder.folder_warnings` is the quick part that the app shows at opening.
"""
