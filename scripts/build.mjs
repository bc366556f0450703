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
  'app/preparedJobs',
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
 * What stays a package: it has files of its own beside its modules, is served as it is, or brings no text of its license. All others are
 * joined with ours, in the versions of the lock file and with their licenses beside them: hundreds of files cost each start half a second.
 */
const left = ['@electric-sql/pglite', '@resvg/resvg-js', 'dejavu-fonts-ttf', 'htm', 'preact', 'saxes'];
/** Joined into a file of its own, loaded when it is needed: src/support/yamlParser.ts. */
const apart = 'yaml';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const dist = path('dist');

/** zod brings its sentences in fifty languages, and would load them all; ours are said by support/schemaTrouble.ts. */
const zodInEnglish = {
  name: 'zod in English',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/** Parts of packages that we never come to: each costs every start. */
const partsLeftOut = [
  // Programs for subcommands: ours have none.
  { of: 'commander', part: /^node:child_process$/ },
  // A server of its own, being installed by strangers, reading a body: src/slack has our receivers, one workspace installs us.
  { of: '@slack/bolt', part: /^(express|@slack\/oauth|raw-body)$/ },
  // Forms, ways by redirects and proxies, another client below: a firewall is asked without (src/vendors/https/send.ts).
  { of: 'axios', part: /^(form-data|follow-redirects|https-proxy-agent|\.\/fetch\.js)$/ },
  // What tests and browsers have.
  { of: 'undici', part: /^\.\/lib\/(mock|web\/cookies|web\/eventsource)\b/ },
  // A connection of its own: ours is handed to it (src/jobs/jobs.ts).
  { of: 'pg-boss', part: /^pg$/ },
];

const withoutThem = {
  name: 'without parts',
  setup: ({ onResolve, onLoad }) => {
    for (const { of, part } of partsLeftOut)
      onResolve({ filter: part }, ({ importer }) =>
        importer.includes(`/node_modules/${of}/`) ? { path: 'nothing', namespace: 'nothing' } : null,
      );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Its two forms are one here: what it remembers of time zones as well. */
const oneLuxon = {
  name: 'one luxon',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^luxon$/ }, () => ({ path: path('node_modules/luxon/build/es6/luxon.mjs') })),
};

// What was prepared is looked at by those who prepare it: an empty database takes seconds.
for (const name of readdirIfThere(dist))
  if (name !== 'prepared') rmSync(`${dist}/${name}`, { recursive: true });

const made = [
  await joinModules(started, 'joined'),
  await joinModules(lookedInto, 'looked'),
  await build({
    stdin: { contents: `module.exports = require('${apart}');`, resolveDir: path('.') },
    outfile: `${dist}/${apart}.cjs`,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    metafile: true,
    logLevel: 'warning',
  }),
];
for (const folder of foldersOfPackages(made)) keepLicense(folder);
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
    external: [apart, ...left].flatMap((name) => [name, `${name}/*`]),
    // What CommonJS packages ask of Node.
    banner: {
      js: "import { createRequire as requireOfNode } from 'node:module'; const require = requireOfNode(import.meta.url);",
    },
    sourcemap: 'linked',
    metafile: true,
    plugins: [zodInEnglish, withoutThem, oneLuxon],
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

/** Of every package that a module comes from. */
function foldersOfPackages(results) {
  const files = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return new Set(folders.filter((folder) => folder !== undefined));
}

/** The texts lie in dist/licenses; some packages have theirs in what they say of themselves. */
function keepLicense(folder) {
  const files = readdirSync(path(folder));
  const texts = files.filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const said = files.filter((file) => /^readme/i.test(file) && grants(path(`${folder}/${file}`)));
  const kept = texts.length > 0 ? texts : said;
  if (kept.length === 0) throw new Error(`${folder} brings no text of its license: not to be joined.`);
  const name = folder.slice(folder.indexOf('node_modules/') + 'node_modules/'.length);
  const into = `${dist}/licenses/${name.replaceAll('/node_modules/', '/')}`;
  mkdirSync(into, { recursive: true });
  for (const file of kept) copyFileSync(path(`${folder}/${file}`), `${into}/${file}`);
}

function grants(file) {
  return readFileSync(file, 'utf8').includes('Permission is hereby granted');
}
