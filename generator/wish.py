"""How a site is asked to be built."""

from msgspec import Struct


class Wish(Struct, frozen=True):
    """How to build.

    ``clean`` makes every page again; ``keep_going`` leaves out faulty articles; ``strict`` takes
    warnings for errors; ``jobs`` is how many processes may share the work.

    ``drafts`` and ``future`` make a preview, which shows drafts, and articles that are dated in
    the future or under embargo; never for a site that is published.
    """

    clean: bool = False
    keep_going: bool = False
    strict: bool = False
    jobs: int = 1
    drafts: bool = False
    future: bool = False
