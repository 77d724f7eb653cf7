"""python -m scripts.screenshot: a picture of the chat page at phone width, from the running program.

Needs the development group (`./scripts/test` installs it) and a Chromium.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "chat.png"


@click.command()
@click.option("--url", default="http://127.0.0.1:8765/", show_default=True, help="The chat page, see ./scripts/run.")
@click.option("--sample", default=0, show_default=True, help="Which of the page's samples to send first.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=PICTURE, help="Write here.")
def main(*, url: str, sample: int, output: Path) -> None:
    """Send a sample message on the chat page and take a picture of the answer's beginning."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - of the development group
    except ModuleNotFoundError as error:
        raise click.ClickException("playwright is not installed: run ./scripts/test once, which does that") from error
    browser = os.environ.get("RADAR_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise click.ClickException("no Chromium was found: install it, or name one in RADAR_TEST_BROWSER")
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=browser, args=list(ARGUMENTS)).new_page(
                viewport={"width": PHONE["width"], "height": PHONE["height"]}, device_scale_factor=2
            )
            page.goto(url)
            send_sample(page, sample)
            page.screenshot(path=output)
    except Error as error:
        raise click.ClickException(f"{url} cannot be shown: start ./scripts/run first") from error
    click.echo(f"written to {output}")


def send_sample(page: "Page", number: int) -> None:
    """Send one of the samples and show where its answer begins."""
    answers = page.locator("#log > li")
    page.wait_for_timeout(1_500)
    before = answers.count()
    page.click("#samples")
    page.locator("#sheet-items button").nth(number).click()
    page.click("#send")
    answers.nth(before + 1).wait_for()
    page.wait_for_timeout(700)
    answers.last.evaluate("message => message.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)


if __name__ == "__main__":
    main()
