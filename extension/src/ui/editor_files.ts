// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Attachment } from "../transport/entity";
import { apart, button, fill, find, make } from "./dom";
import { isolated } from "../wording/keys";

/** Octets of all attachments: one third more when encoded, which is what mail servers usually take. */
export const mostAttached = 25_000_000;

const files: Attachment[] = [];
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

/** Reads the files; those that would make the message too large are named and left out. */
export async function attach(chosen: File[]): Promise<void> {
    const left: string[] = [];
    for (const file of chosen) {
        if (total() + file.size > mostAttached) left.push(file.name);
        else files.push({ name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
    }
    show(left);
    changed();
}

/** The same for one whose bytes are here already. */
export function add(file: Attachment): void {
    const fits = total() + file.bytes.length <= mostAttached;
    if (fits) files.push(file);
    show(fits ? [] : [file.name]);
    changed();
}

export const attached = (): Attachment[] => [...files];

export function removeAll(): void {
    files.length = 0;
    show([]);
}

function show(left: string[]): void {
    fill("files", ...files.map(row));
    const limit = say("editor_too_large", left.map(isolated).join(", "), size(mostAttached));
    fill("file-problem", ...(left.length > 0 ? [limit] : []));
}

function row(file: Attachment, index: number): HTMLElement {
    const remove = button("✕", { id: `remove-${index}`, "aria-label": say("editor_remove", isolated(file.name)) }, () => {
        files.splice(files.indexOf(file), 1);
        show([]);
        changed();
        (document.getElementById(`remove-${Math.min(index, files.length - 1)}`) ?? find("attach")).focus();
    });
    return make("li", {}, apart(file.name), make("span", { class: "soft" }, size(file.bytes.length)), remove);
}

const total = (): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** As people read it: "340 kB". */
export function size(octets: number): string {
    if (octets < 1_000_000) return `${Math.max(1, Math.round(octets / 1_000))} kB`;
    return `${(octets / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}
