// SPDX-License-Identifier: MPL-2.0
// Builds the extension for one client:
//   node build.mjs --client thunderbird|thunderbird-reduced|firefox|chromium [--out DIR]
// leaves DIR/<client>/ (unpacked) and DIR/sealwright-<client>.xpi or .zip; DIR is dist by default.
//   node build.mjs --words      only generates src/protocol/words.ts
// --grant PATTERN, for tests: these sites need not be asked for, since no test can answer a browser's question.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { build } from "esbuild";

import { manifestOf } from "./tools/manifest.mjs";
import { wordsModule } from "./tools/words.mjs";
import { packFolder } from "./tools/zip.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const thunderbird = {
    background: "thunderbird",
    pages: ["popup", "compose", "options", "welcome"],
    styles: ["style", "panel", "certificate", "sheet", "welcome"],
    archive: "xpi",
};
const browser = {
    background: "browser",
    pages: ["popup", "options", "welcome", "viewer", "editor", "confirm"],
    styles: ["style", "panel", "certificate", "sheet", "welcome", "viewer", "editor", "confirm"],
    // Scripts of pages that are others than in Thunderbird, and those that run in pages of webmail.
    scripts: { popup: "ui/browser_popup.ts", options: "ui/browser_options.ts", welcome: "ui/browser_welcome.ts", content: "webmail/content.ts" },
};
const clients = {
    thunderbird: { ...thunderbird, experiment: true },
    // For a Thunderbird that suppresses experiments: it takes no extension that has one.
    "thunderbird-reduced": { ...thunderbird, experiment: false },
    firefox: { ...browser, archive: "xpi" },
    chromium: { ...browser, archive: "zip" },
};

async function main() {
    const { values } = parseArgs({
        options: {
            client: { type: "string" },
            out: { type: "string" },
            words: { type: "boolean" },
            grant: { type: "string", multiple: true },
        },
    });
    await generateWords();
    if (values.words) return;
    const client = values.client ?? "";
    if (!(client in clients)) throw new Error(`--client is one of ${Object.keys(clients).join(", ")}`);
    await buildClient(client, path.resolve(values.out ?? path.join(here, "dist")), values.grant);
}

async function generateWords() {
    const words = JSON.parse(await readFile(path.join(here, "../host/base/words.json"), "utf8"));
    await writeFile(path.join(here, "src/protocol/words.ts"), wordsModule(words));
}

async function buildClient(client, out, granted) {
    const { background, pages, styles, scripts, experiment, archive } = clients[client];
    const folder = path.join(out, client);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await bundle({ background: `background/${background}.ts`, ...scriptsOf(pages), ...scripts }, folder);
    if (experiment) await addExperiment(path.join(folder, "experiment"));
    for (const file of [...pages.map((page) => `${page}.html`), ...styles.map((style) => `${style}.css`)]) {
        await cp(path.join(here, "src/ui", file), path.join(folder, file));
    }
    await cp(path.join(here, "_locales"), path.join(folder, "_locales"), { recursive: true });
    await cp(path.join(here, "assets"), path.join(folder, "assets"), { recursive: true });
    await cp(path.join(here, "../LICENSE"), path.join(folder, "LICENSE"));
    await writeFile(path.join(folder, "manifest.json"), await manifestOf(client, granted));
    const target = path.join(out, `sealwright-${client}.${archive}`);
    await packFolder(folder, target);
    console.log(target);
}

async function addExperiment(folder) {
    await bundle({ parent: "experiment/parent.ts" }, folder);
    await cp(path.join(here, "src/experiment/schema.json"), path.join(folder, "schema.json"));
}

const scriptsOf = (pages) => Object.fromEntries(pages.map((page) => [page, `ui/${page}.ts`]));

// Readable output: reviewers of the add-on sites compare it with the source.
function bundle(entries, folder) {
    return build({
        entryPoints: Object.entries(entries).map(([out, file]) => ({
            out,
            in: path.join(here, "src", file),
        })),
        absWorkingDir: here,
        outdir: folder,
        bundle: true,
        format: "iife",
        target: ["firefox140", "chrome120"],
        charset: "utf8",
        logLevel: "warning",
    });
}

await main().catch((error) => {
    console.error(`build.mjs: ${error.message}`);
    process.exitCode = 1;
});
