// SPDX-License-Identifier: MPL-2.0

/** The key of _locales for a word of the protocol: ("reason", "path.no-anchor") → reason_path_no_anchor. */
export function key(kind: string, word: string, part = ""): string {
    const name = `${kind}_${word.replace(/[^A-Za-z0-9]/g, "_")}`;
    return part ? `${name}_${part}` : name;
}

/** An address or name in running text keeps its own direction and cannot turn the rest (C-16). */
export function isolated(text: string): string {
    return text && `\u2066${text}\u2069`;
}
