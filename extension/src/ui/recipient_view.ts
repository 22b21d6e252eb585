// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { KnownCertificate, RecipientState } from "../protocol/recipients";
import { reason } from "../wording/details";

/** What is shown of one recipient before anything is sent. */
export interface RecipientView {
    address: string;
    mark: "lock" | "lock-warning" | "none";
    /** What the picture says, for those who do not see it. */
    meaning: string;
    headline: string;
    lines: string[];
    todo: string;
}

type ShowDay = (seconds: number) => string;

export function recipientView(recipient: RecipientState, say: Say, day: ShowDay): RecipientView {
    const { address, usable, certificates, findings } = recipient;
    const [certificate] = certificates;
    const meaning = say(usable ? "compose_can_encrypt" : "compose_cannot_encrypt");
    if (!certificate) {
        const headline = say("compose_no_certificate");
        return {
            address,
            mark: "none",
            meaning,
            headline,
            lines: [],
            todo: say("compose_no_certificate_todo"),
        };
    }
    const lines = knownLines(certificate, say, day);
    if (usable)
        return {
            address,
            mark: "lock",
            meaning,
            headline: validUntil(certificate, say, day),
            lines,
            todo: "",
        };
    const failed = findings
        .filter(({ outcome }) => outcome === "failed")
        .map((each) => reason(each, say, day));
    return {
        address,
        mark: "lock-warning",
        meaning,
        headline: say("compose_unfit_certificate"),
        lines: [...new Set(failed), ...lines.slice(0, 1)],
        todo: say("compose_unfit_todo"),
    };
}

/** While the host cannot be asked. */
export function unknownRecipient(address: string, say: Say): RecipientView {
    const meaning = say("compose_cannot_encrypt");
    return { address, mark: "none", meaning, headline: say("options_host_away"), lines: [], todo: "" };
}

function validUntil({ notAfter }: KnownCertificate, say: Say, day: ShowDay): string {
    return notAfter === null ? say("ui_certificate") : say("compose_valid_until", day(notAfter));
}

/** Where it is from and since when, and what its owner's program can open. */
export function knownLines(certificate: KnownCertificate, say: Say, day: ShowDay): string[] {
    const { source, added, opens } = certificate;
    const since = added === null ? "" : day(added);
    const origin =
        source === "own" ? say("source_own") : since && say(`source_${source ?? "unknown"}`, since);
    return [origin, openingLine(opens, say)].filter(Boolean);
}

function openingLine(opens: string[], say: Say): string {
    if (opens.length === 0) return say("compose_opens_unknown");
    const newer = opens.some((cipher) => cipher.endsWith("GCM"));
    return say(newer ? "compose_opens_newer" : "compose_opens_older", opens.join(", "));
}
