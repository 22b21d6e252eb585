// SPDX-License-Identifier: MPL-2.0

/** What a list shows of an attachment. */
export interface Attached {
    /** Fit to save as; empty when it has none. */
    name: string;
    octets: number;
}
