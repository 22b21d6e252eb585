// SPDX-License-Identifier: MPL-2.0

/** The Cancel of Thunderbird's own progress dialog (nsIMsgProgress). */
export interface Cancel {
    happened: Promise<"cancelled">;
    forget(): void;
}

export function cancelOf(progress: any): Cancel {
    if (!progress) return { happened: new Promise(() => undefined), forget: () => undefined };
    let tell: (what: "cancelled") => void;
    const happened = new Promise<"cancelled">((done) => (tell = done));
    const look = () => {
        if (progress.processCanceledByUser) tell("cancelled");
    };
    const nothing = () => undefined;
    const listener = {
        QueryInterface: ChromeUtils.generateQI(["nsIWebProgressListener", "nsISupportsWeakReference"]),
        onStateChange: look,
        onProgressChange: nothing,
        onLocationChange: nothing,
        onStatusChange: nothing,
        onSecurityChange: nothing,
        onContentBlockingEvent: nothing,
    };
    progress.registerListener(listener);
    look();
    return { happened, forget: () => progress.unregisterListener(listener) };
}
