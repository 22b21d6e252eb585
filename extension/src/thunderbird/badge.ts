// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import { shortDate } from "../ui/dates";
import { describe } from "../ui/describe";
import type { TabState } from "../ui/state";
import { thunderbird } from "./api";

/** Paints the button beside Reply and Delete, where no mail content can reach. */
export async function paint(tabId: number, state: TabState): Promise<void> {
    const { mark, headline, sentences, quiet } = describe(state, say, shortDate(language()));
    const action = thunderbird.messageDisplayAction;
    const title = say("ui_badge_title", headline, sentences.join(" "));
    try {
        await Promise.all([
            action.setIcon({ tabId, path: `assets/${mark}.svg` }),
            action.setLabel({ tabId, label: quiet ? "" : headline }),
            action.setTitle({ tabId, title }),
        ]);
    } catch {
        // The tab was closed meanwhile: nothing is left to paint.
    }
}
