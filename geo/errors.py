"""Every error that Kharita raises on purpose, in one tree.

Each leaf also subclasses the builtin that a caller would expect, so that both ``except KharitaError`` and
``except ValueError`` work. A message names the value, what was expected and what to do.
"""

__all__ = [
    "BasemapError",
    "ClusterError",
    "CoordinateError",
    "CorrectionConflictError",
    "CorrectionError",
    "DocumentError",
    "ExportError",
    "FilterError",
    "GazetteerError",
    "GeocoderError",
    "KharitaError",
    "LanguageError",
    "LayerError",
    "WorkspaceError",
]


class KharitaError(Exception):
    """Root of all errors that Kharita raises on purpose."""


class CoordinateError(KharitaError, ValueError):
    """A longitude, latitude or radius that is not one."""


class LanguageError(KharitaError, ValueError):
    """A language folder is missing or one of its data files is malformed."""


class BasemapError(KharitaError, LookupError):
    """A shape that the basemap does not hold, or a basemap file that cannot be read."""


class ClusterError(KharitaError, OSError):
    """A cluster that cannot be reached, or cannot work for this program. The message names its address."""


class LayerError(KharitaError, ValueError):
    """A layer or a table of somebody's own that cannot be read. The message names the file."""


class GazetteerError(KharitaError, ValueError):
    """A gazetteer source, or the compiled index, is malformed."""


class GeocoderError(KharitaError, OSError):
    """An online geocoder did not answer, refused, or answered nonsense."""


class DocumentError(KharitaError, ValueError):
    """A document that cannot be read. The message names the document."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class WorkspaceError(KharitaError, OSError):
    """A workspace that cannot be opened, read or written."""


class CorrectionError(KharitaError, ValueError):
    """A correction that cannot stand in the log, or an entry of it that is not there."""


class CorrectionConflictError(CorrectionError):
    """Somebody else corrected the same thing meanwhile; ``entries`` are the ids of what they did."""

    def __init__(self, message: str, entries: tuple[str, ...]) -> None:
        super().__init__(message)
        self.entries = entries


class FilterError(KharitaError, ValueError):
    """A filter with a value that does not exist, such as an unknown status or a date that is none."""


class ExportError(KharitaError, OSError):
    """An export that cannot be written."""
