// SPDX-License-Identifier: MPL-2.0
import type { IdentitySettings } from "../platform/settings";
import type { Inventory } from "../protocol/inventory";
import type { Problem } from "../protocol/problem";
import { signable } from "./inventory_view";

/** What is known on the way from an installation to the first signed message. */
export interface FirstRun {
    /** The host's version, or why there is none; null while it is asked. */
    program: { version: string } | { problem: Problem } | null;
    inventory: Inventory | null;
    /** Addresses of the person's accounts. */
    own: string[];
    chosen: Record<string, IdentitySettings>;
    /** A test message was sent; in a browser, it was read and came whole. */
    tested: boolean;
    /** Webmails switched on; a mail program has none. */
    sites: string[];
}

export type Step = "site" | "program" | "certificate" | "choice" | "test";

/** done: ticked; now: the person's turn, or ours; later: not before those above. */
export type Progress = "done" | "now" | "later";

export function progressOf(run: FirstRun, steps: Step[], now: number): Map<Step, Progress> {
    const done: Record<Step, boolean> = {
        site: run.sites.length > 0,
        program: run.program !== null && "version" in run.program,
        certificate: addressesToSignAs(run, now).length > 0,
        choice: isChosen(run, now),
        test: run.tested,
    };
    const first = steps.find((step) => !done[step]);
    const able = done.program && done.certificate;
    const of = (step: Step): Progress => {
        if (done[step] && (able || step === "program" || step === "site")) return "done";
        // A test does not wait for the choice of what is usual.
        return step === first || (step === "test" && able) ? "now" : "later";
    };
    return new Map(steps.map((step) => [step, of(step)]));
}

/** What is usual was chosen for an address that can sign. */
export const isChosen = (run: FirstRun, now: number): boolean =>
    addressesToSignAs(run, now).some((address) => run.chosen[address]?.sign === "always");

export const addressesToSignAs = ({ inventory, own }: FirstRun, now: number): string[] =>
    inventory ? signable(inventory, own, now) : [];
