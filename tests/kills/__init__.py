"""Killing what runs, in the middle of what it does: the process of a deed, the worker, the database itself."""
