// SPDX-License-Identifier: MPL-2.0

/** SMTP's envelope (RFC 5321): who really gets the message, Bcc included. Bare addresses. */
export interface Envelope {
    from: string;
    to: string[];
}

/** A whole message as it goes to a server; CRLF throughout. */
export interface Mail {
    bytes: Uint8Array<ArrayBuffer>;
    envelope: Envelope;
    /** For one Bcc recipient (E-59): where `submit` leaves a copy with the sent mail, this one leaves none. */
    copy?: true;
}

/** What goes with sending: how to stop, and who hears how many octets have gone. */
export interface Sending {
    signal: AbortSignal;
    progress?: (sent: number, of: number) => void;
}

/**
 * A way to hand a message to a mail server. Rejects with a ProblemError of code "send.*"; then
 * nothing was sent. When that cannot be known, the code is "send.unknown": nothing is tried again by itself.
 */
export interface Transport {
    id: "session" | "jmap" | "gmail" | "graph" | "host";
    /** Hands the message over, once. */
    submit(mail: Mail, sending: Sending): Promise<void>;
    /** Whether `submit` leaves a copy with the sent mail by itself. */
    keepsSent: boolean;
    /** Puts a copy with the sent mail; absent where `submit` does, or where there is no way. */
    keep?(bytes: Uint8Array<ArrayBuffer>, sending: Sending): Promise<void>;
}
