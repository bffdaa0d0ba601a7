"""What is asked of a report: all that a page is asked for, and which places and flows have pages of their own."""

from dataclasses import dataclass

from geo.showing.briefing.margins import Options

__all__ = ["MOST_CHAPTERS", "MOST_CLAIMS", "ReportOptions"]

MOST_CHAPTERS = 6
MOST_CLAIMS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportOptions(Options):
    """What is asked of a report.

    Attributes
    ----------
    places
        Names (or ids) of places that have a page.
    flows
        Ways that have a page, each as "A > B" by the names of its ends; "?" is an end that nobody knows.
    most
        How many places and flows have a page where none are named: the weightiest, see
        `geo.showing.briefing.report.choosing`.
    most_claims
        How many claims are listed; how many are not is said.
    """

    places: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    most: int = MOST_CHAPTERS
    most_claims: int = MOST_CLAIMS
