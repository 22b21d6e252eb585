// SPDX-License-Identifier: MPL-2.0
import { api, type Port } from "../platform/api";
import type { Server } from "../platform/settings";
import type { Hello } from "../protocol/hello";
import {
    parseHealth,
    parseInventory,
    parsePeople,
    type HealthCheck,
    type Inventory,
    type Person,
} from "../protocol/inventory";
import { ProblemError, type Problem } from "../protocol/problem";
import { isRecord, shownList } from "../platform/values";

interface Waiting {
    resolve(ok: unknown): void;
    reject(error: ProblemError): void;
}

let port: Port | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();

/** What the background page asks the host for these pages. All reject with a ProblemError. */
export const host = {
    hello: async (): Promise<Hello> => (await ask({ do: "hello" })) as Hello,
    identities: async (): Promise<Inventory> => parseInventory(await ask({ do: "identities" })),
    people: async (): Promise<Person[]> => parsePeople(await ask({ do: "people" })),
    doctor: async (): Promise<HealthCheck[]> => parseHealth(await ask({ do: "doctor" })),
    /** Puts right what a check found. */
    repair: async (name: string): Promise<void> => void (await ask({ do: "repair", name })),
    forget: async (address: string): Promise<void> => void (await ask({ do: "forget", address })),
    /** The person is asked by the host; false when it forgets the password with its end. */
    password: async (servers: Server[]): Promise<boolean> => {
        const answer = await ask({ do: "password", servers });
        return isRecord(answer) && answer["lasting"] === true;
    },
    forgetPassword: async (servers: Server[]): Promise<void> => void (await ask({ do: "forget-password", servers })),
    /** Signs a mail and sends it from the address to itself, as its way is set up; the person is asked first. */
    test: async (address: string): Promise<void> => void (await ask({ do: "test", address })),
    /** The addresses that the certificates in the file are for. */
    learn: async (file: Uint8Array): Promise<string[]> => addressesIn(await ask({ do: "learn", file })),
    /** The addresses of a certificate that came with its key. The host asks for the password of the file. */
    bringIn: async (file: Uint8Array, name: string): Promise<string[]> => addressesIn(await ask({ do: "import", file, name })),
};

const addressesIn = (answer: unknown): string[] => (isRecord(answer) ? shownList(answer["addresses"]) : []);

interface Question {
    do: string;
    address?: string;
    file?: Uint8Array;
    name?: string;
    servers?: Server[];
}

function ask(question: Question): Promise<unknown> {
    const id = ++last;
    return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        connected().postMessage({ ...question, ask: id });
    });
}

/** The background page sleeps now and then and takes its ports with it. */
function connected(): Port {
    if (port) return port;
    const made = api.runtime.connect({ name: "options" });
    made.onMessage.addListener(settle);
    made.onDisconnect.addListener(() => {
        if (port === made) port = null;
        for (const { reject } of waiting.values()) reject(new ProblemError({ kind: "crashed" }));
        waiting.clear();
    });
    port = made;
    return made;
}

function settle(message: unknown): void {
    if (!isRecord(message) || typeof message["ask"] !== "number") return;
    const question = waiting.get(message["ask"]);
    waiting.delete(message["ask"]);
    if ("problem" in message) question?.reject(new ProblemError(message["problem"] as Problem));
    else question?.resolve(message["ok"]);
}
