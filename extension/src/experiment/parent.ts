// SPDX-License-Identifier: MPL-2.0
// The privileged part: what no WebExtension interface of Thunderbird can do. It goes in when
// Thunderbird starts, also while no page of the extension runs.
import { WakingEvent } from "./events";
import { Column } from "./list/column";
import { Reading } from "./read/reading";
import { Sending } from "./send/sending";

const { ExtensionCommon } = ChromeUtils.importESModule("resource://gre/modules/ExtensionCommon.sys.mjs");

const events = {
    onProtect: new WakingEvent(),
    onCancel: new WakingEvent(),
    onCopies: new WakingEvent(),
    onOpen: new WakingEvent(),
    onStop: new WakingEvent(),
};

class Experiment extends ExtensionCommon.ExtensionAPIPersistent {
    PERSISTENT_EVENTS = Object.fromEntries(
        Object.entries(events).map(([name, event]) => [name, event.register]),
    );
    private readonly reading = new Reading(this["extension"], events);
    private readonly sending = new Sending(this["extension"], events, (uri) => this.reading.isDecrypted(uri));
    private readonly column = new Column(this["extension"]);

    onStartup() {
        for (const part of [this.sending, this.reading, this.column]) part.install();
    }

    onShutdown(isAppShutdown: boolean) {
        if (isAppShutdown) return;
        for (const part of [this.sending, this.reading, this.column]) part.remove();
        Services.obs.notifyObservers(null, "startupcache-invalidate");
    }

    getAPI(context: unknown) {
        const eventOf = (name: string) =>
            new ExtensionCommon.EventManager({
                context,
                module: "sealwright",
                event: name,
                extensionApi: this,
            }).api();
        return {
            sealwright: {
                missing: async () => ({
                    sending: this.sending.missing(),
                    reading: this.reading.missing(),
                    column: this.column.missing(),
                }),
                ...this.sending.functions(),
                ...this.reading.functions(),
                ...this.column.functions(),
                ...Object.fromEntries(Object.keys(events).map((name) => [name, eventOf(name)])),
            },
        };
    }
}

(globalThis as any).sealwright = Experiment;
