// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { Certificate } from "../protocol/reading";
import { hasCheckedName, type Vouched } from "./certificate";

/** One station of the way from a person's certificate to the organisation that stands behind it. */
export interface Station {
    /** A root that this computer recognises is an anchor. */
    role: "leaf" | "issuer" | "anchor" | "root" | "absent";
    title: string;
    caption: string;
    /** Null for an issuer that is only named. */
    certificate: Certificate | null;
}

/** `above` as the host gives it: the issuers from below, the anchor last where one was reached. */
export function stationsOf(
    leaf: Certificate,
    above: Certificate[],
    vouched: Vouched,
    say: Say,
): Station[] {
    const all = [leaf, ...above];
    const stations = all.map((certificate, index) =>
        station(certificate, index, index === all.length - 1, vouched, say),
    );
    const top = all[all.length - 1]!;
    if (isSelfIssued(top) || vouched === "yes" || !top.issuer) return stations;
    return [
        ...stations,
        { role: "absent", title: top.issuer, caption: say("chain_absent"), certificate: null },
    ];
}

function station(
    certificate: Certificate,
    index: number,
    last: boolean,
    vouched: Vouched,
    say: Say,
): Station {
    if (index === 0) return leafStation(certificate, vouched, say);
    const { subject: title } = certificate;
    const top = last && (vouched === "yes" || isSelfIssued(certificate));
    if (!top) return { role: "issuer", title, caption: say("chain_issuer"), certificate };
    const role = vouched === "yes" ? "anchor" : "root";
    return { role, title, caption: say(`chain_anchor_${vouched}`), certificate };
}

/** Headed by the address, unless somebody checked the name. */
function leafStation(certificate: Certificate, vouched: Vouched, say: Say): Station {
    const { subject, addresses } = certificate;
    const title = hasCheckedName(certificate, vouched) ? subject : (addresses[0] ?? subject);
    const caption = say(isSelfIssued(certificate) ? "chain_self" : "chain_leaf");
    return { role: "leaf", title, caption, certificate };
}

const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject === issuer;
