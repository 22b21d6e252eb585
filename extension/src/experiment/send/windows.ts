// SPDX-License-Identifier: MPL-2.0
import { Collector, collectorOf, type Settings } from "./collector";
import { TemporaryFiles } from "./temporary";

/**
 * The compose windows that protect what they send. What a window asks for is bound to its compose
 * fields, which a message carries with it: which window is in front says nothing.
 */
export class Windows {
    private readonly known = new Map<any, Settings>();

    /** Waits until Thunderbird has filled the window, which is when its compose fields exist. */
    async set(settings: Settings): Promise<void> {
        const { window } = settings;
        await isReady(window);
        if (!this.known.has(window)) this.watch(window);
        this.known.set(window, settings);
        this.arm(settings);
    }

    /** What is asked of a message with these compose fields; null when nothing is. */
    settingsOf(compFields: any): Settings | null {
        const known = [...this.known.values()];
        const of = (settings: Settings) => settings.window.gMsgCompose?.compFields === compFields;
        return collectorOf(compFields)?.settings ?? known.find(of) ?? null;
    }

    removeAll(): void {
        for (const { window } of this.known.values()) {
            collectorOf(window.gMsgCompose?.compFields)?.leave();
            window.removeEventListener("compose-send-message", this.onBuild);
        }
        this.known.clear();
    }

    private watch(window: any): void {
        const files = new TemporaryFiles(window);
        files.note();
        window.addEventListener("compose-send-message", this.onBuild);
        const forget = () => {
            this.known.delete(window);
            files.remove();
        };
        window.addEventListener("unload", forget, { once: true });
    }

    /** OpenPGP may have put itself in our place since; the last word is the one of the panel. */
    private readonly onBuild = (event: any) => {
        const settings = this.known.get(event.currentTarget);
        if (settings) this.arm(settings);
    };

    private arm(settings: Settings): void {
        const { window } = settings;
        const fields = window.gMsgCompose.compFields;
        if (isIdle(settings) || encryptsElsewhere(window)) {
            if (collectorOf(fields)) fields.composeSecure = window.gSMFields;
            return;
        }
        if (collectorOf(fields)?.settings !== settings) fields.composeSecure = new Collector(settings);
        // As Thunderbird does for its own signatures: 8-bit text does not survive every transport.
        fields.forceMsgEncoding = true;
    }
}

/** Nothing is to be done to what this window sends or stores. */
export function isIdle({ protection, quotesProtected }: Settings): boolean {
    return protection === "none" && !quotesProtected;
}

/** OpenPGP, or Thunderbird's own S/MIME, was told to encrypt: to sign only would undo that. */
function encryptsElsewhere(window: any): boolean {
    return window.gSendEncrypted === true || (window.gSelectedTechnologyIsPGP && window.gSendSigned) === true;
}

/** Thunderbird has filled the window. */
export async function isReady(window: any): Promise<void> {
    if (window.composeEditorReady) return;
    await new Promise((done) => window.addEventListener("compose-editor-ready", done, { once: true }));
}
