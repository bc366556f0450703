// The command line as an operator runs it: exit codes, stdout and stderr; and as a process of its own what only a process has.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { diagnoseAnswer } from '../../../src/capabilities/diagnose/schema.js';
import { handoffAnswer } from '../../../src/capabilities/handoff/schema.js';
import { listAnswer } from '../../../src/capabilities/list/schema.js';
import { statusAnswer } from '../../../src/capabilities/status/schema.js';
import { writeFleetConfig } from '../../../src/demo/demo.js';
import { demoFleet, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { lockFolder } from '../../../src/stores/lockFile.js';
import { builtCommand, nodeArguments } from '../../e2e/built.js';
import { askTerminal, type Outcome } from '../../support/askTerminal.js';

/** As it is installed. */
function tunnelmedicProcess(words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { PATH: '', TZ: 'UTC' };
    const child = spawn(process.execPath, builtCommand(words), { cwd: folder, env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end();
  });
}

/** Between two looks at counters: the usual three seconds show nothing more here. */
const sampleSeconds = 0.2;
const services: ChildProcess[] = [];
let fleet: RunningFleet;
let folder = '';
let config = '';
/** The two ends of tunnel-x: what is not about the fleet does not read all of it. */
let twoEnds = '';

beforeAll(async () => {
  fleet = await startFleet(demoFleet());
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-cli-'));
  config = await writeFleetConfig(
    fleet,
    join(folder, 'demo'),
    { 'tunnel-x': { aliases: ['erp'] } },
    { sampleSeconds },
  );
  twoEnds = await file('demo/two.yml', stringify(await withDevices('fw-paris', 'fw-hq')));
});

afterAll(async () => {
  // A test that ran out of time must not leave a service behind.
  for (const child of services) if (child.exitCode === null) child.kill('SIGKILL');
  await fleet.stop();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** The configuration of the fleet with these of its devices. */
async function withDevices(...names: readonly string[]) {
  const { devices, ...rest } = parse(await readFile(config, 'utf8')) as { devices: Record<string, unknown> };
  return { ...rest, devices: Object.fromEntries(names.map((name) => [name, devices[name]])) };
}

describe('an answer', () => {
  let listed: Outcome;
  beforeAll(async () => {
    listed = await askTerminal(['list', '--json', '--config', config]);
  });

  it('of list is every configured tunnel of every device as JSON on stdout alone', () => {
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    const answer = listAnswer.parse(JSON.parse(listed.stdout));
    expect(answer.tunnels.flatMap(({ ends }) => ends).length).toBe(21);
    expect(answer.tunnels.find(({ tunnel }) => tunnel === 'tunnel-x')).toMatchObject({
      state: 'down',
      since: expect.any(String),
      cause: 'peer-id-mismatch',
      confidence: 'likely',
      ends: [{ device: 'fw-paris', vendor: 'panos' }, { device: 'fw-hq' }],
    });
    expect(answer.unread).toEqual([]);
  });

  it('of list is the same order as text, a line a tunnel in 80 columns, with what the log says of those that are down', async () => {
    const asked = await askTerminal(['list', '--config', config], '', { COLUMNS: '80' });
    const names = listAnswer.parse(JSON.parse(listed.stdout)).tunnels.map(({ tunnel }) => tunnel);
    const lines = asked.stdout.split('\n');
    const shown = lines.flatMap((line) => /^[x!?+-] [a-z ]+? {2,}(\S+)/.exec(line)?.[1] ?? []);
    expect(shown).toEqual(names);
    expect(lines.find((line) => line.includes('tunnel-x'))).toMatch(/^x down +tunnel-x +\d+ h/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('of list ends with 4 when a device could not be read, and names it', async () => {
    const { devices, ...rest } = await withDevices('fw-branch');
    const dead = { vendor: 'strongswan', vici: 'unix:///nowhere/charon.vici' };
    const half = await file(
      'demo/half.yml',
      stringify({ ...rest, devices: { ...devices, 'fw-dead': dead } }),
    );
    const text = await tunnelmedicProcess(['list', '--config', half]);
    expect([text.code, text.stderr]).toEqual([4, '']);
    expect(text.stdout).toContain('1 device could not be read: fw-dead.');
    const json = await askTerminal(['list', '--json', '--config', half]);
    expect(json.code).toBe(4);
    expect(listAnswer.parse(JSON.parse(json.stdout)).unread).toMatchObject([{ device: 'fw-dead' }]);
  });

  it('of handoff tells what devices tell, and what it could not see, while a service holds the data folder', async () => {
    const dataFolder = join(folder, 'held');
    const settings = await withDevices('fw-paris', 'fw-hq');
    const held = await file('demo/held.yml', stringify({ ...settings, store: { dataFolder } }));
    await mkdir(dataFolder);
    const lock = await lockFolder(join(dataFolder, 'store.lock'), { pid: process.pid });
    const { code, stdout } = await askTerminal(['handoff', '--json', '--config', held]);
    const text = await askTerminal(['handoff', '--config', held]);
    if ('release' in lock) lock.release();
    expect([code, text.code]).toEqual([4, 4]);
    const told = handoffAnswer.parse(JSON.parse(stdout));
    expect(told.watch.map((line) => line.tunnel)).toContain('tunnel-x');
    expect(told.unread).toContain(`pid ${process.pid}`);
    expect(told.numbers).toMatchObject({ opened: null, resolved: null, open: null });
    expect(text.stdout).toMatch(/^Handoff of \S+: incidents could not be read/);
    expect(text.stdout).not.toMatch(/No incident is open|0 opened/);
  });

  it('of status follows the contract, also by an alias', async () => {
    const { code, stdout } = await askTerminal(['status', 'erp', '--json', '--config', config]);
    expect(code).toBe(0);
    expect(statusAnswer.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      tunnel: 'tunnel-x',
      state: 'down',
      ends: [
        {
          device: 'fw-paris',
          vendor: 'panos',
          readable: true,
          ike: { state: 'down', peer: '203.0.113.10' },
          monitor: null,
        },
        { device: 'fw-hq', vendor: 'panos', readable: true },
      ],
    });
  });

  it('of a tunnel that is up has SPIs as eight hex digits and counters as decimal strings', async () => {
    const { stdout } = await askTerminal(['status', 'oslo-r&d:lab', '--json', '--config', config]);
    expect(statusAnswer.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    const [end] = (JSON.parse(stdout) as { ends: { ike: unknown; children: Record<string, string>[] }[] })
      .ends;
    expect(end?.ike).toMatchObject({ state: 'established', version: 2 });
    expect(end?.children[0]?.spiIn).toMatch(/^[0-9a-f]{8}$/);
    expect(end?.children[0]?.bytesIn).toMatch(/^\d+$/);
    expect(BigInt(end?.children[0]?.packetsIn ?? 0) > 9_007_199_254_740_992n).toBe(true);
  });

  it('for people has no colors when it is no terminal', async () => {
    const { code, stdout } = await askTerminal(['status', 'paris-hq', '--config', config]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^paris-hq: up\b.*\n/);
    expect(stdout).not.toContain('\u001B');
  });

  it('of diagnose, logs, config and help exists', async () => {
    const [diagnosis, logs, settings, help] = await Promise.all([
      askTerminal(['diagnose', 'tunnel-x', '--json', '--config', config]),
      askTerminal(['logs', 'tunnel-x', '--since', '3h', '--config', config]),
      askTerminal(['config', 'hq-oslo', '--markdown', '--config', config]),
      tunnelmedicProcess(['--help']),
    ]);
    expect([diagnosis, logs, settings, help].map((one) => one.code)).toEqual([0, 0, 0, 0]);
    expect(diagnoseAnswer.safeParse(JSON.parse(diagnosis.stdout)).error).toBeUndefined();
    expect(JSON.parse(diagnosis.stdout)).toMatchObject({
      schema: 1,
      tunnel: 'tunnel-x',
      verdict: { cause: 'peer-id-mismatch' },
    });
    expect(logs.stdout).toMatch(/×\d+, first [^×]*does not\s+match\s+peers id/);
    expect(settings.stdout).toContain('**mismatch**');
    expect(help.stdout).toContain('analyze-log');
  });

  it('of analyze-log needs no configuration', async () => {
    const log = "13[IKE] tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched\n";
    const { code, stdout } = await askTerminal(['analyze-log', '-', '--json'], log);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, tunnel: null, lines: 1 });
  });

  it('of keygen is the key alone', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    const words = ['keygen', firewall.url, '--user', firewall.username, '--ca', join(folder, 'demo/ca.pem')];
    const right = await askTerminal(words, `${firewall.password}\n`);
    expect([right.code, right.stdout]).toEqual([0, `${firewall.apiKey}\n`]);
    const wrong = await askTerminal(words, 'wrong\n');
    expect([wrong.code, wrong.stdout]).toEqual([3, '']);
    expect(wrong.stderr).toContain('refuses this user and password');
    expect(wrong.stderr).not.toContain('wrong');
    const short = await askTerminal([...words, '--fingerprint256', 'ab:cd'], `${firewall.password}\n`);
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('not 64 hex digits')]);
    const noCa = ['keygen', firewall.url, '--user', 'ana', '--ca', join(folder, 'demo/fw-paris.key')];
    expect((await askTerminal(noCa, 'x\n')).stderr).toContain('holds no PEM certificate');
    const noProxy = await askTerminal([...words, '--proxy', 'proxy.example'], 'x\n');
    expect([noProxy.code, noProxy.stderr]).toEqual([
      2,
      expect.stringContaining('--proxy must be an address'),
    ]);
  });
});

describe('one clear sentence on stderr and exit 2', () => {
  const problems: readonly [string, () => Promise<readonly string[]>, RegExp][] = [
    [
      'for a name that nobody knows',
      async () => ['status', 'tunel-x', '--config', config],
      /^No tunnel is called "tunel-x"\. Did you mean tunnel-x\?\n$/,
    ],
    [
      'for a name that fits several',
      async () => ['status', 'paris', '--config', config],
      /^"paris" fits several tunnels: .*paris-hq.*\. Use one of these names\.\n$/,
    ],
    [
      'for a configuration that is not there',
      async () => ['list', '--config', 'nowhere.yml'],
      /^The configuration file nowhere\.yml is not there\. Copy config\.example\.yml/,
    ],
    [
      'for a configuration with a mistake',
      async () => ['list', '--config', await file('bad.yml', 'devcies: {}\n')],
      /bad\.yml:1: "devcies" is not a setting of this file\. Did you mean "devices"\?\n$/,
    ],
    [
      'for a configuration without devices',
      async () => ['list', '--config', await file('none.yml', '')],
      /none\.yml:1: no device is configured\./,
    ],
    [
      'for settings that the adapter refuses',
      async () => [
        'list',
        '--config',
        await file(
          'http.yml',
          'devices:\n  a: { vendor: panos, url: "http://a.example", apiKey: { env: K } }\n',
        ),
      ],
      /http\.yml:2: "devices\.a\.url" must be an https:\/\/ address/,
    ],
    [
      'for an option that does not exist',
      async () => ['list', '--stat', 'down', '--config', config],
      /^There is no option `--stat`; did you mean `--state`\? Run/,
    ],
    [
      'for a command that does not exist',
      async () => ['statsu'],
      /^unknown command 'statsu'.*status.*Run `tunnelmedic --help`/,
    ],
    ['for a name that is missing', async () => ['status', '--config', config], /^`status` needs more words/],
    [
      'for a log file that is not there',
      async () => ['analyze-log', 'nowhere.log'],
      /^The file nowhere\.log is not there\./,
    ],
  ];
  const isOneSentence = (outcome: Outcome, sentence: RegExp): void => {
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr).not.toMatch(/\bat .*:\d+:\d+\)|node:internal/);
  };
  for (const [title, words, sentence] of problems)
    it(title, async () => isOneSentence(await askTerminal(await words()), sentence));

  it('for no configuration at all', async () =>
    isOneSentence(
      await tunnelmedicProcess(['list']),
      /^The configuration file \.\/tunnelmedic\.yml is not there\./,
    ));
});

