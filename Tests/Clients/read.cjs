// Reads every snapshot with the generated TypeScript client, compiled to JavaScript: node read.cjs FOLDER EXCHANGES
// The client's fetch answers with the recorded answer, so nothing is sent.
const fs = require("fs");
const path = require("path");

const generated = require(path.join(process.argv[2], "index.js"));
const exchanges = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
// Any parameter has a value at any depth; what is sent does not matter here.
const members = {
    map: () => [],
    toJSON: undefined,
    then: undefined,
    [Symbol.toPrimitive]: () => "1",
    [Symbol.iterator]: undefined,
};
const day = new Date(0);
const anything = new Proxy(day, {
    get: (_, name) => {
        if (name in members) return members[name];
        return typeof day[name] === "function" ? day[name].bind(day) : anything;
    },
    has: () => true,
});
const faults = [];
let read = 0;

async function main() {
    for (const exchange of exchanges) {
        const answer = async () => new Response(exchange.answer, { status: exchange.status, headers: exchange.headers });
        const configuration = new generated.Configuration({ basePath: "http://unused", fetchApi: answer, accessToken: "unused" });
        const api = Object.values(generated).find((each) => typeof each === "function" && each.prototype?.[exchange.operation]);
        if (!api) {
            faults.push(`${exchange.name}: no method ${exchange.operation}`);
            continue;
        }
        try {
            await new api(configuration)[exchange.operation](anything);
            read += 1;
        } catch (error) {
            faults.push(`${exchange.name}: ${error.message}`);
        }
    }
    faults.slice(0, 40).forEach((fault) => console.log("typescript: " + fault));
    console.log(`typescript: ${read} answers read, ${faults.length} not`);
    process.exit(faults.length ? 1 : 0);
}

main();
