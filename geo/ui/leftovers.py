"""Folders that servers leave behind when they are killed; each is named after the process that it belongs to."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

__all__ = ["sweep"]


def sweep(folder: Path, prefix: str) -> None:
    """Remove the folders ``PREFIX<process>-*`` of this user whose process is gone."""
    for left in folder.glob(f"{prefix}*-*"):
        owner = left.name.removeprefix(prefix).partition("-")[0]
        with suppress(OSError):
            ours = not hasattr(os, "getuid") or left.lstat().st_uid == os.getuid()
            if owner.isdecimal() and ours and not left.is_symlink() and not _alive(int(owner)):
                shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name == "nt":  # where a signal of 0 would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
