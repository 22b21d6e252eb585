// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { language, say } from "../platform/say";
import type { Reading } from "../protocol/reading";
import { certificateRows } from "./certificate";
import { longDate, shortDate } from "./dates";
import { describe } from "./describe";
import { detailsOf, type Row } from "./details";
import { fill, find, make } from "./dom";
import { showHead } from "./head";
import type { TabState } from "./state";

interface Tabs {
    tabs: { query(query: object): Promise<{ id: number }[]> };
}

const day = shortDate(language());
const moment = longDate(language());

async function main(): Promise<void> {
    document.documentElement.lang = language();
    const active = { active: true, currentWindow: true };
    const [tab] = await (api as unknown as Tabs).tabs.query(active);
    if (!tab) return show({ kind: "empty" });
    const port = api.runtime.connect({ name: "popup" });
    port.onMessage.addListener((state) => show(state as TabState));
    port.postMessage({ tab: tab.id });
    find("retry").addEventListener("click", () => port.postMessage({ tab: tab.id, retry: true }));
}

function show(state: TabState): void {
    showHead(describe(state, say, day));
    for (const id of ["facts", "findings", "details", "host"]) fill(id);
    if (state.kind !== "reading") return;
    const { version, openssl, wanted } = state.host;
    showReading(state.reading);
    fill("host", say("ui_host_line", version, openssl), ...(wanted ? [outdated(wanted)] : []));
}

const outdated = (wanted: string) => make("p", { class: "warning" }, say("host_outdated", wanted));

function showReading(reading: Reading): void {
    const { facts, against, unchecked, remarks, passed } = detailsOf(reading, say, moment);
    fill("facts", ...facts.flatMap(rowElements));
    fill(
        "findings",
        ...list("ui_not_passed", "against", against),
        ...list("ui_not_checked", "unchecked", unchecked),
    );
    const count = say("ui_passed_count", String(passed.length));
    const several = reading.signers.length > 1;
    fill(
        "details",
        ...(passed.length > 0 ? [fold(count, bullets("passed", [...passed, ...remarks]))] : []),
        ...reading.signers.map((signer, index) => {
            const title = several ? say("ui_signer_number", String(index + 1)) : say("ui_certificate");
            return fold(title, rows(certificateRows(signer, say, day)));
        }),
    );
}

function list(titleKey: string, kind: string, texts: string[]): Node[] {
    return texts.length > 0 ? [make("h2", {}, say(titleKey)), bullets(kind, texts)] : [];
}

function bullets(kind: string, texts: string[]): HTMLElement {
    return make("ul", { class: kind }, ...texts.map((text) => make("li", {}, text)));
}

function fold(title: string, content: Node): HTMLElement {
    return make("details", {}, make("summary", {}, title), content);
}

const rows = (all: Row[]) => make("dl", {}, ...all.flatMap(rowElements));

/** Values keep their own direction, so that an address reads as it is (C-16). */
function rowElements({ name, lines }: Row): HTMLElement[] {
    const values = lines.map((line) => make("dd", {}, make("bdi", {}, line)));
    return [make("dt", {}, name), ...values];
}

void main();
