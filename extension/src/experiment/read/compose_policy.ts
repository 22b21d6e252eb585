// SPDX-License-Identifier: MPL-2.0

const contract = "@sealwright.org/compose-content-policy;1";
const category = "content-policy";

/** What lies on this computer, or in the message itself. */
const local = ["about", "blob", "chrome", "cid", "data", "imap", "mailbox", "moz-extension", "resource"];

/**
 * Lets a compose window that quotes decrypted mail load nothing from elsewhere. Thunderbird asks only
 * whether the sender may show pictures, and then fetches what the quote names.
 */
export class ComposePolicy {
    private own: any = null;
    private readonly factory = {
        QueryInterface: ChromeUtils.generateQI(["nsIFactory"]),
        createInstance: (wanted: unknown) => this.policy.QueryInterface(wanted),
    };
    private readonly policy = {
        QueryInterface: ChromeUtils.generateQI(["nsIContentPolicy"]),
        shouldLoad: (address: any, load: any): number =>
            local.includes(address.scheme) || !this.isSecret(quotedBy(load))
                ? Ci.nsIContentPolicy.ACCEPT
                : Ci.nsIContentPolicy.REJECT_REQUEST,
        shouldProcess: (): number => Ci.nsIContentPolicy.ACCEPT,
    };

    /** `isSecret` says of a message's name whether it was decrypted. */
    constructor(private readonly isSecret: (uri: string) => boolean) {}

    missing = (): string[] => ("nsIContentPolicy" in Ci ? [] : ["nsIContentPolicy"]);

    install(): void {
        if (this.own) return;
        this.own = Services.uuid.generateUUID();
        registrar().registerFactory(this.own, "Sealwright compose policy", contract, this.factory);
        Services.catMan.addCategoryEntry(category, contract, contract, false, true);
    }

    remove(): void {
        if (!this.own) return;
        Services.catMan.deleteCategoryEntry(category, contract, false);
        registrar().unregisterFactory(this.own, this.factory);
        this.own = null;
    }
}

const registrar = () => Components.manager.QueryInterface(Ci.nsIComponentRegistrar);

/** The name of the message that the compose window of this load answers or forwards. */
function quotedBy(load: any): string {
    const context = load.targetBrowsingContext ?? load.browsingContext;
    return context?.topChromeWindow?.gMsgCompose?.originalMsgURI ?? "";
}
