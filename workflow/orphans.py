"""Files that no document names: what a deed saved before it was rolled back, or before its process was killed.

A file cannot be taken back with the transaction. It is looked for afterwards instead, whatever went wrong.
"""

from datetime import timedelta

from django.core.files.storage import Storage

from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Document
from workflow.models.papers import FOLDER

REST = timedelta(days=1)  # far longer than any deed takes: a younger file may belong to one that is not committed yet
AT_ONCE = 500  # names asked for in one query


def remove_orphans() -> int:
    """Remove the files that no document names and that have lain for a day. Returns how many. May be repeated."""
    storage = Document._meta.get_field("file").storage
    names = old_files(storage)
    removed = 0
    with acting_as(SYSTEM):
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            known = set(Document.objects.filter(file__in=some).values_list("file", flat=True))
            for name in (name for name in some if name not in known):
                storage.delete(name)
                removed += 1
    return removed


def old_files(storage: Storage) -> list[str]:
    """The documents' files that have lain for a day, known or not, by name. A folder that is not there holds none."""
    limit = clock.now() - REST
    try:
        _folders, files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    names = [f"{FOLDER}/{file}" for file in sorted(files)]
    return [name for name in names if storage.get_modified_time(name) < limit]
