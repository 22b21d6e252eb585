// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import { shortDate } from "../wording/dates";
import { describe } from "../wording/describe";
import type { TabState } from "../talk/state";
import { thunderbird } from "./api";

/**
 * Paints the button beside Reply and Delete, where no mail content can reach. The three calls are
 * handled in this order but not waited for one by one: each ends with the next frame that its
 * window draws, and a minimised window draws none.
 */
export function paint(tabId: number, state: TabState): void {
    const { mark, headline, sentences, quiet } = describe(state, say, shortDate(language()));
    const action = thunderbird.messageDisplayAction;
    const title = say("ui_badge_title", headline, sentences.join(" "));
    const calls = [
        action.setIcon({ tabId, path: `assets/${mark}.svg` }),
        action.setLabel({ tabId, label: quiet ? "" : headline }),
        action.setTitle({ tabId, title }),
    ];
    // They fail when the tab was closed meanwhile: nothing is left to paint.
    void Promise.allSettled(calls);
}
