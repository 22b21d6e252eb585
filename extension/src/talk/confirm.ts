// SPDX-License-Identifier: MPL-2.0
/** What a person is asked before a key of theirs is used. All of it is shown, none of it decides. */
export interface Question {
    action: "open" | "sign" | "encrypt";
    tabId: number;
    /** Origin of the webmail; empty when the question comes from a page of ours. */
    site: string;
    account: string;
    /** Whom an encrypted message says it is from, or everybody who gets the message. */
    people: string[];
    subject: string;
}

/** busy: another question is open; limited: so many were denied that no window opens for a while. */
export type Consent = "yes" | "no" | "busy" | "limited";

export interface Confirm {
    /** Asks outside the page. An abort takes the question back: that is a "no" that nobody counts. */
    ask(question: Question, signal?: AbortSignal): Promise<Consent>;
}
