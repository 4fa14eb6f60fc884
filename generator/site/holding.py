"""What is held back and why, what a preview shows of it, and when that changes by itself."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import Article, Content, Document, Held

DRAFT, EMBARGOED, FUTURE, EXPIRED = "draft", "embargoed", "future", "expired"
DUPLICATE = "duplicate"


class Showing(Struct, frozen=True):
    """What a preview shows although it is held back; a site that is published shows none of it.

    ``future`` goes for articles under embargo as well.  What has expired, and what is the
    same as another article, stays held back.
    """

    drafts: bool = False
    future: bool = False

    @property
    def is_preview(self) -> bool:
        """Return whether this is a preview, also when it finds nothing to show."""
        return self.drafts or self.future

    @property
    def reasons(self) -> frozenset[str]:
        """Return the reasons for which nothing is held back any more."""
        drafts = {DRAFT} if self.drafts else set()
        return frozenset(drafts | ({EMBARGOED, FUTURE} if self.future else set()))


class Shown(Struct, frozen=True):
    """An article or page that a preview shows, and every reason for which others do not see it."""

    article: Article | Document
    reasons: tuple[str, ...]


Found = tuple[Article | Document, tuple[str, ...]]
"""An article or page with every reason to hold it back, the one that is told first."""


class Holding(Struct, frozen=True):
    """What is held back at a moment, what is shown all the same, and when that changes next.

    ``until`` is when any reason begins or ends, also one that changes nothing for readers.
    """

    held: tuple[Held, ...]
    shown: tuple[Shown, ...]
    due: datetime | None
    until: datetime | None = None


def hold_back(content: Content, as_of: datetime, zone: ZoneInfo, showing: Showing) -> Holding:
    """Return what is held back at a moment; an article with two reasons needs both to be shown."""
    files: tuple[Article | Document, ...] = (*content.articles, *content.documents)
    found = [(one, _reasons(one, as_of, zone)) for one in files]
    shown = showing.reasons
    held = [
        (one, [why for why in reasons if why not in shown]) for one, reasons in found if reasons
    ]
    kept_back = tuple(Held(one, reasons[0]) for one, reasons in held if reasons)
    paths = {one.article.path for one in kept_back}
    return Holding(
        held=kept_back,
        shown=tuple(
            Shown(one, reasons) for one, reasons in found if reasons and one.path not in paths
        ),
        due=min(_changes(found, zone, shown), default=None),
        until=min(_all_moments(found, zone), default=None),
    )


def _reasons(one: Article | Document, as_of: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Return every reason to hold an article or page back."""
    if isinstance(one, Document):
        return (DRAFT,) if one.draft else ()
    holds = (
        (DRAFT, one.draft),
        (EMBARGOED, one.embargo is not None and one.embargo > as_of),
        (FUTURE, _opens(one, zone) > as_of),
        (EXPIRED, one.expires is not None and one.expires <= as_of),
        # The last one, so that it is told only of what would be published otherwise.
        (DUPLICATE, bool(one.same_as)),
    )
    return tuple(why for why, is_so in holds if is_so)


def _opens(article: Article, zone: ZoneInfo) -> datetime:
    """Return when an article may appear; a date stands for its whole day, whatever its length."""
    if not article.date_only:
        return article.published
    return datetime.combine(article.published.astimezone(zone).date(), time.min, zone)


def _changes(found: Iterable[Found], zone: ZoneInfo, shown: frozenset[str]) -> Iterable[datetime]:
    """Yield for each article when it next appears, goes, or is shown for other reasons."""
    for one, reasons in found:
        if isinstance(one, Document) or not (reasons or one.expires):
            continue
        now = _standing(reasons, shown)
        for moment in sorted(_moments(one, reasons, zone)):
            if _standing(_reasons(one, moment, zone), shown) != now:
                # In UTC, since a difference within one zone leaves out its changes of the clock.
                yield moment.astimezone(UTC)
                break


def _all_moments(found: Iterable[Found], zone: ZoneInfo) -> Iterable[datetime]:
    for one, reasons in found:
        if isinstance(one, Article) and (reasons or one.expires):
            yield from (moment.astimezone(UTC) for moment in _moments(one, reasons, zone))


def _moments(article: Article, reasons: tuple[str, ...], zone: ZoneInfo) -> Iterable[datetime]:
    """Yield the moments still to come at which a reason ends or begins to hold."""
    if article.embargo and EMBARGOED in reasons:
        yield article.embargo
    if FUTURE in reasons:
        yield _opens(article, zone)
    if article.expires and EXPIRED not in reasons:
        yield article.expires


def _standing(reasons: tuple[str, ...], shown: frozenset[str]) -> tuple[str, ...] | None:
    """Return what readers see of an article: nothing, or the article and why others do not."""
    return reasons if shown.issuperset(reasons) else None
