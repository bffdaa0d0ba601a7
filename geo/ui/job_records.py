"""What is known of a job: how far it is, what failed, what became of it; and the lines by which its process tells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

__all__ = ["ACTIVE", "Failure", "Job", "Kind", "Line", "Outcome", "State", "parse_line"]

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Kind = Literal["add", "remove"]
ACTIVE: tuple[State, ...] = ("waiting", "running")


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A document that failed, by its name, and why."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a job did, by document id."""

    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a job's process: how far it is, or what it did."""

    done: int = 0
    total: int = 0
    name: str = ""
    failure: Failure | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job as it was when it was asked for.

    ``names`` is what it adds or removes, ``name`` the document that was read last. ``first`` and ``latest`` are the
    times (of a clock that only runs forward) at which the first document and the last one were done. ``outcome`` is
    what became of it once it is ``done``. Of a job that ended otherwise: ``fault`` is what its process said, ``killed``
    the signal that ended it (0: none), ``changed`` whether the workspace is another than before it.
    """

    id: str
    workspace: Path
    kind: Kind
    names: tuple[str, ...] = ()
    by: str = ""
    asked: float = 0.0
    state: State = "waiting"
    done: int = 0
    total: int = 0
    name: str = ""
    first: float | None = None
    latest: float | None = None
    failed: tuple[Failure, ...] = ()
    outcome: Outcome | None = None
    fault: str = ""
    killed: int = 0
    changed: bool = False

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE

    @property
    def rate(self) -> float | None:
        """Documents a second, from the second on; None until then."""
        if self.first is None or self.latest is None or self.done < 2 or self.latest <= self.first:
            return None
        return (self.done - 1) / (self.latest - self.first)

    @property
    def seconds_left(self) -> float | None:
        """How long the reading will still take at this rate; None where nobody can tell."""
        rate = self.rate
        return (self.total - self.done) / rate if rate and self.total >= self.done else None


def parse_line(text: bytes) -> Line | None:
    r"""Read a line of a job's process; None for what is none, such as a library's chatter.

    Examples
    --------
    >>> parse_line(b'{"done": 1, "total": 2, "name": "a", "failure": ""}\n').total
    2
    >>> parse_line(b"Loading...\n") is None
    True
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    result = value.get("result")
    if isinstance(result, dict):
        return Line(outcome=_outcome(result))
    done, total, name = value.get("done"), value.get("total"), value.get("name")
    if not (isinstance(done, int) and isinstance(total, int) and isinstance(name, str)):
        return None
    reason = value.get("failure")
    failure = Failure(name=name, reason=reason) if isinstance(reason, str) and reason else None
    return Line(done=done, total=total, name=name, failure=failure)


def _outcome(result: Mapping[str, Any]) -> Outcome:
    lists = {key: tuple(map(str, result.get(key) or ())) for key in ("added", "revised", "unchanged", "removed")}
    failed = tuple(
        Failure(name=str(one.get("name", "")), reason=str(one.get("reason", "")))
        for one in result.get("failed") or ()
        if isinstance(one, dict)
    )
    return Outcome(**lists, failed=failed, warnings=tuple(map(str, result.get("warnings") or ())))
