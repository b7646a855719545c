// Bundles static/src/<name>/main.js into static/js/bundles/<name>.js, with the licences of what is inside beside it.

import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source, packages, target] = process.argv.slice(2);

/** node_modules/<package> of every bundled file. */
function packagesIn(inputs) {
  const found = Object.keys(inputs).map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
  return [...new Set(found)].sort();
}

function licence(name) {
  const folder = join(packages, name);
  const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${facts.name} ${facts.version} (${facts.license})\n${"-".repeat(60)}\n${text}\n`;
}

for (const entry of readdirSync(source, { withFileTypes: true }).filter((each) => each.isDirectory())) {
  const made = await build({
    entryPoints: [join(source, entry.name, "main.js")], outfile: join(target, `${entry.name}.js`), nodePaths: [packages],
    bundle: true, minify: true, format: "esm", target: ["chrome115", "firefox115", "safari16.4"], charset: "utf8", legalComments: "none", metafile: true,
  });
  const packed = packagesIn(made.metafile.inputs);
  if (packed.length) writeFileSync(join(target, `${entry.name}.LICENSES.txt`), packed.map(licence).join("\n"));
}
