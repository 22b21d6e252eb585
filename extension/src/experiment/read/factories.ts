// SPDX-License-Identifier: MPL-2.0
import { Converter, type Give } from "./converter";

/** For display; for parts, quotes and prints; for what asks by its old name. */
const outputs = ["text/html", "*/*", "application/xhtml+xml"];

interface Replaced {
    contract: string;
    original: any;
    own: any;
    factory: object;
}

/** Puts our converter in the place of Thunderbird's wherever it makes one for message/rfc822. */
export class Factories {
    private replaced: Replaced[] = [];

    constructor(
        private readonly give: Give,
        private readonly isLeftAlone: (request: any) => boolean,
    ) {}

    missing(): string[] {
        const contracts = outputs.map(contractOf).filter((contract) => !(contract in Cc));
        const interfaces = ["nsIMimeStreamConverter", "nsIArrayBufferInputStream"].filter((name) => !(name in Ci));
        return [...contracts, ...interfaces, ...(contracts.length + interfaces.length > 0 ? [] : unforwarded())];
    }

    install(): void {
        if (this.replaced.length > 0) return;
        for (const output of outputs) {
            const contract = contractOf(output);
            const original = registrar().contractIDToCID(contract);
            const own = Services.uuid.generateUUID();
            const factory = this.factoryFor(original);
            registrar().registerFactory(own, "Sealwright message converter", contract, factory);
            this.replaced.push({ contract, original, own, factory });
        }
    }

    remove(): void {
        for (const { contract, original, own, factory } of this.replaced) {
            registrar().unregisterFactory(own, factory);
            registrar().registerFactory(original, "", contract, null);
        }
        this.replaced = [];
    }

    private factoryFor(original: any): object {
        const factory = Components.manager.getClassObject(original, Ci.nsIFactory);
        return {
            QueryInterface: ChromeUtils.generateQI(["nsIFactory"]),
            createInstance: (wanted: unknown) => {
                const inner = factory.createInstance(Ci.nsIStreamConverter);
                return new Converter(inner, this.give, this.isLeftAlone).QueryInterface(wanted);
            },
        };
    }
}

/**
 * Members that a converter has and ours does not hand on. Thunderbird's own code sets them without
 * a look whether they are there: a filter that forwards mail ends it when its header is lost.
 */
function unforwarded(): string[] {
    const inner = Cc[contractOf("*/*")].createInstance(Ci.nsIMimeStreamConverter);
    const names: string[] = [];
    for (const name in inner) names.push(name);
    return names
        .filter((name) => name !== "QueryInterface" && !(name in Converter.prototype))
        .map((name) => `nsIMimeStreamConverter.${name}`);
}

const contractOf = (output: string) => `@mozilla.org/streamconv;1?from=message/rfc822&to=${output}`;
const registrar = () => Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
