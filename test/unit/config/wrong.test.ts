// Configurations that are wrong in ways that people really write: each is refused with one sentence, none is taken silently.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../src/app/wiring.js';
import { loadSettings } from '../../../src/config/settings.js';
import { Problem } from '../../../src/domain/problem.js';
import { createLogger } from '../../../src/support/logger.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-wrong-'));
  await mkdir(join(folder, 'playbooks'));
  await writeFile(join(folder, 'notes.txt'), 'no playbook');
  await writeFile(join(folder, 'key.pem'), '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n');
  await writeFile(
    join(folder, 'ca.pem'),
    '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is said; null when it is taken. Anything but a Problem is a fault of ours. */
async function refusal(text: string): Promise<string | null> {
  const file = join(folder, 'tunnelmedic.yml');
  await writeFile(file, text);
  try {
    const settings = await loadSettings(file, {});
    await wire(settings, { log: createLogger('silent') }).close();
    return null;
  } catch (error) {
    if (error instanceof Problem) return `${error.message} ${error.remedy}`.replaceAll(`${folder}/`, '');
    throw error;
  }
}

const panos = (more: string): string => `devices:\n  fw: { vendor: panos, apiKey: { env: K }, ${more} }\n`;
const url = 'url: "https://fw.example"';
const strongswan = (more: string): string => `devices:\n  gw: { vendor: strongswan, ${more} }\n`;
const gateway = strongswan('vici: "unix:///a"');
const slack = (more: string): string => `slack:\n  ${more}\n`;
const team = (more: string): string => `teams:\n  ops: { ${more} }\n`;
const rule = (who: string): string =>
  `slack:\n  access:\n    rules:\n      - { who: { ${who} }, may: [read] }\n`;
const channelAlert = (more: string): string => `alerts: { channels: [{ app: Grafana, ${more} }] }\n`;
const webhook = (more: string): string => `out: { webhook: { secret: { env: S }, ${more} } }\n`;
const store = (more: string): string => `store: { ${more} }\n`;

const httpsOnly = /"devices\.fw\.url" must be an https:\/\/ address without user, path, query or fragment/;
const apiUrl = /"slack\.apiUrl" must be an https:\/\/ address that ends with \/api\/; http:\/\/ only on this/;
const isId = /must be a (channel|member|user group) id such as .*, not a name: in Slack/;
const reserved = /must be another word: JavaScript keeps this one for itself|"__proto__" cannot be a name/;
const far = /must be a socket of this machine .* VICI has neither encryption nor a password/;

const onlyHttps =
  /"out\.webhook\.url" must be an https:\/\/ address without a password; http:\/\/ only on this/;

const eitherToken = /"assistants\.a" must have either token and as, or signingSecret/;

const wrong: readonly [string, string, RegExp][] = [
  // Names.
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'].flatMap(
    (word): [string, string, RegExp][] => [
      [`a device ${word}`, `devices:\n  ${word}: { vendor: strongswan, vici: "unix:///a" }\n`, reserved],
      [
        `a device ${word} in a list`,
        `devices: [{ name: ${word}, vendor: strongswan, vici: "unix:///a" }]\n`,
        reserved,
      ],
      [`a tunnel ${word}`, `tunnels:\n  ${word}: { owner: x }\n`, reserved],
      [`a team ${word}`, `teams:\n  ${word}: { shifts: [{ start: "06:00" }] }\n`, reserved],
    ],
  ),
  ['an alias constructor', 'tunnels:\n  x: { aliases: [constructor] }\n', reserved],
  ['a name of blanks', 'tunnels:\n  " ": { owner: x }\n', /must not begin or end with a blank/],
  [
    'a name with a blank at its end',
    'tunnels:\n  "x ": { owner: x }\n',
    /must not begin or end with a blank/,
  ],
  ['an empty name', 'tunnels:\n  "": { owner: x }\n', /must not be empty/],
  ['a name with a line break', 'tunnels:\n  "a\\nb": { owner: x }\n', /line breaks or other control/],
  ['a name of 121 letters', `tunnels:\n  ${'x'.repeat(121)}: { owner: x }\n`, /at most 120 characters/],
  [
    'an alias of another tunnel',
    'tunnels:\n  x: { aliases: [y] }\n  y: { owner: z }\n',
    /alias "y" of "x" also means "y"/,
  ],
  [
    'an alias of two tunnels',
    'tunnels:\n  x: { aliases: [z] }\n  y: { aliases: [z] }\n',
    /alias "z" of "x" also means "y"/,
  ],
  [
    'a list item without a name',
    'devices:\n  - { vendor: strongswan }\n',
    /an item of "devices" has no name/,
  ],
  ['a list item twice', 'tunnels:\n  - { name: x }\n  - { name: x }\n', /"x" stands twice/],
  // Addresses of firewalls.
  ['plain HTTP', panos('url: "http://fw.example"'), httpsOnly],
  ['a file', panos('url: "file:///etc/passwd"'), httpsOnly],
  ['no scheme', panos('url: fw.example'), httpsOnly],
  ['a user in the address', panos('url: "https://me@fw.example"'), httpsOnly],
  ['a password in the address', panos('url: "https://:pw@fw.example"'), httpsOnly],
  ['a path', panos('url: "https://fw.example/api/"'), httpsOnly],
  ['a query', panos('url: "https://fw.example/?type=op"'), httpsOnly],
  ['a fragment', panos('url: "https://fw.example/#a"'), httpsOnly],
  ['an empty address', panos('url: ""'), httpsOnly],
  ['a number as address', panos('url: 1'), /must be text, not 1/],
  ['neither url nor ha', panos('vsys: vsys1'), /needs either url or ha/],
  [
    'both url and ha',
    panos(`${url}, ha: ["https://a.example", "https://b.example"]`),
    /needs either url or ha/,
  ],
  ['one address for a pair', panos('ha: ["https://a.example"]'), /must be the two addresses of the pair/],
  [
    'the same address twice',
    panos('ha: ["https://a.example", "https://a.example/"]'),
    /two different addresses/,
  ],
  [
    'panorama and ha',
    panos('ha: ["https://a.example", "https://b.example"], panorama: { target: "01" }'),
    /ha is not possible/,
  ],
  [
    'a serial that is no serial',
    panos(`${url}, panorama: { target: "0' or '1" }`),
    /must be a serial number/,
  ],
  ['a vsys that is none', panos(`${url}, vsys: all`), /must be like vsys1/],
  ['six calls at a time', panos(`${url}, maxConcurrentCalls: 6`), /must be at most 5/],
  ['half a call', panos(`${url}, maxConcurrentCalls: 1.5`), /must be a whole number, not 1\.5/],
  ['no time for a call', panos(`${url}, timeouts: { callMs: 0 }`), /must be at least 100/],
  ['a week for a call', panos(`${url}, timeouts: { callMs: 604800000 }`), /callMs/],
  [
    'endless time for a call',
    panos(`${url}, timeouts: { callMs: .inf }`),
    /not Infinity \(not a finite number\)/,
  ],
  // Trust.
  ['a fingerprint of SHA-1', panos(`${url}, fingerprint256: "${'AB:'.repeat(19)}AB"`), /64 hex digits/],
  [
    'a fingerprint with other letters',
    panos(`${url}, fingerprint256: "sha256:${'ab'.repeat(32)}zz"`),
    /64 hex digits/,
  ],
  ['a fingerprint without quotes', panos(`${url}, fingerprint256: 12`), /write it in quotes/],
  [
    'a second fingerprint without a pair',
    panos(`${url}, peerFingerprint256: "${'ab'.repeat(32)}"`),
    /second address of ha/,
  ],
  [
    'a CA file that is not there',
    panos(`${url}, caFile: nowhere.pem`),
    /the CA file nowhere\.pem cannot be used: it is not there/,
  ],
  ['a folder as CA file', panos(`${url}, caFile: playbooks`), /it is a folder/],
  ['a private key as CA file', panos(`${url}, caFile: key.pem`), /no PEM certificate/],
  ['a broken certificate as CA file', panos(`${url}, caFile: ca.pem`), /no PEM certificate that can be read/],
  ['a switch that turns TLS off', panos(`${url}, insecure: true`), /"insecure" is not a setting/],
  ['rejectUnauthorized', panos(`${url}, rejectUnauthorized: false`), /"rejectUnauthorized" is not a setting/],
  // Secrets.
  [
    'a key in the file',
    'devices:\n  fw: { vendor: panos, url: "https://fw.example", apiKey: abc }\n',
    /the secret itself does not belong/,
  ],
  [
    'two places of a key',
    'devices:\n  fw: { vendor: panos, url: "https://fw.example", apiKey: { env: K, file: k } }\n',
    /must be \{ env: NAME \}, \{ file: PATH \}/,
  ],
  [
    'no place of a key',
    'devices:\n  fw: { vendor: panos, url: "https://fw.example", apiKey: {} }\n',
    /must be \{ env: NAME \}/,
  ],
  [
    'a variable that cannot be',
    'devices:\n  fw: { vendor: panos, url: "https://fw.example", apiKey: { env: "A B" } }\n',
    /must be the name of an environment variable/,
  ],
  ['a variable with $', slack('botToken: { env: $TOKEN }'), /must be the name of an environment variable/],
  [
    'no key at all',
    'devices:\n  fw: { vendor: panos, url: "https://fw.example" }\n',
    /apiKey" (is missing|must be)/,
  ],
  ['a token in the file', slack('botToken: xoxb-1'), /the secret itself does not belong/],
  [
    'a database address in the file',
    store('databaseUrl: "postgresql://a:b@c/d"'),
    /the secret itself does not belong/,
  ],
  // strongSwan.
  ['no scheme for VICI', strongswan('vici: /run/charon.vici'), /must be unix:/],
  ['a relative socket', strongswan('vici: "unix://charon.vici"'), /must be unix:/],
  ['HTTP for VICI', strongswan('vici: "http://127.0.0.1:4502"'), /must be unix:/],
  ['VICI without a port', strongswan('vici: "tcp://127.0.0.1"'), /must be unix:/],
  ['a port that is none', strongswan('vici: "tcp://127.0.0.1:99999"'), /must be unix:/],
  ['VICI of a far address', strongswan('vici: "tcp://192.0.2.1:4502"'), far],
  ['VICI of a far name', strongswan('vici: "tcp://gw.example:4502"'), far],
  ['VICI of a far IPv6 address', strongswan('vici: "tcp://[2001:db8::1]:4502"'), far],
  ['VICI of every address', strongswan('vici: "tcp://0.0.0.0:4502"'), far],
  ['VICI of a name like an address', strongswan('vici: "tcp://127.0.0.1.evil.example:4502"'), far],
  ['VICI of localhost elsewhere', strongswan('vici: "tcp://localhost.example:4502"'), far],
  ['a zone that is none', strongswan('vici: "unix:///a", timeZone: Mars/North'), /must be a time zone/],
  ['a setting of PAN-OS', strongswan('vici: "unix:///a", url: "https://a"'), /"url" is not a setting/],
  ['an unknown vendor', 'devices:\n  fw: { vendor: junos }\n', /"junos" is not a vendor/],
  ['devices as text', 'devices: fw\n', /"devices" must be a group of settings, not text/],
  ['a device as nothing', 'devices:\n  fw:\n', /not nothing|is missing/],
  // Slack.
  ['an API over HTTP', slack('apiUrl: "http://slack.example/api/"'), apiUrl],
  ['an API over HTTP at Slack', slack('apiUrl: "http://slack.com/api/"'), apiUrl],
  ['an API in a file', slack('apiUrl: "file:///tmp/api/"'), apiUrl],
  ['an API over FTP', slack('apiUrl: "ftp://slack.com/api/"'), apiUrl],
  ['an API with another ending', slack('apiUrl: "https://slack.com/"'), apiUrl],
  ['an API without a slash', slack('apiUrl: "https://slack.com/api"'), apiUrl],
  ['an API with a user', slack('apiUrl: "https://me:pw@slack.com/api/"'), apiUrl],
  ['an API with a query', slack('apiUrl: "https://slack.com/api/?a=/api/"'), apiUrl],
  ['an API that is no address', slack('apiUrl: slack.com/api/'), apiUrl],
  ['an API of a name like this machine', slack('apiUrl: "http://127.0.0.1.example/api/"'), apiUrl],
  ['a mode that is none', slack('mode: websocket'), /must be socket or http/],
  ['a port that cannot be', slack('port: 70000'), /must be at most 65535/],
  ['a negative port', slack('port: -1'), /must be at least 0/],
  ['a port as text', slack('port: "3000"'), /must be a(?: whole)? number, not text/],
  ['a port that is no number', slack('port: .nan'), /must be a(?: whole)? number, not NaN/],
  ['an empty host', slack('host: ""'), /must not be empty/],
  [
    'two servers at one port',
    'slack:\n  mode: http\n  port: 3000\n  healthPort: 3000\n',
    /must differ from "slack\.port"/,
  ],
  [
    'two listeners at one port',
    'slack:\n  healthPort: 9464\nlisten:\n  port: 9464\n',
    /must differ from "slack\.healthPort"/,
  ],
  ['a secret of /metrics in the file', 'metrics:\n  token: swordfish\n', /token/],
  ['a channel by name', slack('access: { channels: [netops] }'), isId],
  ['a channel by #name', slack('access: { channels: ["#netops"] }'), isId],
  ['a user where a channel belongs', slack('access: { channels: [U0ADA] }'), isId],
  ['a person by name', slack('access: { people: [ada] }'), isId],
  ['a person by @name', slack('access: { people: ["@ada"] }'), isId],
  ['a rule for a channel by name', rule('channels: [netops]'), isId],
  ['a rule for a user by name', rule('users: [ada.lovelace]'), isId],
  ['a rule for a mail address', rule('users: ["ada@example.com"]'), isId],
  ['a rule for a group by name', rule('groups: [netops]'), isId],
  ['a rule for a user as group', rule('groups: [U0ADA]'), isId],
  ['a rule for a number', rule('users: [12]'), /write it in quotes/],
  ['a rule for nobody', rule('users: []'), /must name users, groups or channels/],
  [
    'a rule that allows nothing',
    'slack:\n  access:\n    rules:\n      - { who: { users: [U0ADA] }, may: [] }\n',
    /must hold at least 1/,
  ],
  [
    'a right that is none',
    'slack:\n  access:\n    rules:\n      - { who: { users: [U0ADA] }, may: [write] }\n',
    /must be read or triage/,
  ],
  ['access as text', slack('access: everybody'), /must be a group of settings, not text/],
  // Teams.
  ['a team’s channel by name', team('channel: "#netops", shifts: [{ start: "06:00" }]'), isId],
  [
    'people of a shift by name',
    team('shifts: [{ start: "06:00", people: [ada] }]'),
    /must be a member id .* or a user group id .*, not a name/,
  ],
  ['a start without quotes', team('shifts: [{ start: 6 }]'), /start" must be/],
  ['a start of 24:00', team('shifts: [{ start: "24:00" }]'), /must be a time such as "06:00"/],
  ['a start of 6:00', team('shifts: [{ start: "6:00" }]'), /must be a time such as "06:00"/],
  [
    'two shifts at once',
    team('shifts: [{ start: "06:00" }, { start: "06:00" }]'),
    /two shifts of "ops" begin at 06:00/,
  ],
  ['no shift', team('shifts: []'), /must hold at least 1/],
  [
    'a team in a zone that is none',
    team('timeZone: CEST2, shifts: [{ start: "06:00" }]'),
    /must be a time zone/,
  ],
  // Tunnels.
  [
    'an end on a device that is not there',
    `${gateway}tunnels:\n  x: { ends: [{ device: gv, tunnel: x }] }\n`,
    /names the device "gv", which is not configured. Did you mean "gw"/,
  ],
  [
    'an end of two tunnels',
    `${gateway}tunnels:\n  x: { ends: [{ device: gw, tunnel: a }] }\n  y: { ends: [{ device: gw, tunnel: a }] }\n`,
    /gw\/a is an end of "x" and of "y"/,
  ],
  [
    'the same end twice',
    `${gateway}tunnels:\n  x: { ends: [{ device: gw, tunnel: a }, { device: gw, tunnel: a }] }\n`,
    /is an end of/,
  ],
  [
    'three ends',
    `${gateway}tunnels:\n  x: { ends: [{ device: gw, tunnel: a }, { device: gw, tunnel: b }, { device: gw, tunnel: c }] }\n`,
    /must be one or two ends/,
  ],
  [
    'maintenance that ends before it begins',
    'tunnels:\n  x: { maintenance: [{ from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" }] }\n',
    /ends before it begins/,
  ],
  [
    'maintenance without a zone',
    'tunnels:\n  x: { maintenance: [{ from: "2026-03-01T00:00:00", to: "2026-03-02T00:00:00Z" }] }\n',
    /must be a time such as/,
  ],
  [
    'maintenance on a day that is none',
    'tunnels:\n  x: { maintenance: [{ from: "2026-02-30T00:00:00Z", to: "2026-03-02T00:00:00Z" }] }\n',
    /must be a time such as/,
  ],
  ['a criticality that is none', 'tunnels:\n  x: { criticality: urgent }\n', /must be low or normal or high/],
  // Alerts in channels.
  ['an alert of no app', 'alerts: { channels: [{ channel: C0ALERTS }] }\n', /app/],
  ['an alert in a channel by its name', channelAlert('channel: "#alerts"'), isId],
  ['a pattern that is none', channelAlert('channel: C0ALERTS, pattern: "("'), /must be a regular expression/],
  // Who is told outside.
  ['a webhook in plain text', webhook('url: "http://hooks.example/x"'), onlyHttps],
  ['a webhook with a password', webhook('url: "https://me:pw@hooks.example/x"'), onlyHttps],
  ['a webhook that is no address', webhook('url: hooks'), onlyHttps],
  ['a webhook without a secret', 'out: { webhook: { url: "https://hooks.example" } }\n', /secret/],
  [
    'an address that is none',
    webhook('url: "https://hooks.example", addresses: [10.1.0.0/99]'),
    /must be an address or a network, such as 10\.1\.2\.3/,
  ],
  [
    'a PagerDuty user that is no address',
    'out: { pagerduty: { token: { env: T }, from: bot } }\n',
    /must be the mail address of a PagerDuty user/,
  ],
  [
    'a proxy with a password',
    'out: { proxy: { url: "http://a:b@proxy:3128" } }\n',
    /must be an http:\/\/ address/,
  ],
  // Times, sizes, files.
  ['no time for a question', 'questionSeconds: 0\n', /must be at least 1/],
  ['a question without end', 'questionSeconds: .inf\n', /must be a number, not Infinity/],
  ['a question of no number', 'questionSeconds: .nan\n', /must be a number, not NaN \(not a finite number\)/],
  ['a negative cache', 'cache: { liveSeconds: -1 }\n', /must be at least 0/],
  ['a cache of no number', 'cache: { logSeconds: -.inf }\n', /must be a number, not -Infinity/],
  ['a number as text', 'sampleSeconds: "3"\n', /must be a number, not text/],
  ['half a question at a time', 'maxConcurrentQuestions: 0.5\n', /must be a whole number, not 0\.5/],
  ['too many questions', 'maxConcurrentQuestions: 1e9\n', /must be at most 1000/],
  ['nothing kept', store('keep: { auditDays: 0 }'), /must be at least 1/],
  ['kept for ever', store('keep: { auditDays: .inf }'), /must be a number, not Infinity/],
  ['an empty data folder', store('dataFolder: ""'), /must not be empty/],
  ['a level that is none', 'logLevel: verbose\n', /must be debug or info/],
  ['a zone that is none', 'timeZone: ""\n', /must be a time zone/],
  [
    'playbooks of a wrong path',
    'playbooks: [./playbook]\n',
    /the playbooks playbook cannot be used: it is not there/,
  ],
  ['playbooks of a text file', 'playbooks: [notes.txt]\n', /its name does not end with \.yml/],
  ['playbooks as text', 'playbooks: ./playbooks\n', /"playbooks" must be a list, not text/],
  ['an empty path of playbooks', 'playbooks: [""]\n', /must not be empty/],
  [
    'a proxy for a calendar in a file',
    team('shifts: [{ start: "06:00" }], calendar: { file: a.ics, proxy: { url: "http://p.example:3128" } }'),
    /must not name a proxy for a file/,
  ],
  ['an assistant without a person', 'assistants: { a: { token: { env: T } } }\n', eitherToken],
  ['an assistant without a token', 'assistants: { a: { as: U0ADA } }\n', eitherToken],
  ['an assistant with nothing', 'assistants: { a: {} }\n', eitherToken],
  [
    'an assistant that signs for one person',
    'assistants: { a: { signingSecret: { env: S }, as: U0ADA } }\n',
    eitherToken,
  ],
  ['an unknown setting', 'colour: red\n', /"colour" is not a setting of this file/],
  ['a list as file', '- a\n', /must be a group of settings, not a list/],
  ['a text as file', 'hello\n', /must be a group of settings, not text/],
  ['a number as file', '42\n', /must be a group of settings, not 42/],
];

describe('a wrong configuration', () => {
  it('is tried in at least 110 ways', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(110);
  });

  it.each(wrong)('is refused with one sentence: %s', async (_, text, sentence) => {
    const said = await refusal(text);
    expect(said).toMatch(sentence);
    expect(said).toMatch(/^tunnelmedic\.yml:\d+: .*[.?]$/);
    expect(said).not.toMatch(/Error|undefined|\[object|Invalid input|Too /);
  });

  it('is told from one that is right', async () => {
    const right = [
      panos(url),
      strongswan('vici: "tcp://127.0.0.1:4502"'),
      strongswan('vici: "tcp://[::1]:4502"'),
      strongswan('vici: "tcp://localhost:4502"'),
      slack('apiUrl: "https://slack-gov.com/api/"'),
      slack('apiUrl: "http://127.0.0.1:4400/api/"'),
      slack('access: { channels: [C0123ABCD], people: [W0123ABCD] }'),
      rule('groups: [S0123ABCD]'),
      team('channel: C0123ABCD, shifts: [{ start: "06:00", people: [U0ADA, S0NIGHT] }]'),
      'playbooks: [./playbooks]\n',
      webhook('url: "https://hooks.example/a?b=c", addresses: [10.1.2.3, "fd00::/8"]'),
      webhook('url: "http://127.0.0.1:8080/hook"'),
      'assistants: { a: { token: { env: T }, as: U0ADA }, b: { signingSecret: { env: S }, channel: C0ADA } }\n',
      'tunnels:\n  "paris hq": { aliases: [erp, "paris headquarters"] }\n',
    ];
    for (const text of right) expect([text, await refusal(text)]).toEqual([text, null]);
  });
});
