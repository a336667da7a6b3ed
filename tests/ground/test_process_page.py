"""The page on the process is drawn from the code, and never older than it."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_process_page_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "bin/draw_process", "--check"],
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
