// SPDX-License-Identifier: MPL-2.0
import { webcrypto } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Node 18 has no global of that name; every browser has.
globalThis.crypto ??= webcrypto;

export const extension = fileURLToPath(new URL("../../extension/", import.meta.url));
const { build } = createRequire(path.join(extension, "package.json"))("esbuild");

/** What TypeScript modules of the extension export, together, ready to be called in Node. */
export async function source(...names) {
    const folder = await mkdtemp(path.join(tmpdir(), "sealwright-test-"));
    const outfile = path.join(folder, "bundle.mjs");
    const contents = names.map((name) => `export * from "./${name}";`).join("\n");
    const stdin = { contents, resolveDir: path.join(extension, "src"), loader: "ts" };
    await build({ stdin, bundle: true, format: "esm", outfile, logLevel: "warning" });
    const module = await import(pathToFileURL(outfile).href);
    await rm(folder, { recursive: true });
    return module;
}
