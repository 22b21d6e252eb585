// SPDX-License-Identifier: MPL-2.0

/** Every about:message window there is: in mail tabs, in tabs and windows of their own. */
export function* messageWindows(): Generator<any> {
    for (const window of Services.wm.getEnumerator(null)) {
        for (const tab of window.gTabmail?.tabInfo ?? [window]) {
            const shown = messageWindowOf(tab);
            if (shown) yield shown;
        }
    }
}

/** That of a tab of the WebExtension interface: a mail tab or a window. */
export function messageWindowOf(tab: any): any | null {
    const page = tab.chromeBrowser?.contentWindow ?? tab;
    const shown = page.messageBrowser?.contentWindow ?? page;
    return shown.getMessagePaneBrowser ? shown : null;
}

/** A message with that name is on screen, or being answered. */
export function isInUse(uri: string): boolean {
    for (const window of messageWindows()) if (window.gMessageURI === uri) return true;
    for (const window of Services.wm.getEnumerator("msgcompose")) {
        if (window.gMsgCompose?.originalMsgURI === uri) return true;
    }
    return false;
}
