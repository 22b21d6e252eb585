# SPDX-License-Identifier: MPL-2.0
"""What is asked of Thunderbird to put mail into files and on paper, as bodies of functions in its chrome context."""
from scripts import NAMES

# File dialogs are not shown from now on but answered with the path; UNPICK gives the names that they proposed.
PICK = NAMES + """
    const contract = "@mozilla.org/filepicker;1";
    const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(args[0]);
    const kept = window.gPicking = { own: Services.uuid.generateUUID(), original: registrar.contractIDToCID(contract), asked: [] };
    const picker = () => ({
        QueryInterface: ChromeUtils.generateQI(["nsIFilePicker"]),
        file, fileURL: Services.io.newFileURI(file), defaultString: "", defaultExtension: "", displayDirectory: null, filterIndex: 0,
        init() {}, appendFilter() {}, appendFilters() {},
        open(told) {
            kept.asked.push(this.defaultString);
            const { returnOK } = Ci.nsIFilePicker;
            Services.tm.dispatchToMainThread(() => told.done ? told.done(returnOK) : told(returnOK));
        },
    });
    kept.factory = { QueryInterface: ChromeUtils.generateQI(["nsIFactory"]), createInstance: wanted => picker().QueryInterface(wanted) };
    registrar.registerFactory(kept.own, "", contract, kept.factory);
"""
UNPICK = NAMES + """
    const { own, original, factory, asked } = window.gPicking;
    const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
    registrar.unregisterFactory(own, factory);
    registrar.registerFactory(original, "", "@mozilla.org/filepicker;1", null);
    return asked;
"""
ASKED = NAMES + """return window.gPicking.asked;"""
# Thunderbird shows the dialogs in a loop of its own, which is not to be inside of this script.
SAVE_ATTACHMENT = NAMES + """
    const found = message.currentAttachments.find(({ name }) => name == args[0]);
    window.setTimeout(() => found.save(message.browsingContext));
"""
SAVE_MESSAGE = NAMES + """window.setTimeout(() => message.commandController.doCommand("cmd_saveAsFile"));"""
PRINT = NAMES + """
    Services.prefs.setStringPref("print_printer", "Mozilla Save to PDF");
    window.setTimeout(() => message.commandController.doCommand("cmd_print"));
"""
PRINTING = NAMES + """
    const browsers = [...window.document.querySelectorAll("browser")];
    const dialog = browsers.find(each => each.currentURI?.spec == "chrome://global/content/print.html");
    const press = dialog?.contentDocument.getElementById("print-button");
    const preview = browsers.find(each => each.classList.contains("printPreviewBrowser") && each.hasAttribute("sheet-count"));
"""
# What is on the sheets of the preview, once there is something to press.
PREVIEW = PRINTING + """return press && !press.disabled && preview ? preview.contentDocument.documentElement.textContent : null;"""
PRESS_PRINT = PRINTING + """press.click();"""
IS_PRINTING = PRINTING + """return Boolean(dialog);"""
