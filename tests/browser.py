"""Chromium for tests: found on this machine, driven without a window. Downloads nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
MISSING = "no Chromium was found: install the package chromium, or set RADAR_TEST_BROWSER to one"


def find_browser() -> str:
    """Return the path of a Chromium; skip the test when there is none, and fail it where CI promises one."""
    found = os.environ.get("RADAR_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window."""
    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def phone(browser: Browser, *, dark: bool = False, touch: bool = False, scale: float = 1) -> BrowserContext:
    """Return a page holder of a phone's size that may use the clipboard."""
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        color_scheme="dark" if dark else "light",
        has_touch=touch,
        device_scale_factor=scale,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    return context
