// SPDX-License-Identifier: MPL-2.0

const { Downloads } = ChromeUtils.importESModule("resource://gre/modules/Downloads.sys.mjs");

/**
 * Writes octets where the person says, and nowhere on the way there. As a download, so that the system
 * marks the file as one that came from elsewhere; not among Thunderbird's saved files, which it lists by name.
 */
export async function saveAs(window: any, title: string, name: string, octets: ArrayBuffer): Promise<void> {
    const picker = Cc["@mozilla.org/filepicker;1"].createInstance(Ci.nsIFilePicker);
    picker.init(window.browsingContext, title, Ci.nsIFilePicker.modeSave);
    picker.defaultString = name;
    picker.appendFilters(Ci.nsIFilePicker.filterAll);
    const answer = await new Promise((done) => picker.open(done));
    if (answer === Ci.nsIFilePicker.returnCancel) return;
    // Of no type: nothing is to open it on the way.
    const source = window.URL.createObjectURL(new window.Blob([octets], { type: "application/octet-stream" }));
    try {
        const download = await Downloads.createDownload({ source, target: picker.file.path });
        await download.start();
    } finally {
        window.URL.revokeObjectURL(source);
    }
}
