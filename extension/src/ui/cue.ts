// SPDX-License-Identifier: MPL-2.0
import { change, settings } from "../platform/settings";
import type { Say } from "../platform/say";
import { drawing } from "./dom";

/** White on each of these is well above 3:1. */
const colours: Record<string, string> = {
    blue: "#2a66ad",
    green: "#1a7f37",
    red: "#c21f30",
    violet: "#7a3eb1",
    orange: "#ad5200",
    teal: "#0b7570",
    pink: "#b8327a",
};
const shapes: Record<string, string> = {
    star: "M12 3l2.7 5.8 6.3.7-4.7 4.3 1.3 6.2L12 16.9 6.4 20l1.3-6.2L3 9.5l6.3-.7z",
    heart: "M12 20S4 14.8 4 9.4A4.2 4.2 0 0 1 12 7.6a4.2 4.2 0 0 1 8 1.8C20 14.8 12 20 12 20z",
    moon: "M19 14.8A7.9 7.9 0 1 1 10.2 4 6.4 6.4 0 0 0 19 14.8z",
    sun: "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11 2.5h2v3h-2zM11 18.5h2v3h-2zM2.5 11h3v2h-3zM18.5 11h3v2h-3z",
    drop: "M12 3s6 6.6 6 11a6 6 0 0 1-12 0c0-4.4 6-11 6-11z",
    leaf: "M4.5 20C3 10 9 4.5 20 4c.5 10.5-5 16.5-13 14.5z",
    fish: "M3 12c3-5 9-6.5 13-2.5L21 6v12l-5-3.5C12 18.5 6 17 3 12z",
    house: "M3.5 11.5L12 4l8.5 7.5H18.5V20h-4.5v-5h-4v5H5.5v-8.5z",
    bell: "M12 3a1.4 1.4 0 0 1 1.4 1.4A5.6 5.6 0 0 1 17.6 10v4l2 3H4.4l2-3v-4a5.6 5.6 0 0 1 4.2-5.6A1.4 1.4 0 0 1 12 3zM9.8 18.5h4.4a2.2 2.2 0 0 1-4.4 0z",
    boat: "M11 3v11H4zM13 6l6 8h-6zM3 16h18l-3 4.5H6z",
    tree: "M12 2.5l5 6h-2.5l4 5H15l4 4.5h-6V21h-2v-3H5l4-4.5H5.5l4-5H7z",
    cup: "M4 6h12v2h1.5a3.5 3.5 0 0 1 0 7h-2a5 5 0 0 1-4 3H8.5A4.5 4.5 0 0 1 4 13.5zM16 10v3h1.5a1.5 1.5 0 0 0 0-3zM4 19.5h13V21H4z",
    mountain: "M2.5 19L9 7l3.5 6L15 9.5 21.5 19z",
    cloud: "M7 18a4 4 0 0 1-.5-8A5.5 5.5 0 0 1 17 9.5 4.3 4.3 0 0 1 17 18z",
    umbrella:
        "M12 4a8.5 8.5 0 0 1 8.5 8.5H13V18a2.6 2.6 0 0 1-5.2 0h1.7a.9.9 0 0 0 1.8 0v-5.5H3.5A8.5 8.5 0 0 1 12 4z",
    note: "M9 5l10-2v12.5a3 3 0 1 1-2-2.8V7.5l-6 1.2v8.8a3 3 0 1 1-2-2.8z",
};

/** Every picture an installation may have. */
export const cues: string[] = Object.keys(shapes).flatMap((shape) =>
    Object.keys(colours).map((colour) => `${shape}-${colour}`),
);

/** The picture of this installation; it is drawn by lot when a page needs it for the first time (C-17). */
export async function ownCue(): Promise<string> {
    const { cue } = await settings();
    if (cues.includes(cue)) return cue;
    const drawn = cues[lot(cues.length)]!;
    await change({ cue: drawn });
    return drawn;
}

/** Below `count`, each as likely as the others. */
export function lot(count: number, random = randomWord): number {
    const fair = Math.floor(2 ** 32 / count) * count;
    for (;;) {
        const word = random();
        if (word < fair) return word % count;
    }
}

const randomWord = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!;

export function cueName(cue: string, say: Say): string {
    const [shape, colour] = cue.split("-");
    return say("cue_name", say(`cue_shape_${shape}`), say(`cue_colour_${colour}`));
}

export function cuePicture(cue: string): SVGElement {
    const [shape = "", colour = ""] = cue.split("-");
    const ground = drawing("rect", { width: "24", height: "24", rx: "6", fill: colours[colour] ?? "" });
    const figure = drawing("path", {
        d: shapes[shape] ?? "",
        fill: "#fff",
        transform: "translate(1.8 1.8) scale(.85)",
    });
    return drawing(
        "svg",
        { viewBox: "0 0 24 24", width: "24", height: "24", "aria-hidden": "true" },
        ground,
        figure,
    );
}
