// SPDX-License-Identifier: MPL-2.0
// node tools/icons.mjs: draws assets/*.svg as assets/*-16.png and *-32.png, since Chromium's toolbar
// takes no SVG. Run it after changing one; it needs Chromium.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import puppeteer from "puppeteer-core";

const folder = fileURLToPath(new URL("../assets/", import.meta.url));
const names = (await readdir(folder)).filter((name) => name.endsWith(".svg") && !/^(app|compose-.*)\.svg$/.test(name));
const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args });
const page = await browser.newPage();
for (const name of names) {
    const svg = await readFile(path.join(folder, name), "utf8");
    for (const size of [16, 32]) {
        await page.setViewport({ width: size, height: size });
        await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
        const png = await page.screenshot({ omitBackground: true });
        await writeFile(path.join(folder, name.replace(".svg", `-${size}.png`)), png);
    }
}
await browser.close();
