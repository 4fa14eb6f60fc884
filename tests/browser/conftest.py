"""Sites as a browser meets them; needs Playwright, which only `make browser` installs."""

from importlib.util import find_spec

if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.browser.fixtures import browser, hostile, news, relative, sample, sub_path

    __all__ = ["browser", "hostile", "news", "relative", "sample", "sub_path"]
