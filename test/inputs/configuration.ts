// Configuration files that are broken, mistyped or mean something that nobody wants: each is refused with its line, or read as it says.
import { parse, stringify } from 'yaml';
import { asked, scratch } from './command.js';
import { type Input, type InputClass, planted } from './input.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A whole configuration; every change below makes it wrong. */
const whole = `
devices:
  fw-a: { vendor: panos, url: "https://127.0.0.1:9", apiKey: { file: key } }
  gw: { vendor: strongswan, vici: "unix:///nowhere/charon.vici" }
tunnels:
  paris:
    owner: network
    ends: [{ device: fw-a, tunnel: paris }]
teams:
  noc: { timeZone: Europe/Paris, shifts: [{ start: "06:00", people: [U012AB3CD] }] }
questionSeconds: 2
`;

/** What is wrong with the text as a whole. */
const texts: Readonly<Record<string, string | Buffer>> = {
  'a word': 'hello',
  'a number': '42',
  'a list': '- a\n- b\n',
  'tabs as indentation': 'devices:\n\tfw: {}\n',
  'a quote that is not closed': 'devices: "a\n',
  'a brace that is not closed': 'devices: { a: {\n',
  'a key twice': 'devices: {}\ndevices: {}\n',
  'two documents': 'devices: {}\n---\ndevices: {}\n',
  'an unknown alias': 'devices: *nowhere\n',
  'an alias of itself': 'devices: &a { b: *a }\n',
  'aliases that multiply': `a: &a [x, x]\n${Array.from({ length: 12 }, (_, at) => `${'bcdefghijklm'[at]}: &${'bcdefghijklm'[at]} [*${'abcdefghijkl'[at]}, *${'abcdefghijkl'[at]}]`).join('\n')}\n`,
  'a tag of code': 'devices: !!js/function "return 1"\n',
  'brackets ten thousand deep': '['.repeat(10_000),
  'maps five thousand deep': 'a: { '.repeat(5_000),
  'two megabytes': `# ${'x'.repeat(2_200_000)}\n`,
  'binary data': Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7) % 256)),
  'UTF-16': Buffer.from(whole, 'utf16le'),
  'zero bytes': Buffer.alloc(1_000),
  'no devices': 'devices: {}\n',
  nothing: '',
  'a comment alone': '# nothing\n',
  JSON: '{"device": {}}',
  XML: '<devices/>',
  'a merge of prototypes': '__proto__: { devices: {} }\n',
  'a device called __proto__': 'devices: { __proto__: { vendor: panos } }\n',
  'a device called constructor twice': 'devices:\n  constructor: { vendor: nobody }\n',
};

/** A place in the configuration, and a value that must not stand there. `undefined` takes the place away. */
const values: readonly (readonly [place: string, ...bad: (Json | undefined)[]])[] = [
  ['surprise', 1],
  ['devices', 'text', [], 3],
  ['devices.fw-a', null, 'text', []],
  ['devices.fw-a.vendor', undefined, 'junos', 'PANOS', 7, null],
  [
    'devices.fw-a.url',
    undefined,
    '',
    'firewall',
    'http://127.0.0.1:9',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'https://',
    'https://user:pass@127.0.0.1',
    7,
    ['https://127.0.0.1'],
  ],
  ['devices.fw-a.ha', ['https://127.0.0.1:9', 'https://127.0.0.2:9'], ['https://127.0.0.1:9'], 'no'],
  [
    'devices.fw-a.apiKey',
    undefined,
    planted.apiKey,
    {},
    { env: '' },
    { env: 'A B' },
    { env: 'A', file: 'b' },
    { file: '' },
    { file: 7 },
  ],
  ['devices.fw-a.caFile', 'nowhere.pem', 'key', '', 7, '/dev/zero'],
  ['devices.fw-a.fingerprint256', 'short', 7, 'zz'.repeat(32), ''],
  [
    'devices.fw-a.timeouts',
    5,
    { callMs: 1 },
    { callMs: 'fast' },
    { callMs: -1 },
    { wait: 100 },
    { callMs: 1e12 },
  ],
  ['devices.fw-a.maxConcurrentCalls', 0, 6, 1.5, 'two', null],
  ['devices.fw-a.panorama', 'text', {}, { target: 7 }],
  [
    'devices.gw.vici',
    undefined,
    '',
    'unix://',
    'charon.vici',
    'tcp://far',
    'tcp://198.51.100.7:4502',
    'http://127.0.0.1:1',
  ],
  ['devices.gw.timeZone', 'Mars/Base', 7, ''],
  ['devices.gw.log', 7, '', []],
  ['tunnels', 'text', [1]],
  [
    'tunnels.paris.ends',
    'text',
    [{ device: 'nobody', tunnel: 'paris' }],
    [{ device: 'fw-a' }],
    [{ tunnel: 'a' }],
    [1],
  ],
  ['tunnels.paris.criticality', 'extreme', 7],
  ['tunnels.paris.owner', 7, 'x'.repeat(500)],
  [
    'tunnels.paris.maintenance',
    [{ from: 'now', to: 'later' }],
    [{ from: '2026-02-02T00:00:00Z', to: '2026-02-01T00:00:00Z' }],
    'soon',
  ],
  ['teams.noc.timeZone', 'Paris', ''],
  [
    'teams.noc.shifts',
    [],
    undefined,
    [{ start: 600 }],
    [{ start: '25:00' }],
    [{ start: '06:00' }, { start: '06:00' }],
  ],
  ['teams.noc.channel', 'noc', 7, '#noc'],
  [
    'slack',
    { mode: 'smoke' },
    { botToken: planted.token },
    { apiUrl: 'http://slack.example/api/' },
    { apiUrl: 'slack' },
    { apiUrl: 'file:///api/' },
    { port: 99_999 },
    { port: 'http' },
  ],
  [
    'store',
    { keep: { auditDays: 0 } },
    { keep: { auditDays: 'ever' } },
    { dataFolder: '' },
    { databaseUrl: 'postgres://a' },
  ],
  ['questionSeconds', 0, 'long', 1e9, null],
  ['sampleSeconds', -1, 'x'],
  ['logLevel', 'loud', 3],
  ['timeZone', 'Nowhere', 7],
  ['cache', { inventorySeconds: -1 }, { inventorySeconds: 'x' }, 5],
  ['playbooks', 'text', [7]],
];

function changed(place: string, value: Json | undefined): string {
  const root = parse(whole) as Record<string, unknown>;
  const steps = place.split('.');
  const last = steps.pop() ?? '';
  let at = root;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return stringify(root);
}

export async function configurations(): Promise<InputClass> {
  const files = scratch();
  files.file('key', 'k');
  const input = (name: string, text: string | Buffer, says: RegExp): Input => ({
    name,
    says,
    exits: [2],
    async give() {
      const config = files.file('tunnelmedic.yml', text);
      return await asked(['list'], config);
    },
  });
  const refused = /tunnelmedic\.yml:\d+: .+\.|configuration file .* cannot be read: .+\./;
  const inputs = [
    ...Object.entries(texts).map(([name, text]) => input(name, text, refused)),
    ...values.flatMap(([place, ...bad]) =>
      bad.map((value) =>
        input(
          `${place}: ${JSON.stringify(value)?.slice(0, 70) ?? 'missing'}`,
          changed(place, value),
          refused,
        ),
      ),
    ),
    { ...input('as it should be', whole, /could be asked/), exits: [3] },
  ];
  return { inputs, close: async () => files.remove() };
}
