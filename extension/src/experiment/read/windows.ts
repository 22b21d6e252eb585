// SPDX-License-Identifier: MPL-2.0

/** Every about:message window there is: in mail tabs, in tabs and windows of their own. */
export function* messageWindows(): Generator<any> {
    for (const window of Services.wm.getEnumerator(null)) {
        const own = window.messageBrowser?.contentWindow;
        if (own) yield own;
        for (const { chromeBrowser } of window.gTabmail?.tabInfo ?? []) {
            const page = chromeBrowser?.contentWindow;
            const shown = page?.messageBrowser?.contentWindow ?? page;
            if (shown?.getMessagePaneBrowser) yield shown;
        }
    }
}

/** A message with that name is on screen, or being answered. */
export function isInUse(uri: string): boolean {
    for (const window of messageWindows()) if (window.gMessageURI === uri) return true;
    for (const window of Services.wm.getEnumerator("msgcompose")) {
        if (window.gMsgCompose?.originalMsgURI === uri) return true;
    }
    return false;
}
