// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const windows = [];
let opens = true;
globalThis.browser = {
    composeAction: { openPopup: async () => opens },
    runtime: { getURL: (path) => `moz-extension://us${path}` },
    tabs: { get: async () => ({ windowId: 7 }) },
    windows: { create: async ({ url }) => windows.push(url) },
};
const { openComposePanel } = await source("thunderbird/compose_button.ts");

test("what keeps a message from being sent is shown also where our button was taken out of the toolbar", async (context) => {
    await openComposePanel(3);
    assert.deepEqual(windows, []);
    opens = false;
    const wait = globalThis.setTimeout;
    context.after(() => (globalThis.setTimeout = wait));
    globalThis.setTimeout = (then) => setImmediate(then);
    await openComposePanel(3);
    assert.deepEqual(windows, ["moz-extension://us/compose.html#3"]);
});
