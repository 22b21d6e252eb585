// SPDX-License-Identifier: MPL-2.0
/** A message as the mail client has it: its exact bytes, and where it lies. */
export interface Source {
    /** Rejects with a ProblemError; `stop` says that nobody wants them any more. */
    bytes(stop: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
    context(): Promise<object>;
}
