// SPDX-License-Identifier: MPL-2.0

/** One thing the privileged part does. */
export interface Part {
    /** Names of Thunderbird's internals that this part needs and this Thunderbird has not. */
    missing(): string[];
    /** Goes in as far as nothing is missing. Twice is once. */
    install(): void;
    /** Leaves Thunderbird as it was. */
    remove(): void;
    /** Its share of the interface in schema.json. */
    functions(): Record<string, (...given: any[]) => Promise<unknown>>;
}
