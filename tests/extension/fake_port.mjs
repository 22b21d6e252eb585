// SPDX-License-Identifier: MPL-2.0

/** A port of the background to something in a page. */
export class FakePort {
    told = [];
    closed = false;
    #messages = [];
    #ends = [];

    constructor(sender) {
        this.sender = sender;
        this.onMessage = { addListener: (listener) => this.#messages.push(listener) };
        this.onDisconnect = { addListener: (listener) => this.#ends.push(listener) };
    }

    postMessage(message) {
        this.told.push(structuredClone(message));
    }

    disconnect() {
        this.closed = true;
    }

    /** The other side speaks. */
    say(message) {
        for (const listener of this.#messages) listener(message, this);
    }

    /** The other side goes. */
    go() {
        for (const listener of this.#ends) listener(this);
    }
}
