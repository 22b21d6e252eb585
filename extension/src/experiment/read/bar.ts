// SPDX-License-Identifier: MPL-2.0

export type BarKind = "none" | "warning" | "alarm" | "progress";

/** Of Thunderbird's notification bars. */
interface Button {
    label: string;
    callback(): void;
}

const names: Record<Exclude<BarKind, "none" | "alarm">, string> = {
    warning: "sealwright-warning",
    progress: "sealwright-progress",
};

/**
 * A line above the mail, in Thunderbird's own place for such lines, which no mail can paint on.
 * Thunderbird takes it away with the message it is about. A progress line has a button that cancels.
 */
export async function showBar(window: any, text: string, kind: BarKind, cancel: Button): Promise<void> {
    const box = window.gMessageNotificationBar.msgNotificationBar;
    // A warning outlives what was under way when it was found out.
    for (const name of kind === "progress" ? [names.progress] : Object.values(names)) {
        const shown = box.getNotificationWithValue(name);
        if (shown) box.removeNotification(shown, true);
    }
    if (kind === "none") return;
    const name = kind === "progress" ? names.progress : names.warning;
    const buttons = kind === "progress" ? [cancel] : [];
    const bar = await box.appendNotification(name, { label: text, priority: priorityOf(box, kind) }, buttons);
    if (kind === "progress") bar.messageText.append(" ", progress(window.document, text));
}

function progress(document: any, label: string): any {
    const element = document.createElement("progress");
    element.setAttribute("aria-label", label);
    return element;
}

function priorityOf(box: any, kind: BarKind): number {
    if (kind === "alarm") return box.PRIORITY_CRITICAL_HIGH;
    return kind === "warning" ? box.PRIORITY_WARNING_HIGH : box.PRIORITY_INFO_HIGH;
}
