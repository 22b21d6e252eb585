// SPDX-License-Identifier: MPL-2.0

/** The TypeScript of host/base/words.json: one list and one type per kind of word. */
export function wordsModule(kinds) {
    const parts = Object.entries(kinds).map(([kind, rows]) => {
        const list = `${kind[0].toLowerCase()}${kind.slice(1)}s`;
        const words = rows.map((row) => `    ${JSON.stringify(row.word)},\n`).join("");
        return (
            `export const ${list} = [\n${words}] as const;\n` +
            `export type ${kind} = (typeof ${list})[number];\n`
        );
    });
    return ["// SPDX-License-Identifier: MPL-2.0\n// Generated from host/base/words.json.\n", ...parts].join("\n");
}
