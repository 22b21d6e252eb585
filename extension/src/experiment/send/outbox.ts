// SPDX-License-Identifier: MPL-2.0
import { joined } from "../octets";
import { isNamed, parseHead, writeFields, type Field } from "./header";

// What waits in the Outbox is sent by Thunderbird from its header fields alone, also when this
// extension is gone by then. So these fields make the worst case a copy without names of others,
// or a main message that reaches someone who cannot open it.
const hasCopies: Field = { name: "X-Sealwright-Copies", value: "apart" };
const copyOf = "X-Sealwright-Copy";
const hidden = ["To", "Cc"];

/** The Bcc recipients of a message in the Outbox have copies of their own there. */
export const asMainMessage = (fields: Field[]): Field[] => [...fields, hasCopies];

/** Goes to the recipient of the copy only; whom the message names is restored before it is sent. */
export function asCopy(fields: Field[], recipient: string): Field[] {
    const hide = (field: Field): Field =>
        hidden.some((name) => isNamed(name)(field)) ? { ...field, name: `${copyOf}-${field.name}` } : field;
    return [
        ...fields.map(hide),
        { name: "To", value: "undisclosed-recipients:;" },
        { name: "Bcc", value: recipient },
        { name: copyOf, value: "yes" },
    ];
}

/** What one of ours in the Outbox is to be sent as; null for messages that are not. */
export function fromOutbox(fields: Field[]): { kind: "main" | "copy"; fields: Field[] } | null {
    if (fields.some(isNamed(hasCopies.name))) {
        return { kind: "main", fields: fields.filter((field) => !isNamed(hasCopies.name)(field)) };
    }
    if (!fields.some(isNamed(copyOf))) return null;
    const kept = fields.filter((field) => !isNamed("To")(field) && !isNamed(copyOf)(field));
    const restore = ({ name, value }: Field): Field => ({ name: name.replace(`${copyOf}-`, ""), value });
    return { kind: "copy", fields: kept.map(restore) };
}

/** Thunderbird sends a message out of its Outbox: `file` is what it made of it. */
export async function deliverUnsent(send: any, file: any): Promise<any> {
    const message = await IOUtils.read(file.path);
    const { fields, end } = parseHead(message);
    const ours = fromOutbox(fields);
    if (!ours) return file;
    if (ours.kind === "main") leaveOutBcc(send);
    else send._fcc = ""; // the main message is in Sent already
    await IOUtils.write(file.path, joined([writeFields(ours.fields), message.subarray(end + 2)]));
    const fresh = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    fresh.initWithPath(file.path);
    return fresh;
}

/**
 * The main message of an encrypted mail does not go to those who get a copy (E-59). Its Bcc field
 * is needed until the file for the wire has been made without it.
 */
export function leaveOutBcc(send: any): void {
    const deliverAsMail = send._deliverAsMail;
    const fields = send._compFields;
    send._deliverAsMail = function () {
        // To nobody else: the server would refuse it, so the way goes on as if it had been sent.
        if (!fields.to && !fields.cc) return this.sendDeliveryCallback(null, Cr.NS_OK, null, null);
        this._compFields = new Proxy(fields, {
            get(_, name) {
                const value = name === "bcc" ? "" : fields[name];
                return typeof value === "function" ? value.bind(fields) : value;
            },
        });
        return deliverAsMail.call(this);
    };
}
