// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import type { Certificate, Reading } from "../protocol/reading";
import { offerAsked } from "./asked";
import { methodRow } from "./certificate";
import { certificateSheet, rowElements } from "./certificate_sheet";
import { longDate, shortDate } from "../wording/dates";
import { describe } from "../wording/describe";
import { detailsOf } from "../wording/details";
import { isolated, key } from "../wording/keys";
import { fill, find, make } from "./dom";
import { showHead } from "./head";
import type { TabState } from "../talk/state";

const day = shortDate(language());
const moment = longDate(language());

/** Fills the popup with what is known about the message of its tab. */
export function show(state: TabState): void {
    showHead(describe(state, say, day));
    for (const id of ["facts", "findings", "details", "host"]) fill(id);
    showProgress(state);
    showTest(state);
    offerAsked(state);
    find("footer").hidden = false;
    if (state.kind !== "reading") return;
    const { version, openssl, wanted } = state.host;
    showReading(state.reading);
    fill("host", say("ui_host_line", version, openssl), ...(wanted ? [outdated(wanted)] : []));
}

/** A bar that fills where it is known how much there is. */
function showProgress(state: TabState): void {
    const bar = find("progress");
    bar.hidden = state.kind !== "pending";
    const octets = state.kind === "pending" ? state.octets : undefined;
    if (octets) bar.setAttribute("value", String(octets.come / octets.of));
    else bar.removeAttribute("value");
}

/** What a mail to oneself shows of the way it took. */
function showTest(state: TabState): void {
    const { test, reading } = state.kind === "reading" ? state : {};
    fill("test", ...(test && reading ? [say(key("test_came", test), isolated(reading.address))] : []));
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
    // What was checked of several signers counts for the one the state is about.
    const vouched = ({ addresses }: Certificate) =>
        several && !addresses.includes(reading.address) ? "unknown" : isVouched(reading);
    fill(
        "details",
        ...(passed.length > 0 ? [fold(count, bullets("passed", [...passed, ...remarks]))] : []),
        ...reading.signers.map((signer, index) => {
            const title = several ? say("ui_signer_number", String(index + 1)) : say("ui_certificate");
            const { certificate, chain } = signer;
            return fold(
                title,
                certificateSheet(certificate, chain, vouched(certificate), [methodRow(signer, say)]),
            );
        }),
    );
}

const isVouched = ({ outcomes }: Reading) => (outcomes["V-20"] === "passed" ? "yes" : "no");

function list(titleKey: string, kind: string, texts: string[]): Node[] {
    return texts.length > 0 ? [make("h2", {}, say(titleKey)), bullets(kind, texts)] : [];
}

function bullets(kind: string, texts: string[]): HTMLElement {
    return make("ul", { class: kind }, ...texts.map((text) => make("li", {}, text)));
}

function fold(title: string, content: Node): HTMLElement {
    return make("details", {}, make("summary", {}, title), content);
}
