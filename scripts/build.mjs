// The build: modules joined into few files, because a process that loads hundreds of them begins a second later; then what is made once for every start.
// Types are the type check's (npm run typecheck).
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What is started as a file of its own. */
const started = ['cli/main', 'app/longWorker'];
/** What scripts and tests look into, in the form that people run; joined apart, because what begins in thirty places is cut into twice as many files. */
const lookedInto = [
  'app/listeners',
  'app/sweeps',
  'app/wiring',
  'cli/outlinesNow',
  'cli/start',
  'config/settings',
  'demo/demo',
  'diagnosis/accuracy',
  'logs/concept/set',
  'logs/match/windows',
  'logs/readLog',
  'logs/signature/set',
  'logs/stream/source',
  'playbook/folder',
  'products/words',
  'render/plot/index',
  'simulator/index',
  'stores/auditLog',
  'stores/database',
  'stores/lockFile',
  'stores/preparedCluster',
  'stores/rewrite',
  'stores/seenKeys',
  'support/logger',
  'support/madeOfYaml',
  'support/preparedYaml',
  'support/signals',
  'support/yamlDocument',
  'workspace/index',
];

/**
 * Packages of dozens of files, joined with ours, with their licences beside them. Only those without dependencies of their own: what is
 * joined is the version that package.json names. All others stay packages.
 */
const joined = ['commander', 'ipaddr.js', 'kysely', 'luxon', 'undici', 'zod'];
/** The same in a file of its own, loaded when it is needed: src/support/yamlParser.ts. */
const apart = 'yaml';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const dist = path('dist');
const packages = Object.keys(JSON.parse(readFileSync(path('package.json'), 'utf8')).dependencies);

/** zod brings its sentences in fifty languages, and would load them all; ours are said by support/schemaTrouble.ts. */
const zodInEnglish = {
  name: 'zod in English',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/** commander can start a program for a subcommand: ours have none, and what starts programs is loaded by who needs it. */
const commanderAlone = {
  name: 'commander alone',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'starts-nothing', namespace: 'nothing' } : null,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

// What was prepared is looked at by those who prepare it: an empty database takes seconds.
for (const name of readdirIfThere(dist))
  if (name !== 'prepared') rmSync(`${dist}/${name}`, { recursive: true });

await joinModules(started, 'joined');
await joinModules(lookedInto, 'looked');
await build({
  stdin: { contents: `module.exports = require('${apart}');`, resolveDir: path('.') },
  outfile: `${dist}/${apart}.cjs`,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
mkdirSync(`${dist}/licenses`);
for (const name of [...joined, apart]) {
  const { dependencies = {} } = JSON.parse(readFileSync(path(`node_modules/${name}/package.json`), 'utf8'));
  if (Object.keys(dependencies).length > 0)
    throw new Error(`${name} has dependencies of its own: not to be joined.`);
  copyFileSync(licenseOf(name), `${dist}/licenses/${name}.txt`);
}
cpSync(path('src/workspace/page'), path('dist/workspace/page'), { recursive: true });

await import('./prepare-yaml.mjs');
await import('./prepare-windows.mjs');
await import('./prepare-commands.mjs');
await import('./prepare-cluster.mjs');

/** @param folder of dist, for what several of them share. */
function joinModules(names, folder) {
  return build({
    entryPoints: names.map((name) => path(`src/${name}.ts`)),
    outbase: path('src'),
    outdir: dist,
    // One folder deep, like a module of src: src/support/ownFiles.ts finds the package from there.
    chunkNames: `${folder}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: packages.filter((name) => !joined.includes(name)).flatMap((name) => [name, `${name}/*`]),
    // What CommonJS packages ask of Node.
    banner: {
      js: "import { createRequire as requireOfNode } from 'node:module'; const require = requireOfNode(import.meta.url);",
    },
    sourcemap: 'linked',
    plugins: [zodInEnglish, commanderAlone],
    logLevel: 'warning',
  });
}

function readdirIfThere(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function licenseOf(name) {
  const folder = path(`node_modules/${name}`);
  return `${folder}/${readdirSync(folder).find((file) => /^LICENSE/i.test(file))}`;
}