it('an answer that the disk has no room for is no success', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, builtCommand(['completion', 'bash']), {
    cwd: folder,
    stdio: ['ignore', full, 'pipe'],
  });
  const said = text(child.stderr ?? Readable.from([]));
  const [code] = await once(child, 'close');
  closeSync(full);
  expect([code, await said]).toEqual([
    2,
    expect.stringMatching(/^Standard output cannot be written: there is no space left\. .*\n$/),
  ]);
});

describe('exit 3', () => {
  it('when no device could be asked', async () => {
    const gone = await file(
      'gone.yml',
      'devices:\n  gw: { vendor: strongswan, vici: "unix:///nowhere/charon.vici" }\n',
    );
    for (const words of [['list'], ['status', 'x'], ['diagnose', 'x'], ['list', '--json']]) {
      const { code, stdout, stderr } = await askTerminal([...words, '--config', gone]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(/^No device could be asked: .*\n$/);
    }
  });
});

describe('services', () => {
  it('demo prints its address and a configuration that the command line can use, and stops when it is told', async () => {
    const child = spawn(process.execPath, [...nodeArguments, ...builtCommand(['start'])], {
      cwd: folder,
      env: { PATH: '', TZ: 'UTC' },
    });
    services.push(child);
    let said = '';
    let complained = '';
    child.stderr.on('data', (chunk) => {
      complained += String(chunk);
    });
    const ready = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
        const file = /--config (\S+)/.exec(said)?.[1];
        if (file && said.includes('Ctrl-C')) resolve(file);
      });
      child.on('close', () => reject(new Error(`ended early: ${said}`)));
    });
    const file = await ready;
    expect(said).toContain("Slack's tokens are not set, so this is the demo");
    const page = await fetch(/http:\/\/127\.0\.0\.1:\d+\/\?key=\w+/.exec(said)?.[0] ?? '');
    expect(page.status).toBe(200);
    const { code, stdout } = await askTerminal(['status', 'tunnel-x', '--json', '--config', file]);
    expect([code, (JSON.parse(stdout) as { state: string }).state]).toEqual([0, 'down']);
    const closed = new Promise((resolve) => child.removeAllListeners('close').on('close', resolve));
    child.kill('SIGTERM');
    expect([await closed, complained]).toEqual([0, expect.any(String)]);
    expect(existsSync(file)).toBe(false);
  });

  it('start is no demo where a token is named that cannot be read', async () => {
    const config = await file(
      'unread.yml',
      'devices:\n  gw: { vendor: strongswan, vici: "unix:///nowhere/charon.vici" }\nslack:\n  botToken: { file: no-token }\n',
    );
    const { code, stdout, stderr } = await askTerminal(['start', '--config', config]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("The secret for Slack's bot token is not there: the file");
  });

  it('start says which token is missing when only one is there', async () => {
    const config = await file(
      'half.yml',
      'devices:\n  gw: { vendor: strongswan, vici: "unix:///nowhere/charon.vici" }\nslack:\n  botToken: { file: token }\n',
    );
    await file('token', 'xoxb-something\n');
    const { code, stderr } = await askTerminal(['start', '--config', config]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "The secret for Slack's app-level token is not there: the environment variable SLACK_APP_TOKEN is not set.",
    );
  });
});

