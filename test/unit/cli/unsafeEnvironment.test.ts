// The command line in an environment that would switch certificate checks off: nothing starts, nothing is sent; what Node.js makes of it is seen in processes.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedFirewall, scripted } from '../../contract/vendors/panos/scriptedFirewall.js';
import { builtCommand } from '../../e2e/built.js';
import { askTerminal } from '../../support/askTerminal.js';

const given = '<response status="success"><result><key>abc==</key></result></response>';
let firewall: ScriptedFirewall;
let folder: string;
beforeAll(async () => {
  firewall = await scripted(() => given);
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-environment-'));
});
afterAll(async () => {
  await firewall.stop();
  await rm(folder, { recursive: true, force: true });
});

type Given = Readonly<Record<string, string>>;

async function run(words: readonly string[], environment: Given): Promise<string> {
  const { code, stdout, stderr } = await askTerminal(words, '', environment);
  return `${code}: ${stdout}${stderr}`;
}

function runProcess(words: readonly string[], env: Given, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, builtCommand(words), {
      cwd: folder,
      env: { PATH: '', TZ: 'UTC', ...env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    child.on('error', reject);
    child.on('close', (code) => resolve(`${code}: ${said}`));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const keygen = (): string[] => ['keygen', firewall.url, '--user', 'ana'];

describe('NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  it.each([
    ['list'],
    ['status', 'x'],
    ['analyze-log', '-'],
    ['playbook', 'list'],
    ['demo', '--port', '0'],
    ['start'],
    ['audit'],
  ])('%s does not start, and says why in one sentence', async (...words) => {
    expect(await run(words, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe(
      '2: NODE_TLS_REJECT_UNAUTHORIZED=0 is set in the environment and switches the check of certificates off; nothing was started. Unset it, and trust a device by caFile or fingerprint256, or an authority of your own by NODE_EXTRA_CA_CERTS.\n',
    );
  });

  it('keygen sends no password', async () => {
    expect(await runProcess(keygen(), { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'pa55\n')).toMatch(
      /^2: NODE_TLS/,
    );
    expect(firewall.asked).toEqual([]);
  });

  it('of another value changes nothing', async () => {
    expect(await runProcess(keygen(), { NODE_TLS_REJECT_UNAUTHORIZED: '1' }, 'pa55\n')).toMatch(
      /^3: .*unknown authority|^3: .*self-signed/,
    );
    expect(firewall.asked).toEqual([]);
  });
});

describe('PGSSLMODE=no-verify', () => {
  it('is refused in the same way', async () => {
    expect(await run(['list'], { PGSSLMODE: 'no-verify' })).toMatch(/^2: PGSSLMODE=no-verify is set/);
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  it('adds an authority of one’s own', async () => {
    const ca = join(folder, 'ca.pem');
    await writeFile(ca, firewall.ca);
    expect(await runProcess(keygen(), { NODE_EXTRA_CA_CERTS: ca }, 'pa55\n')).toBe('0: abc==\n');
  });
});
