// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { say } from "../platform/say";
import { composeHeadline, composeMark } from "../wording/compose_mark";
import { composing } from "./compose";
import type { ComposeState } from "../talk/compose";

const panelSize = { width: 480, height: 640 };

/** Paints the button in the toolbar of a compose window; the panel behind it says the same. */
export function paintCompose(tabId: number, state: ComposeState): void {
    const headline = composeHeadline(state, say);
    const action = composing.composeAction;
    const calls = [
        action.setIcon({ tabId, path: `assets/${composeMark(state)}.svg` }),
        action.setLabel({ tabId, label: headline }),
        action.setTitle({ tabId, title: say("ui_compose_title", headline) }),
    ];
    // They fail when the window was closed meanwhile: nothing is left to paint.
    void Promise.allSettled(calls);
}

/**
 * The window is locked until Thunderbird has heard that the message is not sent. Where our button was
 * taken out of the toolbar, the panel comes in a window of its own.
 */
export async function openComposePanel(tabId: number): Promise<void> {
    const { windowId } = await composing.tabs.get(tabId);
    for (let tries = 100; tries > 0; --tries) {
        if (await composing.composeAction.openPopup({ windowId })) return;
        await new Promise((done) => setTimeout(done, 50));
    }
    const url = api.runtime.getURL(`/compose.html#${tabId}`);
    await composing.windows.create({ type: "popup", url, ...panelSize });
}
