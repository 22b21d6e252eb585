// SPDX-License-Identifier: MPL-2.0
import { learnSite } from "../platform/preferences";
import type { TabState } from "../talk/state";
import type { WebMessage } from "./mail_tabs";
import { measured } from "./web_check";

/** Keeps which adapter knew a webmail, and how near its octets are to what was signed. */
export async function learnFrom({ origin, adapter }: WebMessage, state: TabState): Promise<void> {
    const found = state.kind === "reading" ? measured(state.reading) : null;
    await learnSite(origin, found ? { adapter, measured: found } : { adapter });
}
