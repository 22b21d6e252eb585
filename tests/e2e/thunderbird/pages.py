# SPDX-License-Identifier: MPL-2.0
"""A person in the extension's own pages: opens them, reads them, works them by keyboard."""
import json
import pathlib

import page_scripts as scripts
from reader import until

IDS = pathlib.Path(__file__).resolve().parents[3] / "manifests/ids.json"


class Pages:
    """Uses the Thunderbird of a Reader."""

    def __init__(self, reader):
        self.reader = reader

    @property
    def client(self):
        return self.reader.client

    def open_options(self):
        """As a person does: from the popup of any mail."""
        self.reader.open("unsigned")
        self.reader.badge()
        self.reader.popup()
        self.reader.in_popup("document.getElementById('settings').click()")
        self.enter("options")

    def open_welcome(self):
        self.open_options()
        self.run("options", "document.getElementById('welcome').click();")
        self.enter("welcome")

    def enter(self, page):
        self.client.until(scripts.ENTER_PAGE, page, what=f"the page {page}")

    def run(self, page, body):
        return self.client.run(scripts.IN_PAGE, page, body)

    def reload(self, page):
        self.run(page, "document.body.dataset.old = true; content.location.reload();")
        fresh = "return document.readyState == 'complete' && !document.body.dataset.old;"
        until(lambda: self.run(page, fresh), 20, f"the page {page} anew")
        self.enter(page)

    def like(self, page, wanted, limit=20):
        """The text of the page once it is as wanted."""
        return until(lambda: (text := self.run(page, scripts.TEXT)) and wanted(text) and text, limit, f"the text of {page}")

    def press(self, page, *keys):
        for key in keys:
            shift = key.startswith("Shift+")
            self.run(page, f"press({json.dumps(key.removeprefix('Shift+'))}, {{ shift: {json.dumps(shift)} }});")

    def focus_on(self, page, identity):
        """Presses Tab until the focus is there."""
        for _ in range(120):
            if self.focused(page) == identity:
                return
            self.press(page, "Tab")
        raise AssertionError(f"Tab does not reach {identity}")

    def focused(self, page):
        return self.run(page, "return document.activeElement?.id ?? '';")

    def walk(self, page):
        """What the focus passes, {id, name, tag, visible, follows} each; it is at the start again then."""
        passed = self.run(page, scripts.WALK)
        self.enter(page)
        return passed

    def faults(self, page):
        return self.run(page, scripts.AUDIT)

    def choose(self, page, selector, path):
        """The file, in the dialog that a file input opens."""
        self.run(page, f"""
            const input = document.querySelector({json.dumps(selector)});
            input.mozSetFileArray([await content.File.createFromFileName({json.dumps(str(path))})]);
            input.dispatchEvent(new content.Event("change"));""")

    def speak(self, language):
        self.client.run(scripts.SPEAK, language, json.loads(IDS.read_text())["gecko"])

    def picture(self, page, name):
        self.run(page, scripts.PAINTED)
        self.reader.picture(name)

    def composing(self, wanted):
        """{to, subject, label} of the newest compose window once it is as wanted."""
        return until(lambda: (window := self.client.run(scripts.COMPOSING)) and wanted(window) and window,
                     30, "the compose window")

    def tabs(self):
        """The pages that have a tab, once each tab."""
        return self.client.run(scripts.TABS)

    def close(self):
        self.client.run(scripts.CLOSE_COMPOSING)
        for page in ("options", "welcome"):
            if self.run(page, scripts.KEEP):
                until(lambda: self.run(page, scripts.KEPT), 20, f"what was chosen in {page} to be kept")
            self.client.run(scripts.CLOSE_PAGE, page)
