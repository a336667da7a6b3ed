"""A person at a browser, and what must hold on every page that the person opens."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response, expect

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CHECK = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
NARROW = {"width": 320, "height": 800}
TOO_WIDE = """() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('page ' + document.documentElement.scrollWidth);
    for (const e of document.querySelectorAll('main *')) {
        const style = getComputedStyle(e);
        if (e.closest('.scroll, .ds-sr-only, svg') || style.position === 'absolute') continue;
        if (e.getBoundingClientRect().right > innerWidth + 1) found.push(e.tagName + '.' + e.className);
        const cut = style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1;
        if (cut) found.push('cut ' + e.tagName + '.' + e.className);
    }
    return found.slice(0, 5);
}"""


class Person:
    """One of the cast at a browser."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.faults: list[str] = []
        self.expected: set[int] = set()
        page.on("response", self._note_response)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.faults.append(f"policy: {message.text}")

    def sign_in(self) -> None:
        """By one click, as in the demo."""
        self.page.goto("/logg-inn/")
        self.page.locator(f"form:has(input[name=username][value={self.name}]) button").first.click()
        self.page.wait_for_url("**/")

    def open(self, path: str) -> "Person":
        """Open an address, and hold the page to what every page must be."""
        self.page.goto(path)
        return self.hold()

    def hold(self) -> "Person":
        """The page has one heading, a title of its own, no fault of the server, the policy or a script."""
        assert self.faults == [], (self.page.url, self.faults)
        expect(self.page.locator("h1")).to_have_count(1)
        assert re.match(r".{3,} – SuksIT$", self.page.title()), self.page.title()
        return self

    def press(self, name: str, *, exact: bool = False) -> "Person":
        """Press the first button or link of that name."""
        target = self.page.get_by_role("button", name=name, exact=exact).or_(
            self.page.get_by_role("link", name=name, exact=exact)
        )
        target.first.click()
        self.page.wait_for_load_state()
        return self.hold()

    def fill(self, **fields: Any) -> "Person":
        """Fill fields by their names, as typed; a radio or checkbox by its value."""
        for name, value in fields.items():
            control = self.page.locator(f"form [name={name}]")
            kind = control.first.get_attribute("type") or ""
            if kind in ("radio", "checkbox"):
                wanted = value if isinstance(value, (list, tuple)) else [value]
                for one in wanted:
                    box = control.first if one is True else self.page.locator(f"form [name={name}][value='{one}']")
                    box.check()
            elif control.first.evaluate("e => e.tagName") == "SELECT":
                control.select_option(str(value))
            else:
                control.fill(str(value))
        return self

    def send(self) -> "Person":
        """Send the page's own form."""
        self.page.locator("main form[method=post] button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self.hold()

    def sees(self, *words: str) -> "Person":
        """The page says so."""
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word)
        return self

    def lacks(self, *words: str) -> "Person":
        """The page does not say so, not even where it cannot be seen."""
        for word in words:
            assert word not in self.page.content(), word
        return self

    def axe(self) -> list[str]:
        """What axe has to say: empty when the page holds WCAG 2.1 A and AA."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(CHECK, TAGS)["violations"]
        return [f"{row['id']}: {row['nodes'][0]['html'][:160]}" for row in found]

    def too_wide(self) -> list[str]:
        """What does not fit at 320 px."""
        size = self.page.viewport_size
        self.page.set_viewport_size(NARROW)
        found = self.page.evaluate(TOO_WIDE)
        self.page.set_viewport_size(size)
        return found