describe('an assistant on standard input and output', () => {
  it('is offered tools, is answered, and keeps no store from the terminal beside it', async () => {
    // Whoever negotiates begins a second process to ask it; test/contract/mcp/overHttp.test.ts does.
    const protocol = '2026-07-28';
    const client = new Client(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: protocol } } },
    );
    const args = [...nodeArguments, ...builtCommand(['mcp', '--config', twoEnds])];
    const env = { PATH: '', TZ: 'UTC' };
    await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, env }));
    expect(client.getNegotiatedProtocolVersion()).toBe(protocol);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('compare_ends');
    const status = await client.callTool({ name: 'status', arguments: { tunnel: 'erp' } });
    expect(statusAnswer.parse(status.structuredContent)).toMatchObject({ tunnel: 'tunnel-x', state: 'down' });
    const incidents = await client.callTool({ name: 'incidents' });
    expect(incidents.structuredContent).toEqual([]);
    const { code } = await askTerminal(['incidents', '--config', twoEnds]);
    expect(code).toBe(0);
    await client.close();
  });

  it('that is gone ends it; a configuration that is not there is said before a word of the protocol', async () => {
    expect(await askTerminal(['mcp', '--config', config])).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stdout, stderr } = await askTerminal(['mcp', '--config', 'nowhere.yml']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^[^\n]*nowhere\.yml[^\n]*\n$/);
  });
});
