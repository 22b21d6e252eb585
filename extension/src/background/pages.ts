// SPDX-License-Identifier: MPL-2.0
import { api, onPage } from "../platform/api";
import { settings } from "../platform/settings";
import type { Link } from "../protocol/link";
import { serveOptions, type Doing } from "./serve_options";

/** The pages that fill a tab: options, and the first run after an installation. */
export function listenToPages(link: Link, doing?: Doing): void {
    onPage("options", (port) => serveOptions(port, link, doing));
    api.runtime.onInstalled.addListener((details) => {
        if (details.reason === "install") void welcome();
    });
}

async function welcome(): Promise<void> {
    if ((await settings()).welcomed) return;
    await client.tabs.create({ url: api.runtime.getURL("welcome.html") });
}

const client = api as unknown as { tabs: { create(info: { url: string }): Promise<unknown> } };
