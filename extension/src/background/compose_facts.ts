// SPDX-License-Identifier: MPL-2.0
import type { Link } from "../protocol/link";
import { addressesOf, type ComposeDetails } from "../thunderbird/compose";
import { experiment } from "../thunderbird/experiment";
import type { Facts } from "./compose_rules";
import { factsAbout } from "./facts";

/** What is known of the message in a compose window as it stands. */
export async function factsOf(details: ComposeDetails, link: Pick<Link, "ask">): Promise<Facts> {
    const [account = ""] = await addressesOf(details.from);
    const to = await addressesOf(details.to, details.cc, details.bcc);
    const [facts, missing] = await Promise.all([factsAbout(account, to, link), missingToSend()]);
    const newsgroups = [details.newsgroups ?? []].flat().filter((name) => name !== "");
    return { ...facts, missing, newsgroups };
}

/** Without experiments nothing of it is there. */
async function missingToSend(): Promise<string[]> {
    if (!experiment) return ["WebExtension Experiments"];
    return (await experiment.missing()).sending;
}
