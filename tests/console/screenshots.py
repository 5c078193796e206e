"""Write a picture of each screen in both languages: ``./dev screenshots [FOLDER]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.console.screens import SCREENS, arrive
from tests.console.shop import Shop
from tests.console.site import LANGUAGES, chromium, lacking, serving, visiting


def main(folder: Path) -> int:
    reason = lacking()
    if reason is not None:
        print(reason)  # noqa: T201 - said to whoever asked for pictures
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        serving(Path(place)) as console,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        Shop(console.address, console.key).furnish()
        for language in LANGUAGES:
            for screen in SCREENS:
                with visiting(browser, console, language, signed_in=screen.signed_in) as page:
                    arrive(page, screen)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=folder / f"{screen.name}.{language}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
