"""What is hard to use on a page: axe-core's findings in a wide and in a narrow window, and pages wider than the window.

A window that axe is to look into is opened with ``bypass_csp=True``: only axe itself is let past the policy.
"""

import functools
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
_WIDTHS = (360, 1280)
#: Colours are the same at every width, and looking at them takes longer than everything else together.
_ASK = """async (colours) => (await axe.run(document, {
    resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}},
})).violations"""


@functools.cache
def _axe() -> str:
    return f"{_AXE.read_text(encoding='utf-8')}\n; undefined"


def hard_to_use(page: Page) -> list[str]:
    """What is wrong with the page as it is now, a line each; the window is left as it was."""
    # After a click the page before may still be there.
    page.wait_for_load_state()
    # Not as a tag: its text would go through the page once more.
    page.evaluate(_axe())
    before = page.viewport_size
    wrong = []
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        at = f"{page.url} at {width}"
        wrong += [
            f"{at}: {one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']][:3]}"
            for one in page.evaluate(_ASK, width == max(_WIDTHS))
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{at}: wider than the window")
    if before:
        page.set_viewport_size(before)
    return wrong
