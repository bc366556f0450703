// Joins the product's modules in one file for the run of all tests (test/joined.ts): each worker loads a thousand of them, and one by one that takes longer than most tests.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src');
/** In node_modules: Node.js loads what lies there by itself, as it loads the packages that it imports. */
const place = join(root, 'node_modules/.cache/joined');
const product = join(place, 'product.js');
/** They do something when they are loaded. */
const started = ['cli/main.ts', 'app/longWorker.ts'];

const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !started.includes(name),
);
rmSync(place, { recursive: true, force: true });
const [exported] = await Promise.all([exportsOfEach(), joinAll()]);
for (const [at, name] of names.entries()) {
  const path = join(place, name.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `import { m${at} } from '${pathToFileURL(product)}';\nexport const { ${exported.get(name).join(', ')} } = m${at};\n`,
  );
}
writeFileSync(join(place, 'package.json'), '{ "type": "module" }');

function joinAll() {
  return build({
    stdin: {
      contents: [
        ...names.map((name, at) => `import * as m${at} from './${name}';`),
        `export { ${names.map((_, at) => `m${at}`).join(', ')} };`,
      ].join('\n'),
      resolveDir: sources,
    },
    outfile: product,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // They look for files of the package from there: src/support/ownFiles.ts.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(sources, 'support/ownFiles.ts')).href) },
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** The names that each module exports. */
async function exportsOfEach() {
  const { metafile } = await build({
    entryPoints: names,
    absWorkingDir: sources,
    outdir: place,
    format: 'esm',
    write: false,
    metafile: true,
  });
  return new Map(Object.values(metafile.outputs).map(({ entryPoint, exports }) => [entryPoint, exports]));
}
