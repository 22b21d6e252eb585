// SPDX-License-Identifier: MPL-2.0
import type { Mark } from "./mark";

/** A state in words and as a picture; the same for the badge and the popup. */
export interface Description {
    mark: Mark;
    headline: string;
    sentences: string[];
    /** What the person can do, when that is not the sentence itself. */
    todo: string;
    /** A click may change the outcome. */
    retry: boolean;
    /** Ordinary mail: the badge shows no words. */
    quiet: boolean;
}
