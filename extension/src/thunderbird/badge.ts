// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import { shortDate } from "../ui/dates";
import { describe } from "../ui/describe";
import type { TabState } from "../ui/state";
import { thunderbird } from "./api";

let last = Promise.resolve();

/**
 * Paints the button beside Reply and Delete, where no mail content can reach. One state is painted
 * after the other, the picture first, so that no title ever stands beside an older picture.
 */
export function paint(tabId: number, state: TabState): void {
    last = last.then(() => paintNow(tabId, state));
}

async function paintNow(tabId: number, state: TabState): Promise<void> {
    const { mark, headline, sentences, quiet } = describe(state, say, shortDate(language()));
    const action = thunderbird.messageDisplayAction;
    const title = say("ui_badge_title", headline, sentences.join(" "));
    try {
        await action.setIcon({ tabId, path: `assets/${mark}.svg` });
        await action.setLabel({ tabId, label: quiet ? "" : headline });
        await action.setTitle({ tabId, title });
    } catch {
        // The tab was closed meanwhile: nothing is left to paint.
    }
}
