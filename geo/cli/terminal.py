"""What a command says to a person: one clean line a message, and progress where somebody is watching."""

import sys
import threading
import time
from types import TracebackType
from typing import Self, TextIO

__all__ = ["Progress", "one_line", "progress_line"]

_FIRST_SECONDS = 2.0  # work that is done sooner needs no progress
_EVERY_SECONDS = 0.5
_WIDTH = 78


def one_line(text: str) -> str:
    r"""Reduce a message to one line that a terminal cannot take for a command.

    Messages name documents, and their names come from anywhere.

    Examples
    --------
    >>> one_line("a\nb\x1b[31m"), one_line("دمشق")
    ('a b\\x1b[31m', 'دمشق')
    """
    joined = " ".join(text.split())
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in joined)


def progress_line(name: str, done: int, total: int, seconds: float, *, unit: str = "documents") -> str:
    """Write how far the work is: rate and time left once something is done.

    Parameters
    ----------
    total
        How many there are; 0 where nobody knows.
    unit
        What is counted.

    Examples
    --------
    >>> progress_line("report", 20, 60, 10.0)
    '20 of 60 documents, 2.0/s, 20 s left: report'
    >>> progress_line("", 0, 0, 3.0)
    'working, 3 s'
    """
    if not done:
        return f"working, {seconds:.0f} s"
    rate = done / seconds if seconds else 0.0
    parts = [f"{done} of {total} {unit}" if total else f"{done} {unit}", f"{rate:.1f}/s"]
    if total and rate:
        parts.append(f"{_duration((total - done) / rate)} left")
    return f"{', '.join(parts)}: {name}" if name else ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


class Progress:
    """A line on standard error that says how far the work is, if that is a terminal and the work takes a while.

    Call it with a name, how many are done and how many there are (0: not known); use it as a context. ``unit`` says
    what is counted.
    """

    def __init__(self, stream: TextIO | None = None, *, unit: str = "documents") -> None:
        self.unit = unit
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream.isatty()
        self._state = ("", 0, 0)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._drawn = False

    def __enter__(self) -> Self:
        self._start = time.monotonic()
        if self._shown:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._shown:
            self._thread.join()
        self.clear()

    def __call__(self, name: str, done: int, total: int) -> None:
        """Take note of how far the work is."""
        self._state = (name, done, total)

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        with self._lock:
            if self._drawn:
                self._stream.write(f"\r{' ' * _WIDTH}\r")
                self._stream.flush()
                self._drawn = False

    def say(self, text: str) -> None:
        """Write a message on a line of its own."""
        self.clear()
        with self._lock:
            print(one_line(text), file=self._stream, flush=True)

    def _line(self) -> str:
        return progress_line(*self._state, time.monotonic() - self._start, unit=self.unit)

    def _watch(self) -> None:
        if self._stop.wait(_FIRST_SECONDS):
            return
        while True:
            line = one_line(self._line())[:_WIDTH]
            with self._lock:
                if self._stop.is_set():
                    return
                self._stream.write(f"\r{line:<{_WIDTH}}")
                self._stream.flush()
                self._drawn = True
            if self._stop.wait(_EVERY_SECONDS):
                return
