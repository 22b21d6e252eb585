// SPDX-License-Identifier: MPL-2.0
import type { FromEditor, ToEditor } from "../talk/editor";
import { api } from "../platform/api";
import { BodyPort } from "../protocol/body_port";
import { editorPort } from "../talk/webmail";

type Bytes = Uint8Array<ArrayBuffer>;

/** The port to the background. It is made again when that was ended; what was said meanwhile waits. */
export class EditorWire {
    private port: BodyPort<FromEditor, ToEditor> | null = null;
    private open = false;
    private waiting: { said: FromEditor; body: Uint8Array | undefined }[] = [];
    private resume = "";

    /** `id` names the message that is written here, also to a later worker. */
    constructor(
        private readonly id: string,
        private readonly hear: (said: ToEditor, body: Bytes | null) => void,
    ) {
        this.connect();
    }

    say(said: FromEditor, body?: Uint8Array): void {
        if (!this.port) this.connect();
        if (this.open) this.port?.say(said, body);
        else this.waiting.push({ said, body });
    }

    /** A message to send has not reached the background yet. */
    get holdsSend(): boolean {
        return this.waiting.some(({ said }) => said.do === "send");
    }

    /** The background is asked again what became of a message under way. */
    connect(): void {
        const port = api.runtime.connect({ name: editorPort });
        this.port = new BodyPort(port, (said, body) => this.take(said, body));
        port.onDisconnect.addListener(() => {
            this.port = null;
            this.open = false;
            this.hear({ doing: null }, null);
            if (this.busy) this.connect();
        });
        port.postMessage({ do: "open", token: location.hash.slice(1), resume: this.resume, id: this.id });
    }

    /** Something is under way: its end is of interest even if the worker is not there to tell. */
    busy = false;

    private take(said: ToEditor, body: Bytes | null): void {
        if ("start" in said) this.resume = said.start.resume;
        if ("start" in said || "resumed" in said) {
            this.open = true;
            // First what the editor makes of it: what was said meanwhile stands on that.
            this.hear(said, body);
            for (const each of this.waiting.splice(0)) this.port?.say(each.said, each.body);
            return;
        }
        this.hear(said, body);
    }
}
