// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import { isPositive, type Reading } from "../protocol/reading";
import type { TabState } from "../talk/state";
import type { Fidelity } from "../talk/webmail";
import type { Source } from "../protocol/source";
import { check } from "./check";
import type { WebMessage } from "./mail_tabs";
import { fetchOutlook } from "./outlook_raw";
import { fetchRaw, type Fetching } from "./raw";
import { withTest } from "./test_mail";

/** A message of a webmail as the host is asked about it. */
export function webSource(message: WebMessage, fetching: Fetching): Source {
    const bytes = (stop: AbortSignal) => {
        const wanted = { ...fetching, signal: AbortSignal.any([fetching.signal, stop]) };
        if (message.adapter === "outlook") return fetchOutlook(message, wanted);
        return message.apart ? Promise.reject(new ProblemError({ kind: "apart" })) : fetchRaw(message.raw, wanted);
    };
    return { bytes, context: () => contextOf(message) };
}

async function contextOf({ account, folder }: WebMessage): Promise<object> {
    const { authservIds } = await settings();
    return { account, folder, client: "webmail", authserv: authservIds[account] ?? [] };
}

/** Fetches and verifies what a webmail shows. */
export async function checkWeb(message: WebMessage, link: Link, fetching: Fetching): Promise<TabState> {
    const source = webSource(message, fetching);
    let octets = new Uint8Array();
    const bytes = async (stop: AbortSignal) => (octets = await source.bytes(stop));
    const state = await check({ ...source, bytes }, link, fetching.signal);
    return withTest(await believedOf(state, message), octets);
}

/** What of a state holds for a message that came the way this one did. */
export async function believedOf(state: TabState, message: WebMessage): Promise<TabState> {
    return believed(state, await fidelityOf(message));
}

/**
 * Octets that a webmail may have changed prove nothing against a message: of those only what fits
 * its signature counts (C-59).
 */
export function believed(state: TabState, fidelity: Fidelity): TabState {
    if (fidelity !== "lossy" || state.kind !== "reading" || isKept(state.reading)) return state;
    return { kind: "problem", problem: { kind: "altered" } };
}

/** Good states can only come of octets that are as they were; a closed envelope claims nothing yet. */
const isKept = ({ signature, encryption }: Reading): boolean =>
    isPositive(signature) || encryption === "ENC-1" || (signature === "S-0" && encryption === "ENC-6");

/** What is known of a webmail, or else what a signed message has shown of the site. */
async function fidelityOf({ origin, fidelity }: WebMessage): Promise<Fidelity> {
    return fidelity === "lossy" ? ((await settings()).sites[origin]?.measured ?? "lossy") : fidelity;
}

/** What a reading shows of the way the message came: a digest fits only octets that are as they were. */
export function measured({ outcomes, findings }: Reading): "exact" | "lf" | null {
    if (outcomes["V-11"] !== "passed") return null;
    return findings.some(({ reason }) => reason === "mail.line-ends-converted") ? "lf" : "exact";
}
