// Who may import whom, as data. ARCHITECTURE.md shows the same table; `imports.test.ts` keeps both true.

/** Folder of src → folders of src that it may import. A folder may always import itself. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  support: ['domain'],
  products: ['domain', 'support'],
  facts: ['domain', 'products'],
  access: ['domain'],
  render: ['domain'],
  logs: ['domain', 'support', 'products'],
  playbook: ['domain', 'facts', 'support', 'products'],
  engine: ['domain', 'facts', 'logs', 'playbook', 'products', 'support'],
  vendors: ['domain', 'products', 'support'],
  config: ['domain', 'support', 'vendors'],
  commands: ['domain', 'products', 'engine', 'playbook', 'logs', 'access', 'facts', 'incidents', 'support'],
  slack: ['domain', 'commands', 'incidents', 'render', 'support'],
  incidents: ['domain'],
  stores: ['domain', 'support', 'incidents', 'access'],
  jobs: ['domain', 'support', 'incidents'],
  workspace: ['support'],
  simulator: ['support'],
};

/** Entries at the top of src may import everything; nothing may import them. */
export const entries: readonly string[] = [
  'cli.ts',
  'demo.ts',
  'demoPartner.ts',
  'keeping.ts',
  'longWorker.ts',
  'main.ts',
  'wiring.ts',
];

/** npm packages that only some folders may use; a package that is not named here may be used by every folder but `domain` and `facts`. */
export const packagesOnlyIn: Readonly<Record<string, readonly string[]>> = {
  '@slack/': ['slack', 'render'],
  axios: ['vendors'],
  saxes: ['vendors', 'simulator'],
  undici: ['slack'],
  ws: ['workspace'],
  'node-cache': ['support'],
  cockatiel: ['vendors', 'support'],
  pino: ['support'],
  'string-width': ['render'],
  kysely: ['stores'],
  '@electric-sql/pglite': ['stores'],
  'pg-boss': ['jobs'],
  '@resvg/resvg-js': ['render'],
  commander: [],
};

/** Pure folders: no package at all but these, no node built-in. */
export const pureFolders: Readonly<Record<string, readonly string[]>> = {
  domain: ['ipaddr.js'],
  facts: [],
};

/** Words that belong to one place only: pattern → where it may stand. */
export const onlyIn: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly folders: readonly string[];
  readonly belongs: string;
}[] = [
  {
    what: 'process.env',
    pattern: /\bprocess\.env\b/,
    folders: ['config'],
    belongs: 'src/config (settings reach others as values)',
  },
  {
    what: 'the system clock',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(/,
    folders: ['support', 'workspace', 'simulator'],
    belongs: 'src/support/clock.ts (take the Clock port of src/domain/clock.ts)',
  },
];
