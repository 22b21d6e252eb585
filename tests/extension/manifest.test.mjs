// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { extension } from "./load.mjs";

const { manifestOf } = await import(pathToFileURL(path.join(extension, "tools/manifest.mjs")).href);
const manifest = async (client) => JSON.parse(await manifestOf(client));

test("where Thunderbird suppresses experiments, the extension differs in nothing but having none", async () => {
    const { experiment_apis, ...rest } = await manifest("thunderbird");
    assert.ok(experiment_apis.sealwright);
    assert.deepEqual(await manifest("thunderbird-reduced"), rest);
});
