// A capture as whoever owns a device runs it: into an empty folder, without a secret in any file, with an index that says what it is.

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureInto } from '../../../src/captures/capture.js';
import type { CapturedReply } from '../../../src/domain/capture.js';
import { gap, known } from '../../../src/domain/observation.js';
import { writeXml } from '../../../src/vendors/panos/xml.js';
import { ManualClock } from '../../support/manualClock.js';
import { allForms, keysOf, piecesOf, planted } from '../domain/secrets/plantedKeys.js';
import { capturingOf } from '../doubles/capturing.js';
import { DoubleDevice } from '../doubles/device.js';
import { tunnelConfig } from '../doubles/tunnels.js';

const clock = new ManualClock();
let base = '';
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tunnelmedic-capture-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const source = {
  device: 'fw-acme',
  request: 'show x',
  at: clock.now().toISOString(),
  fromCache: false,
  calls: 1,
};
const reply = (read: string, form: CapturedReply['form'], text: string): CapturedReply => ({
  read,
  request: `show ${read} of acme-lyon`,
  form,
  reply: known(text, source),
});
const xml = (text: string) =>
  writeXml({
    name: 'r',
    attributes: {},
    text: '',
    cdata: false,
    children: [{ name: 'msg', attributes: {}, text, cdata: false, children: [] }],
  });

function deviceSaying(captured: readonly CapturedReply[], name = 'fw-acme') {
  return new DoubleDevice({
    name,
    clock,
    captured,
    answers: {
      identity: { hostname: 'fw-acme-1', model: 'PA-VM', version: '11.2.8', serial: '012801096514' },
      inventory: [tunnelConfig({ tunnel: 'acme-lyon' })],
    },
  });
}

async function capture(
  folder: string,
  devices: readonly DoubleDevice[],
  signal = new AbortController().signal,
) {
  return await captureInto(capturingOf(devices, clock), {
    folder: join(base, folder),
    keepsAddresses: false,
    signal,
    onProgress: () => undefined,
  });
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(base, folder), { recursive: true, withFileTypes: true });
  const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

describe('a capture', () => {
  it('holds no secret that stood in a reply, in any form of text', async () => {
    const samples = allForms.map((form) => {
      const [key = ''] = fc.sample(keysOf[form.example.keys], { seed: 11, numRuns: 1 });
      return { text: planted(form, key), pieces: piecesOf(key) };
    });
    const captured = samples.flatMap(({ text }, at) => [
      reply(`x${at}`, 'xml', xml(text)),
      reply(`j${at}`, 'json', JSON.stringify({ rows: [{ msg: text }], list: [text] })),
      reply(`t${at}`, 'text', text),
    ]);
    await capture('secrets', [deviceSaying(captured)]);
    const all = [...(await filesIn('secrets')).values()].join('\n');
    const left = samples.flatMap(({ pieces }) => pieces.filter((piece) => all.includes(piece)));
    expect(left).toEqual([]);
    expect(all).toContain('[removed]');
  });

  it('calls one thing the same in the files of every device, and its owner by no name', async () => {
    const captured = [reply('status', 'text', 'fw-acme-1 012801096514 acme-lyon 8.8.4.4')];
    const other = deviceSaying([reply('log', 'text', 'acme-lyon of 8.8.4.4 to fw-acme')], 'gw-acme');
    const devices = await capture('names', [deviceSaying(captured), other]);
    const files = await filesIn('names');
    expect([...files.keys()].map((path) => path.slice(join(base, 'names').length + 1)).toSorted()).toEqual([
      'INDEX.md',
      'device-1/status.txt',
      'device-2/log.txt',
    ]);
    const [, first, second] = [...files.entries()].toSorted().map(([, text]) => text);
    expect(second).toMatch(/^(\S+) of (\S+) to device-\d$/);
    const [tunnel, address] = /^(\S+) of (\S+) to/.exec(second ?? '')?.slice(1) ?? [];
    expect(first?.endsWith(`${tunnel} ${address}`)).toBe(true);
    for (const text of files.values()) expect(text).not.toMatch(/acme|012801096514|8\.8\.4\.4/);
    expect(devices.map(({ device, as, answered }) => [device, as, answered])).toEqual([
      ['fw-acme', 'device-1', 1],
      ['gw-acme', 'device-2', 1],
    ]);
  });

  it('says in its index what was asked, what was not answered, and what only a real device can prove', async () => {
    const refused = gap({
      reason: 'unauthorized',
      says: 'The user may not see acme-lyon.',
      remedy: 'Ask.',
      device: 'fw-acme',
      request: 'y',
      at: clock.now().toISOString(),
    });
    const no: CapturedReply = { read: 'routes', request: 'show routes', form: 'xml', reply: refused };
    const [told] = await capture('index', [deviceSaying([reply('status', 'text', 'up'), no])]);
    const index = await readFile(join(base, 'index', 'INDEX.md'), 'utf8');
    expect(index).toContain('## device-1: double, PA-VM, 11.2.8');
    expect(index).toContain('| [status](device-1/status.txt) | `show status of tunnel-1` |');
    expect(index).toContain('| no: The user may not see tunnel-1. | `show routes` |');
    expect(index).toContain('- [ ] What a real double says.');
    expect(told?.gaps.map(({ says }) => says)).toEqual(['The user may not see acme-lyon.']);
  });

  it('is for its owner alone', async () => {
    await capture('mode', [deviceSaying([reply('status', 'text', 'up')])]);
    const modes = await Promise.all(
      ['mode/device-1', 'mode/INDEX.md'].map(async (path) => (await stat(join(base, path))).mode & 0o077),
    );
    expect(modes).toEqual([0, 0]);
  });

  it('is refused where anything stands already, and no device is asked', async () => {
    await mkdir(join(base, 'full'));
    await writeFile(join(base, 'full', 'notes.txt'), 'mine');
    await writeFile(join(base, 'file'), 'mine');
    for (const folder of ['full', 'file', 'file/below']) {
      const device = deviceSaying([reply('status', 'text', 'up')]);
      await expect(capture(folder, [device])).rejects.toMatchObject({ code: 'capture-folder' });
      expect(device.asked).toEqual([]);
    }
    expect([...(await filesIn('full')).values()]).toEqual(['mine']);
  });

  it('writes nothing when it is stopped', async () => {
    const stopped = capture('stopped', [deviceSaying([reply('status', 'text', 'up')])], AbortSignal.abort());
    await expect(stopped).rejects.toThrow();
    await expect(stat(join(base, 'stopped'))).rejects.toThrow();
  });
});
