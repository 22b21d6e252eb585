// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import { isolated } from "../wording/keys";
import { problemLines } from "../wording/problem_text";
import { button, make } from "./dom";
import { host } from "./options_port";

/**
 * Chooses a file that has a certificate with its key, and brings it in; `then` is called when the
 * stores hold more than before. Beside it stands what became of that.
 */
export function importButton(then: () => Promise<void> | void): Node[] {
    const said = make("p", { role: "status", hidden: "" });
    const file = make("input", { type: "file", accept: ".p12,.pfx", hidden: "" }) as HTMLInputElement;
    const choose = button(say("import_choose"), { id: "import" }, () => file.click()) as HTMLButtonElement;
    file.addEventListener("change", () => {
        const chosen = file.files?.[0];
        file.value = "";
        if (chosen) void bringIn(chosen);
    });
    const tell = (text: string) => {
        said.hidden = false;
        said.textContent = text;
    };
    const bringIn = async (chosen: File) => {
        choose.disabled = true;
        tell(say("import_asking", chosen.name));
        try {
            const addresses = await host.bringIn(new Uint8Array(await chosen.arrayBuffer()), chosen.name);
            tell(say("import_done", addresses.map(isolated).join(", ")));
            await then();
        } catch (error) {
            tell(problemLines(problemIn(error), say).join(" "));
        } finally {
            choose.disabled = false;
        }
    };
    return [choose, file, said];
}
