// SPDX-License-Identifier: MPL-2.0
import type { Part } from "../part";
import { cellName, marks, sortOf } from "./marks";

const name = "sealwright";
const modulePath = "chrome://messenger/content/ThreadPaneColumns.mjs";
/** Kept with the header Thunderbird knows of each message: the name of a picture, no word of the mail. */
const property = "sealwright-mark";

/** A column in the message list with what is already known of each message. */
export class Column implements Part {
    private readonly columns: any = columnsModule();
    private installed = false;

    constructor(readonly extension: any) {}

    missing(): string[] {
        const known = this.columns?.addCustomColumn && this.columns?.removeCustomColumn;
        return known ? [] : [`${modulePath}: addCustomColumn`];
    }

    install(): void {
        if (this.installed || this.missing().length > 0) return;
        this.columns.addCustomColumn(name, {
            name: this.extension.localizeMessage("column_name"),
            icon: true,
            iconHeaderUrl: this.picture("app"),
            iconCellDefinitions: marks.map((mark) => this.cellOf(mark)),
            iconCallback: (header: any) => cellName(header.getStringProperty(property)),
            textCallback: (header: any) => header.getStringProperty(property),
            sortCallback: (header: any) => sortOf(header.getStringProperty(property)),
            sortable: true,
            resizable: false,
        });
        this.installed = true;
    }

    remove(): void {
        if (this.installed) this.columns.removeCustomColumn(name);
        this.installed = false;
    }

    functions = () => ({
        /** An empty mark says that nothing is known. */
        setMark: async (messageId: number, mark: string) => {
            const header = this.extension.messageManager.get(messageId);
            if (!header || header.getStringProperty(property) === mark) return;
            header.setStringProperty(property, mark);
            if (this.installed) this.columns.refreshCustomColumn?.(name);
        },
    });

    private cellOf(mark: string): object {
        const title = this.extension.localizeMessage(`column_${mark.replaceAll("-", "_")}`);
        return { id: cellName(mark), url: this.picture(mark), title, alt: title };
    }

    private picture(file: string): string {
        return this.extension.baseURI.resolve(`assets/${file}.svg`);
    }
}

function columnsModule(): unknown {
    try {
        return ChromeUtils.importESModule(modulePath).ThreadPaneColumns;
    } catch {
        return null;
    }
}
