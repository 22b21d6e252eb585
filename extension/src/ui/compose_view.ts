// SPDX-License-Identifier: MPL-2.0
import type { Copy, Protection } from "../experiment/contract";
import type { Say } from "../platform/say";
import { isHostAway } from "../protocol/problem";
import type { ComposeState, ComposeWarning } from "../talk/compose";
import { composeHeadline, composeMark, withoutKey, type ComposeMark } from "../wording/compose_mark";
import { isolated } from "../wording/keys";
import { problemLines, shortProblem } from "../wording/problem_text";
import { recipientView, unknownRecipient, type RecipientView } from "./recipient_view";

/** What the panel of a compose window says; a pure function of the state. */
export interface ComposeView {
    mark: ComposeMark;
    headline: string;
    sentence: string;
    busy: boolean;
    problem: string[];
    warnings: Warning[];
    choices: Choice[];
    /** There is no certificate to sign with: the way to one is offered. */
    setUp: boolean;
    recipients: RecipientView[];
    copies: CopyView[];
}

export interface Warning {
    text: string;
    actions: { label: string; does: WarningAction }[];
}
/** as-is: with the protection the message has now. */
export type WarningAction = "accept-unknown" | "remove-quote" | "encrypt" | "as-is";

export interface Choice {
    protection: Protection;
    label: string;
    hint: string;
    /** Why it cannot be chosen, or cannot be sent yet; empty when it can. */
    obstacle: string;
    enabled: boolean;
    chosen: boolean;
}

export interface CopyView {
    id: number;
    recipient: string;
    state: Copy["state"];
    text: string;
    /** Names the recipient; empty when there is nothing to try again. */
    retry: string;
}

export function composeView(
    state: ComposeState,
    say: Say,
    day: (seconds: number) => string,
): ComposeView {
    return {
        mark: composeMark(state),
        headline: composeHeadline(state, say),
        sentence: state.busy ? say("compose_busy_sentence") : "",
        busy: state.busy,
        problem: problemOf(state, say),
        warnings: state.warnings.map((warning) => warningView(warning, state, say)),
        choices: (["none", "sign", "encrypt"] as const).map((each) => choice(each, state, say)),
        setUp: state.signing.why?.kind === "error" && !lacksInternals(state),
        recipients: state.recipients.map((recipient) =>
            state.problem
                ? unknownRecipient(recipient.address, say)
                : recipientView(recipient, say, day),
        ),
        copies: state.copies.map((copy) => copyView(copy, say)),
    };
}

/** A host that is away is told of once, above the choices that it takes away. */
function problemOf({ problem, signing }: ComposeState, say: Say): string[] {
    const away = signing.why && isHostAway(signing.why) ? signing.why : null;
    const told = problem ?? away;
    return told ? problemLines(told, say) : [];
}

function choice(protection: Protection, state: ComposeState, say: Say): Choice {
    const enabled = protection === "none" || (state.signing.possible && !lacksInternals(state));
    return {
        protection,
        label: say(`compose_${protection}_label`),
        hint: say(`compose_${protection}_hint`),
        obstacle: obstacle(protection, state, say),
        enabled: enabled && !state.busy,
        chosen: state.protection === protection,
    };
}

function obstacle(protection: Protection, state: ComposeState, say: Say): string {
    if (protection === "none") return "";
    if (!state.signing.possible) {
        return say(
            "compose_not_possible",
            state.signing.why ? shortProblem(state.signing.why, say) : "",
        );
    }
    const told = state.warnings.some(({ kind }) => kind === "no-certificate");
    const missing = protection === "encrypt" && !told ? withoutKey(state) : [];
    return missing.length > 0 ? say("compose_not_yet", listed(missing)) : "";
}

const lacksInternals = (state: ComposeState): boolean =>
    state.warnings.some(({ kind }) => kind === "missing-internals");

function warningView(warning: ComposeWarning, state: ComposeState, say: Say): Warning {
    switch (warning.kind) {
        case "no-certificate":
            return { text: say("compose_warn_no_certificate", listed(warning.addresses)), actions: [] };
        case "newsgroups":
            return { text: say("compose_warn_newsgroups"), actions: [] };
        case "unknown-recipients": {
            const name = warning.accepted ? "compose_warn_unknown_accepted" : "compose_warn_unknown";
            const accept = { label: say("compose_accept_unknown"), does: "accept-unknown" as const };
            return {
                text: say(name, listed(warning.addresses)),
                actions: warning.accepted ? [] : [accept],
            };
        }
        case "quote-in-clear": {
            const encrypt = { label: say("compose_encrypt_it"), does: "encrypt" as const };
            const remove = { label: say("compose_remove_quote"), does: "remove-quote" as const };
            const actions = state.signing.possible ? [encrypt, remove] : [remove];
            return { text: say("compose_warn_quote"), actions };
        }
        case "could-encrypt": {
            const encrypt = { label: say("compose_encrypt_it"), does: "encrypt" as const };
            const leave = { label: say("compose_leave_readable"), does: "as-is" as const };
            return { text: say("compose_warn_could_encrypt"), actions: [encrypt, leave] };
        }
        case "cannot-sign": {
            const leave = { label: say("compose_leave_unsigned"), does: "as-is" as const };
            return { text: say("compose_warn_cannot_sign"), actions: [leave] };
        }
        case "missing-internals":
            return { text: say("compose_warn_internals", warning.names.join(", ")), actions: [] };
    }
}

function copyView(copy: Copy, say: Say): CopyView {
    const failed = copy.state === "failed";
    return {
        id: copy.id,
        recipient: copy.recipient,
        state: copy.state,
        text: say(`compose_copy_${copy.state}`, copy.text),
        retry: failed ? say("compose_retry_copy", isolated(copy.recipient)) : "",
    };
}

const listed = (addresses: string[]): string => addresses.map(isolated).join(", ");
