// SPDX-License-Identifier: MPL-2.0
import type { HealthCheck } from "../protocol/inventory";

/**
 * What the host cannot see: whether this Thunderbird has what the extension needs inside it.
 * `missing` is null where Thunderbird suppresses experiments. English, for the report, as the host's words are.
 */
export function thunderbirdCheck(missing: Record<string, string[]> | null): HealthCheck {
    const check = { name: "thunderbird", repairable: false };
    const todo = "install the version of Sealwright that is made for this Thunderbird";
    if (!missing) {
        const text = "experiments are suppressed; only verifying works";
        return { ...check, ok: false, text, todo: "add the extension to extensions.experiments.allowed" };
    }
    const parts = Object.entries(missing).filter(([, names]) => names.length > 0);
    if (parts.length === 0)
        return { ...check, ok: true, text: "everything Sealwright uses inside it is there", todo: "" };
    const text = parts.map(([part, names]) => `${part} lacks ${names.join(", ")}`).join("; ");
    return { ...check, ok: false, text, todo };
}
