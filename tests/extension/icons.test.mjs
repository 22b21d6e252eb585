// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { extension } from "./load.mjs";

const folder = path.join(extension, "assets");
const names = (await readdir(folder)).filter((name) => name.endsWith(".svg") && name !== "app.svg");
const icons = await Promise.all(names.map(async (name) => ({ name, svg: await readFile(path.join(folder, name), "utf8") })));

/** What is drawn, without colours. */
const shapeOf = (svg) => (svg.match(/<(?:path|circle|rect)[^>]*>/g) ?? []).join("").replace(/#[0-9a-f]+|class="\w"/g, "");
const coloursOf = (css) => [...new Set(css.match(/#[0-9a-f]{6}/g))];

test("each state's icon has a shape of its own, whatever the colour", () => {
    assert.equal(new Set(icons.map(({ svg }) => shapeOf(svg))).size, icons.length);
});

test("each icon is drawn on the same grid of 16 and has its colours for light and dark", () => {
    for (const { name, svg } of icons) {
        assert.match(svg, /viewBox="0 0 16 16" width="16" height="16"/, name);
        assert.match(svg, /prefers-color-scheme:dark/, name);
    }
});

test("the colours of the icons stand out by 3:1 from light and dark toolbars (WCAG 1.4.11)", () => {
    for (const { name, svg } of icons) {
        const [, light, dark] = /<style>(.*?)@media[^{]*\{(.*)<\/style>/s.exec(svg);
        assert.ok(Math.max(...coloursOf(light).map((colour) => contrast(colour, "#f9f9fb"))) >= 3, name);
        assert.ok(Math.max(...coloursOf(dark).map((colour) => contrast(colour, "#2b2a33"))) >= 3, name);
    }
});

function contrast(one, other) {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
}

function luminance(colour) {
    const channels = colour.match(/[0-9a-f]{2}/g).map((hex) => parseInt(hex, 16) / 255);
    const [r, g, b] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
