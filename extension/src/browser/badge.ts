// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { language, say } from "../platform/say";
import { shortDate } from "../wording/dates";
import { describe } from "../wording/describe";
import type { Mark } from "../wording/mark";
import type { TabState } from "../talk/state";
import { browser } from "./api";

const day = shortDate(language());

/** Paints the toolbar button of a tab, where no page can reach. */
export function paint(tabId: number, state: TabState): void {
    const calls =
        state.kind === "empty"
            ? [browser.action.setIcon({ tabId, path: icon("app") }), browser.action.setTitle({ tabId, title: say("app_name") })]
            : painted(tabId, state);
    // They fail when the tab was closed meanwhile: nothing is left to paint.
    void Promise.allSettled(calls);
}

function painted(tabId: number, state: TabState): Promise<void>[] {
    const { mark, headline, sentences } = describe(state, say, day);
    const title = say("ui_badge_title", headline, sentences.join(" "));
    return [browser.action.setIcon({ tabId, path: icon(mark) }), browser.action.setTitle({ tabId, title })];
}

/** Chromium takes no SVG here; in Firefox one follows the toolbar's colours. */
const takesSvg = api.runtime.getURL("").startsWith("moz-extension:");
const icon = (mark: Mark): string | Record<string, string> =>
    takesSvg ? `assets/${mark}.svg` : { 16: `assets/${mark}-16.png`, 32: `assets/${mark}-32.png` };
