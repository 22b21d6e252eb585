// SPDX-License-Identifier: MPL-2.0
/** A message as the mail client has it: its exact bytes, and where it lies. */
export interface Source {
    /** Rejects with a ProblemError, raw or partial. */
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
    context(): Promise<object>;
}
