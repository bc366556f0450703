// `list` with a key that the firewalls refuse: each hears it once, and the answer says why no more was asked.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../src/app/wiring.js';
import { loadSettings } from '../../../src/config/settings.js';
import { Problem } from '../../../src/domain/problem.js';
import { createLogger } from '../../../src/support/logger.js';
import { type ScriptedFirewall, scripted } from '../vendors/panos/scriptedFirewall.js';

const refusal =
  '<response status="error" code="403"><result><msg>Invalid Credential</msg></result></response>';
let folder: string;
let firewalls: ScriptedFirewall[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-refused-'));
  firewalls = await Promise.all([scripted(() => refusal), scripted(() => refusal)]);
});
afterAll(async () => {
  await Promise.all(firewalls.map((one) => one.stop()));
  await rm(folder, { recursive: true, force: true });
});

describe('list', () => {
  it('sends a wrong key once to each device and once to a Panorama, also when it is asked again', async () => {
    const [alone, panorama] = firewalls as [ScriptedFirewall, ScriptedFirewall];
    const device = (of: ScriptedFirewall, ca: string, more = '') =>
      `{ vendor: panos, url: "${of.url}", apiKey: { file: key }, caFile: ${ca}${more} }`;
    await writeFile(join(folder, 'key'), 'wrong\n');
    await writeFile(join(folder, 'alone.pem'), alone.ca);
    await writeFile(join(folder, 'panorama.pem'), panorama.ca);
    const file = join(folder, 'tunnelmedic.yml');
    const targets = ['0001', '0002', '0003'].map(
      (target) =>
        `  fw-${target}: ${device(panorama, 'panorama.pem', `, panorama: { target: "${target}" }`)}`,
    );
    await writeFile(file, `devices:\n  fw: ${device(alone, 'alone.pem')}\n${targets.join('\n')}\n`);
    const wired = wire(await loadSettings(file, {}), { log: createLogger('silent') });
    const said: string[] = [];
    for (const words of [['list'], ['list', '--refresh'], ['status', 'x']]) {
      await wired.dispatcher
        .execute(words, {
          asker: { id: 'terminal:ana', name: 'ana', channel: null, via: 'terminal' },
          signal: new AbortController().signal,
        })
        .catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error;
          said.push(`${error.message} ${error.remedy}`);
        });
    }
    await wired.close();
    expect(firewalls.map((one) => one.asked.length)).toEqual([1, 1]);
    expect(said).toHaveLength(3);
    for (const sentence of said) expect(sentence).toContain('lockout');
  });
});
