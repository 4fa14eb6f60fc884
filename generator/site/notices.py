"""What the pages of a preview say of themselves, so that none is taken for a published one."""

from collections.abc import Iterable, Mapping

from generator.model import Article, Document
from generator.site.holding import DRAFT, EMBARGOED, Showing, Shown
from generator.site.wording import Wording


def notice_of_preview(showing: Showing) -> str:
    """Return what stands on a page that is published too; nothing, unless this is a preview."""
    kinds = [
        name
        for name, is_shown in (("drafts", showing.drafts), ("future articles", showing.future))
        if is_shown
    ]
    return f"Preview: {' and '.join(kinds)} are shown." if kinds else ""


def notices(shown: Iterable[Shown], wording: Wording) -> Mapping[str, str]:
    """Return by its file what stands on the page of what is shown although it is held back."""
    return {
        one.article.path: " ".join(_sentence(one.article, why, wording) for why in one.reasons)
        for one in shown
    }


def _sentence(article: Article | Document, reason: str, wording: Wording) -> str:
    if reason == DRAFT or isinstance(article, Document):
        return "Draft: not published."
    if reason == EMBARGOED and article.embargo:
        return f"Under embargo until {wording.stamp(article.embargo, date_only=False).text}."
    opens = wording.stamp(article.published, date_only=article.date_only)
    return f"Not published before {opens.text}."
