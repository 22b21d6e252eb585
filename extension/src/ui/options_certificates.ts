// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import type { Inventory, OwnCertificate, SkippedCertificate } from "../protocol/inventory";
import type { OwnAddress } from "./accounts";
import { certificateSheet } from "./certificate_sheet";
import { shortDate } from "../wording/dates";
import { showDialog } from "./dialog";
import { apart, button, fill, find, make } from "./dom";
import { storeName, useOf, whySkipped } from "./inventory_view";
import { importButton } from "./import_button";
import { host } from "./options_port";
import { openPage } from "./page";
import { problemNodes } from "./options_problem";
import { problemLines } from "../wording/problem_text";

const day = shortDate(language());

/** Shows what the stores hold, tells it to `then`, and again when a person asks for another look. */
export async function showCertificates(
    addresses: OwnAddress[],
    then: (found: Inventory) => void,
): Promise<void> {
    const own = addresses.map(({ address }) => address);
    const look = async () => {
        fill("own", make("p", { class: "empty" }, say("options_looking")));
        try {
            const found = await host.identities();
            await show(found, own);
            then(found);
        } catch (error) {
            fill("own", ...problemNodes(error));
        }
    };
    find("look-again").addEventListener("click", () => void look());
    fill("bring-in", ...importButton(look));
    await look();
}

async function show(found: Inventory, own: string[]): Promise<void> {
    const { identities, skipped, unreachable } = found;
    const none = [
        make("p", { class: "empty" }, say("own_none")),
        button(say("compose_set_up"), {}, () => openPage("welcome")),
    ];
    fill(
        "own",
        ...(identities.length > 0
            ? [make("ul", { class: "cards" }, ...identities.map((each) => ownElement(each, own)))]
            : none),
    );
    const away = unreachable.map((problem) =>
        make("li", {}, picture("warning"), make("div", {}, problemLines(problem, say).join(" "))),
    );
    const rows = [...away, ...skipped.map(skippedElement)];
    fill(
        "skipped",
        ...(rows.length > 0
            ? [make("h3", {}, say("skipped_title")), make("ul", { class: "cards" }, ...rows)]
            : []),
    );
    const { stores } = await host.hello();
    const names = stores.map((store) => make("li", {}, storeName(store, say)));
    fill("stores", make("h3", {}, say("stores_title")), make("ul", { class: "plain" }, ...names));
}

function ownElement(certificate: OwnCertificate, own: string[]): HTMLElement {
    const { subject, addresses, issuer, store, chain } = certificate;
    const { mark, text } = useOf(certificate, own, Date.now() / 1000, say, day);
    const more = button(
        say("ui_show_certificate"),
        { class: "link", "aria-label": `${say("ui_show_certificate")}: ${subject}` },
        () => showDialog(say("ui_certificate"), certificateSheet(certificate, chain, "unknown")),
    );
    const texts = make(
        "div",
        {},
        make("strong", {}, apart(subject)),
        ...addresses
            .filter((address) => address !== subject)
            .map((address) => make("p", {}, apart(address))),
        make("p", { class: mark === "warning" ? "warning" : "" }, text),
        make("p", { class: "soft" }, say("own_origin", issuer, storeName(store, say))),
    );
    return make("li", {}, picture(mark), texts, more);
}

function skippedElement(skipped: SkippedCertificate): HTMLElement {
    const texts = make(
        "div",
        {},
        make("strong", {}, apart(skipped.subject || storeName(skipped.store, say))),
        make("p", {}, whySkipped(skipped, say)),
        make("p", { class: "soft" }, storeName(skipped.store, say)),
    );
    return make("li", {}, picture("none"), texts);
}

const picture = (mark: string): HTMLElement =>
    make("img", { src: `assets/${mark}.svg`, alt: "", width: "16", height: "16" });
