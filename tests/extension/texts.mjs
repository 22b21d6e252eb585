// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";
import path from "node:path";

import { extension } from "./load.mjs";

export const languages = ["en", "de"];

export async function messages(language) {
    return JSON.parse(await readFile(path.join(extension, "_locales", language, "messages.json"), "utf8"));
}

/** What browser.i18n.getMessage does, on the English texts. */
export async function english() {
    const texts = await messages("en");
    return (key, ...args) =>
        (texts[key]?.message ?? "").replace(/\$(\d)/g, (_, number) => args[number - 1] ?? "").trim();
}

/** Without the marks that isolate addresses in running text. */
export const bare = (text) => text.replace(/[\u2066\u2069]/g, "");
