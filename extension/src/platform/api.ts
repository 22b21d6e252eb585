// SPDX-License-Identifier: MPL-2.0
/** The parts of the WebExtension interface that every client has and that are used here. */
export interface Port {
    name: string;
    error?: { message: string } | null;
    sender?: { id?: string; url?: string; tab?: Tab; frameId?: number };
    postMessage(message: unknown): void;
    disconnect(): void;
    onMessage: Event<[message: unknown]>;
    onDisconnect: Event<[port: Port]>;
}

export interface Tab {
    id?: number;
    /** A private window. */
    incognito?: boolean;
    /** Firefox only: whose cookies the tab has. */
    cookieStoreId?: string;
}

export interface Event<Arguments extends unknown[]> {
    addListener(listener: (...given: Arguments) => void): void;
}

interface CommonApi {
    runtime: {
        id: string;
        lastError?: { message?: string } | null;
        connect(info: { name: string }): Port;
        connectNative(host: string): Port;
        onConnect: Event<[port: Port]>;
        onInstalled: Event<[details: { reason: string }]>;
        onStartup: Event<[]>;
        getURL(path: string): string;
    };
    i18n: {
        getMessage(key: string, substitutions?: string[]): string;
        getUILanguage(): string;
    };
}

/** A native messaging port, as far as it is needed here. */
export interface HostPort {
    send(frame: object): void;
    close(): void;
    /** `reason` is the browser's text, empty when it gives none. */
    listen(onFrame: (frame: unknown) => void, onGone: (reason: string) => void): void;
}

const globals = globalThis as unknown as { browser?: CommonApi; chrome?: CommonApi };

/** Firefox and Thunderbird name it `browser`; Chromium names it `chrome`. */
export const api = (globals.browser ?? globals.chrome) as CommonApi;

const hostName = "org.sealwright.host";

export function connectHost(): HostPort {
    const port = api.runtime.connectNative(hostName);
    return {
        send: (frame) => port.postMessage(frame),
        close: () => port.disconnect(),
        listen(onFrame, onGone) {
            port.onMessage.addListener(onFrame);
            port.onDisconnect.addListener((gone) =>
                onGone(gone.error?.message ?? api.runtime.lastError?.message ?? ""),
            );
        },
    };
}

/** Accepts connections of our own pages only; content scripts and other extensions get none. */
export function onPage(name: string, listener: (port: Port) => void): void {
    onPort(name, (sender) => isOwnPage(sender.url), listener);
}

/** The same for whoever `accepts` says, as long as it is of this extension. */
export function onPort(name: string, accepts: (sender: Sender) => boolean, listener: (port: Port) => void): void {
    api.runtime.onConnect.addListener((port) => {
        if (port.name !== name) return;
        const { sender } = port;
        if (sender?.id === api.runtime.id && accepts(sender)) listener(port);
        else port.disconnect();
    });
}

type Sender = NonNullable<Port["sender"]>;

function isOwnPage(url: string | undefined): boolean {
    return url?.startsWith(api.runtime.getURL("")) ?? false;
}
