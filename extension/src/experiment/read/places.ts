// SPDX-License-Identifier: MPL-2.0

const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");

/** Where a message that is being read comes from, and where it will be shown. */
export interface Place {
    /** Thunderbird's name of the message, without part or purpose; empty when it has none. */
    uri: string;
    /** The address of what is loaded, which is that of the document made of it. */
    address: string;
    /** Of the WebExtension interface. */
    messageId: number | null;
    tabId: number | null;
}

export function placeOf(request: any, extension: any): Place {
    const uri = request instanceof Ci.nsIChannel ? request.URI : null;
    const name = uri instanceof Ci.nsIMsgMessageUrl ? uri.uri : "";
    return {
        uri: name,
        address: uri?.spec ?? "",
        messageId: messageIdOf(name, extension),
        tabId: tabIdOf(request, extension),
    };
}

/** Full-text index and filters read mail with this in its address; they never see what was opened. */
export function isForIndex(request: any): boolean {
    return request instanceof Ci.nsIChannel && /[?&]header=filter\b/.test(request.URI.spec);
}

function messageIdOf(uri: string, extension: any): number | null {
    try {
        const header = MailServices.messageServiceFromURI(uri).messageURIToMsgHdr(uri);
        return header ? extension.messageManager.convert(header).id : null;
    } catch {
        // A message that lies in no folder has no header.
        return null;
    }
}

/** The message pane it is loaded into stands in about:message, which knows its tab. */
function tabIdOf(request: any, extension: any): number | null {
    const { loadInfo } = request;
    if (loadInfo?.externalContentPolicyType !== Ci.nsIContentPolicy.TYPE_DOCUMENT) return null;
    const pane = loadInfo.targetBrowsingContext?.top.embedderElement;
    const tab = pane?.id === "messagepane" ? pane.ownerDocument.defaultView.tabOrWindow : null;
    return tab ? extension.tabManager.getWrapper(tab).id : null;
}
