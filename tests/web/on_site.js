const handlers = {}, rows = [];
const node = (more) => ({ dataset: { root: "" }, children: [], append(...c) { this.children.push(...c); }, addEventListener(n, f) { handlers[n] = f; }, ...more });
const field = node({ value: "" }), list = node({ append: (...c) => rows.push(...c), replaceChildren: () => { rows.length = 0; } });
globalThis.window = {};
globalThis.document = { getElementById: (id) => (id === "find" ? field : list), createElement: () => node({}), addEventListener() {}, head: node({}) };
const fs = require("fs"), [index, find, questions] = process.argv.slice(-3);
(0, eval)(fs.readFileSync(index, "utf8"));
(0, eval)(fs.readFileSync(find, "utf8"));
const found = {};
for (const one of JSON.parse(fs.readFileSync(questions, "utf8"))) {
  field.value = one;
  handlers.input();
  found[one] = rows.slice(0, 3).map((row) => row.children[0]?.href);
}
console.log(JSON.stringify(found));
