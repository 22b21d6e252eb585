// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import type { Person } from "../protocol/inventory";
import { problemIn } from "../protocol/problem";
import { certificateSheet } from "./certificate_sheet";
import { shortDate } from "../wording/dates";
import { askFirst, showDialog } from "./dialog";
import { apart, button, fill, find, make } from "./dom";
import { isolated } from "../wording/keys";
import { host } from "./options_port";
import { problemNodes } from "./options_problem";
import { problemLines } from "../wording/problem_text";
import { knownLines } from "./recipient_view";

const day = shortDate(language());
let known: Person[] = [];

export async function showPeople(): Promise<void> {
    const filter = find("filter") as HTMLInputElement;
    const file = find("person-file") as HTMLInputElement;
    filter.addEventListener("input", show);
    find("add-person").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
        const chosen = [...(file.files ?? [])];
        file.value = "";
        void addAll(chosen);
    });
    await reload();
}

async function reload(): Promise<void> {
    try {
        known = await host.people();
        show();
    } catch (error) {
        fill("known", ...problemNodes(error));
    }
}

function show(): void {
    const wanted = (find("filter") as HTMLInputElement).value.trim().toLowerCase();
    const shown = known.filter(({ address, certificates }) =>
        [address, ...certificates.map(({ subject }) => subject)].some((text) =>
            text.toLowerCase().includes(wanted),
        ),
    );
    const empty = known.length === 0 ? "people_none" : "people_none_found";
    fill(
        "known",
        shown.length > 0
            ? make("ul", { class: "cards" }, ...shown.map(element))
            : make("p", { class: "empty" }, say(empty)),
    );
}

function element({ address, certificates }: Person): HTMLElement {
    const lines = certificates.flatMap((certificate) => [
        make(
            "p",
            {},
            certificate.notAfter === null ? "" : say("compose_valid_until", day(certificate.notAfter)),
        ),
        ...knownLines(certificate, say, day).map((line) => make("p", { class: "soft" }, line)),
    ]);
    const named = (text: string) => ({ class: "link", "aria-label": `${text}: ${address}` });
    const buttons = [
        ...(certificates.length > 0
            ? [
                  button(say("ui_show_certificate"), named(say("ui_show_certificate")), () =>
                      open(address, certificates),
                  ),
              ]
            : []),
        button(say("people_remove"), named(say("people_remove")), () => confirm(address)),
    ];
    const texts = make("div", {}, make("strong", {}, apart(address)), ...lines);
    return make("li", {}, texts, make("div", { class: "ends" }, ...buttons));
}

function open(address: string, certificates: Person["certificates"]): void {
    showDialog(
        address,
        make("div", {}, ...certificates.map((each) => certificateSheet(each, [], "unknown"))),
    );
}

function confirm(address: string): void {
    const question = say("people_remove_question", isolated(address));
    askFirst(question, say("people_remove_text"), say("people_remove"), () => void remove(address));
}

async function remove(address: string): Promise<void> {
    await tellOf(async () => {
        await host.forget(address);
        return say("people_removed", isolated(address));
    });
    find("add-person").focus();
}

async function addAll(files: File[]): Promise<void> {
    for (const file of files) {
        await tellOf(async () => {
            const addresses = await host.learn(new Uint8Array(await file.arrayBuffer()));
            if (addresses.length === 0) return say("people_nothing_added", file.name);
            return say("people_added", addresses.map(isolated).join(", "));
        });
    }
}

/** Does something, shows the list as it is then, and says what became of it. */
async function tellOf(work: () => Promise<string>): Promise<void> {
    const said = await work().catch((error: unknown) => problemLines(problemIn(error), say).join(" "));
    await reload();
    fill("people-said", said);
}
