"""Letter facts, the one wording of each letter, and the forms in which it leaves the desk."""
