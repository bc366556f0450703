// Who may import whom, as data. ARCHITECTURE.md shows the same table; `imports.test.ts` keeps both true.

/** Room of src → rooms that it may import. A room may always import itself. A capability is a room of its own. */
export const mayImport: Readonly<Record<string, readonly string[] | { readonly allBut: readonly string[] }>> =
  {
    domain: [],
    support: ['domain'],
    products: ['domain', 'support'],
    facts: ['domain', 'products'],
    access: ['domain'],
    captures: ['domain'],
    checks: ['domain', 'support'],
    render: ['domain'],
    logs: ['domain', 'support', 'products'],
    configtext: ['domain', 'products', 'vendors'],
    playbook: ['domain', 'facts', 'support', 'products'],
    vendors: ['domain', 'products', 'support'],
    config: ['domain', 'support', 'vendors'],
    fleet: ['domain', 'facts', 'support'],
    diagnosis: ['domain', 'configtext', 'facts', 'fleet', 'logs', 'playbook', 'products', 'support'],
    alerts: ['domain', 'fleet', 'incidents'],
    incidents: ['domain'],
    outgoing: ['domain', 'incidents', 'support'],
    shifts: ['domain', 'access', 'incidents'],
    watch: ['domain', 'access', 'facts', 'fleet', 'incidents', 'support'],
    notices: ['domain', 'access', 'fleet', 'shifts', 'watch'],
    metrics: ['domain', 'support', 'watch'],
    stores: ['domain', 'support', 'alerts', 'incidents', 'shifts', 'access', 'jobs', 'watch', 'notices'],
    commands: ['domain', 'support', 'access', 'fleet', 'incidents', 'shifts', 'watch'],
    'capabilities/list': ['domain', 'commands', 'diagnosis', 'fleet', 'incidents', 'support', 'watch'],
    'capabilities/status': ['domain', 'commands', 'diagnosis', 'fleet', 'playbook', 'support', 'watch'],
    'capabilities/logs': ['domain', 'commands', 'fleet', 'support'],
    'capabilities/config': ['domain', 'commands', 'fleet', 'support'],
    'capabilities/history': ['domain', 'commands', 'facts', 'fleet', 'incidents', 'jobs', 'watch'],
    'capabilities/accuracy': ['domain', 'commands', 'incidents', 'support'],
    'capabilities/alert': [
      'domain',
      'commands',
      'alerts',
      'fleet',
      'incidents',
      'jobs',
      'notices',
      'support',
      'watch',
    ],
    'capabilities/audit': ['domain', 'commands', 'access', 'support'],
    'capabilities/doctor': ['domain', 'commands', 'captures', 'checks'],
    'capabilities/diagnose': [
      'domain',
      'commands',
      'diagnosis',
      'facts',
      'fleet',
      'playbook',
      'support',
      'watch',
    ],
    'capabilities/sheet': [
      'domain',
      'commands',
      'diagnosis',
      'facts',
      'fleet',
      'incidents',
      'products',
      'support',
    ],
    'capabilities/incident': [
      'domain',
      'commands',
      'capabilities/history',
      'capabilities/sheet',
      'diagnosis',
      'facts',
      'fleet',
      'incidents',
      'logs',
      'support',
      'jobs',
      'watch',
    ],
    'capabilities/handoff': [
      'domain',
      'commands',
      'access',
      'diagnosis',
      'fleet',
      'incidents',
      'shifts',
      'support',
      'watch',
      'jobs',
    ],
    'capabilities/watch': ['domain', 'commands', 'fleet', 'incidents', 'support', 'watch', 'jobs'],
    'capabilities/notice': [
      'domain',
      'commands',
      'diagnosis',
      'fleet',
      'incidents',
      'notices',
      'support',
      'watch',
    ],
    'capabilities/whoami': ['domain', 'commands', 'access'],
    jobs: ['domain', 'support'],
    mcp: ['domain', 'commands', 'render', 'support'],
    slack: [
      'domain',
      'commands',
      'capabilities/alert',
      'capabilities/handoff',
      'capabilities/incident',
      'capabilities/notice',
      'incidents',
      'notices',
      'render',
      'shifts',
      'support',
    ],
    workspace: ['support'],
    simulator: ['support'],
    app: { allBut: ['cli', 'demo', 'simulator', 'workspace'] },
    demo: ['app', 'config', 'domain', 'incidents', 'simulator', 'slack', 'stores', 'support', 'workspace'],
    cli: { allBut: ['simulator', 'workspace', 'slack'] },
  };

/** Whether a room may import another one. */
export function allows(room: string, other: string): boolean {
  const rule = mayImport[room];
  if (room === other) return true;
  if (rule === undefined) return false;
  return 'allBut' in rule ? !rule.allBut.includes(other) : rule.includes(other);
}

/** npm packages that only some rooms may use; a package that is not named here may be used by every room but the pure ones. */
export const packagesOnlyIn: Readonly<Record<string, readonly string[]>> = {
  '@slack/': ['slack', 'render'],
  axios: ['vendors'],
  jose: ['mcp'],
  saxes: ['vendors', 'simulator'],
  undici: ['slack', 'outgoing', 'support'],
  ws: ['workspace'],
  'node-cache': ['support'],
  cockatiel: ['vendors'],
  pino: ['support'],
  'fast-string-width': ['render'],
  kysely: ['stores'],
  '@electric-sql/pglite': ['stores'],
  'pg-boss': ['jobs'],
  '@resvg/resvg-js': ['render'],
  commander: ['cli'],
  'ical.js': ['shifts'],
  'prom-client': ['metrics'],
  '@modelcontextprotocol/': ['mcp'],
};

/** Pure rooms: no package at all but these, no node built-in. */
export const purePackages: Readonly<Record<string, readonly string[]>> = {
  domain: ['ipaddr.js'],
  facts: [],
};

/** Words that belong to one place only: pattern → where it may stand. */
export const onlyIn: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly rooms: readonly string[];
  readonly belongs: string;
}[] = [
  {
    what: 'process.env',
    pattern: /\bprocess\.env\b/,
    rooms: ['config'],
    belongs: 'src/config (settings reach others as values)',
  },
  {
    what: 'the system clock',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(/,
    rooms: ['support', 'workspace', 'simulator'],
    belongs: 'src/support/clock.ts (take the Clock port of src/domain/clock.ts)',
  },
];
