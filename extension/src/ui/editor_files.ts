// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Attachment } from "../transport/entity";
import { apart, button, fill, find, make } from "./dom";
import { isolated } from "../wording/keys";

/** Octets of all attachments: one third more when encoded, which is what mail servers usually take. */
const mostAttached = 25_000_000;

/** A file of the message, or one that is meant to be: each is in sight until it is there or taken out. */
interface Entry {
    name: string;
    type: string;
    state: "coming" | "here" | "missing" | "too-large";
    bytes: Uint8Array<ArrayBuffer>;
    /** How far it has come, in words. */
    progress: string;
    /** Asks for its octets once more; null when only the person can bring it again. */
    again: (() => void) | null;
}

/** What whoever brings the octets of a file tells of it. */
export interface Coming {
    told(come: number, of: number): void;
    /** Null: it could not be had. */
    ends(bytes: Uint8Array<ArrayBuffer> | null): void;
}

const entries: Entry[] = [];
const none = new Uint8Array();
let changed: () => void = () => undefined;

export function prepareFiles(onChange: () => void): void {
    changed = onChange;
    const pick = find("pick") as HTMLInputElement;
    find("attach").addEventListener("click", () => pick.click());
    pick.addEventListener("change", () => {
        void attach([...(pick.files ?? [])]);
        pick.value = "";
    });
    addEventListener("dragover", (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
    addEventListener("drop", (event) => {
        document.body.classList.remove("dropping");
        if (!event.dataTransfer?.files.length) return;
        event.preventDefault();
        void attach([...event.dataTransfer.files]);
    });
}

/** Reads the files that a person chose. */
export async function attach(chosen: File[]): Promise<void> {
    await Promise.all(chosen.map(read));
}

async function read(file: File): Promise<void> {
    const entry = enter(file, null);
    changed();
    const small = file.size <= mostAttached;
    const buffer = small ? await file.arrayBuffer().catch(() => null) : null;
    if (buffer) settle(entry, "here", new Uint8Array(buffer));
    else settle(entry, small ? "missing" : "too-large");
    changed();
}

/** A file whose octets `ask` brings; it may be asked again. */
export function expect(file: { name: string; type: string }, ask: () => void): Coming {
    const entry = enter(file, ask);
    ask();
    return {
        told(come, of) {
            entry.progress = say("editor_octets", size(come), size(of));
            show();
        },
        ends: (bytes) => (bytes ? settle(entry, "here", bytes) : settle(entry, "missing")),
    };
}

/** Who was asked may have forgotten it. */
export function askAgain(): void {
    for (const { state, again } of entries) if (state === "coming") again?.();
}

/** The same for one whose octets are here already. */
export function add({ name, type, bytes }: Attachment): void {
    settle(enter({ name, type }, null), "here", bytes);
    changed();
}

/** Those that are whole. */
export const attached = (): Attachment[] => entries.filter(({ state }) => state === "here");

/** The first that is not there, and the button that takes it out; null when all are. */
export function firstMissing(): { name: string; coming: boolean; remove: string } | null {
    const index = entries.findIndex(({ state }) => state !== "here");
    const entry = entries[index];
    return entry ? { name: entry.name, coming: entry.state === "coming", remove: `remove-${index}` } : null;
}

export function removeAll(): void {
    entries.length = 0;
    show();
}

function enter({ name, type }: { name: string; type: string }, again: (() => void) | null): Entry {
    const entry: Entry = { name, type, state: "coming", bytes: none, progress: "", again };
    entries.push(entry);
    show();
    return entry;
}

/** What ends twice, or was taken out meanwhile, changes nothing. */
function settle(entry: Entry, state: Entry["state"], bytes = none): void {
    if (entry.state !== "coming" || !entries.includes(entry)) return;
    const fits = total() + bytes.length <= mostAttached;
    Object.assign(entry, fits ? { state, bytes } : { state: "too-large" });
    show();
}

function show(): void {
    fill("files", ...entries.map(row));
}

function row(entry: Entry, index: number): HTMLElement {
    const { name, state, again } = entry;
    const remove = button("✕", { id: `remove-${index}`, "aria-label": say("editor_remove", isolated(name)) }, () => takeOut(entry, index));
    const retry = button(say("ui_retry"), { id: `again-${index}`, "aria-label": `${say("ui_retry")}: ${name}` }, () => {
        Object.assign(entry, { state: "coming", progress: "" });
        show();
        again?.();
    });
    const texts = [apart(name), make("span", { class: "soft" }, words(entry))];
    const bar = state === "coming" ? [make("progress", { "aria-label": say("editor_file_coming") })] : [];
    const wrong = state === "missing" || state === "too-large";
    return make("li", wrong ? { class: "against" } : {}, ...texts, ...bar, ...(state === "missing" && again ? [retry] : []), remove);
}

function words({ state, bytes, progress, again }: Entry): string {
    if (state === "here") return size(bytes.length);
    if (state === "coming") return progress || say("editor_file_coming");
    if (state === "too-large") return say("editor_file_too_large", size(mostAttached));
    return say(again ? "editor_file_missing" : "editor_file_unread");
}

function takeOut(entry: Entry, index: number): void {
    entries.splice(entries.indexOf(entry), 1);
    show();
    changed();
    (document.getElementById(`remove-${Math.min(index, entries.length - 1)}`) ?? find("attach")).focus();
}

const total = (): number => entries.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** As people read it: "340 kB". */
export function size(octets: number): string {
    if (octets < 1_000_000) return `${Math.max(1, Math.round(octets / 1_000))} kB`;
    return `${(octets / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}
