// A daemon and its log as files: rows where a command streams, nothing of a certificate's body, and a log without its keys.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captureInto } from '../../../../src/captures/capture.js';
import { capturingOf } from '../../../unit/doubles/capturing.js';
import { type FakeDaemon, recorded, startFakeDaemon } from './fakeDaemon.js';
import { deviceAt, impatientClock } from './support.js';

let daemon: FakeDaemon;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-capture-'));
  const replies = recorded('healthy-v2', 'left');
  const planted = Object.entries(replies).map(([command, reply]) => [
    command,
    Array.isArray(reply)
      ? [...(reply as object[]), { planted: { secret: 'p1anted-psk', note: 'pre-shared key: p1anted-note' } }]
      : { ...(reply as object), secret: 'p1anted-psk' },
  ]);
  daemon = await startFakeDaemon(Object.fromEntries(planted));
  writeFileSync(
    join(folder, 'charon.log'),
    '2026-11-21T03:59:00+00:00 06[CFG] loaded IKE shared key p1anted-log\n2026-11-21T03:59:01+00:00 06[IKE] <to-branch|2> IKE_SA to-branch[2] established\n',
  );
});
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true, force: true });
});

it('holds what the daemon said, in the shape of a recording, and no secret', async () => {
  const device = deviceAt(daemon.path, { log: join(folder, 'charon.log') });
  const into = join(folder, 'out');
  const [told] = await captureInto(capturingOf([device], impatientClock), {
    folder: into,
    keepsAddresses: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await device.close();
  expect(told?.gaps).toEqual([]);
  const read = (name: string) => readFileSync(join(into, 'device-1', name), 'utf8');
  const [first] = JSON.parse(read('list-conns.json')) as Readonly<Record<string, unknown>>[];
  expect(Object.keys(first ?? {})).toEqual([expect.stringMatching(/^tunnel-\d$/)]);
  expect(JSON.parse(read('stats.json'))).toHaveProperty('ikesas');
  expect(read('log.txt')).toContain('established');
  const names = ['list-conns', 'list-sas', 'list-policies', 'list-certs', 'get-counters', 'version', 'stats'];
  const all = [read('log.txt'), ...names.map((name) => read(`${name}.json`))].join('\n');
  expect(all).not.toMatch(/p1anted-(?:psk|note)|to-branch/);
});
