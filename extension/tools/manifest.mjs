// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";

const manifests = new URL("../../manifests/", import.meta.url);

/** Clients that show webmail, and the members they share. */
const families = { chromium: ["browser"], firefox: ["browser"], thunderbird: [] };

/** manifest.json of one client: the common members, over them those of its kind and its own, and the sites granted to tests. */
export async function manifestOf(client, granted) {
    const ids = JSON.parse(await read("ids.json"));
    const [family, reduced] = client.split("-");
    const own = (await read(`extension/${family}.json`))
        .replaceAll("@GECKO_ID@", ids.gecko)
        .replaceAll("@CHROMIUM_ID@", ids.chromium);
    const shared = await Promise.all(["common", ...families[family]].map((name) => read(`extension/${name}.json`)));
    const merged = Object.assign({}, ...[...shared, own].map((text) => JSON.parse(text)));
    if (reduced) delete merged.experiment_apis;
    if (granted) merged.host_permissions = granted;
    return JSON.stringify(merged, null, 2) + "\n";
}

const read = (name) => readFile(new URL(name, manifests), "utf8");
