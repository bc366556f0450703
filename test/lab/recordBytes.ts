// Command: saves what really goes over the VICI socket, byte for byte, for tests of the protocol client.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ViciClient } from '../../src/vendors/strongswan/client.js';
import { reads } from '../../src/vendors/strongswan/requests.js';
import type { ViciSection } from '../../src/vendors/strongswan/viciMessage.js';
import { certificateSpec } from './faultsCertificates.js';
import { type LabEnd, startLab } from './lab.js';
import { realClock } from './recordings.js';

type Transcript = { from: 'us' | 'daemon'; base64: string }[];

/** Joins what one side sends in a row: chunk borders are chance. */
function append(transcript: Transcript, from: 'us' | 'daemon', bytes: Buffer): void {
  const last = transcript.at(-1);
  if (last?.from !== from) transcript.push({ from, base64: bytes.toString('base64') });
  else last.base64 = Buffer.concat([Buffer.from(last.base64, 'base64'), bytes]).toString('base64');
}

/** Asks one thing through a proxy that writes down both directions. */
async function transcribe(end: LabEnd, ask: (client: ViciClient) => Promise<unknown>): Promise<Transcript> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-bytes-'));
  const path = join(folder, 'proxy.vici');
  const transcript: Transcript = [];
  const server = createServer((us) => {
    const daemon = createConnection({ path: end.viciUri.replace('unix://', '') });
    us.on('data', (bytes: Buffer) => {
      append(transcript, 'us', bytes);
      daemon.write(bytes);
    });
    daemon.on('data', (bytes: Buffer) => {
      append(transcript, 'daemon', bytes);
      us.write(bytes);
    });
    us.on('close', () => daemon.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = new ViciClient({ address: { kind: 'unix', path }, clock: realClock });
  await ask(client);
  await client.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await rm(folder, { recursive: true });
  return transcript;
}

const target = join(fileURLToPath(new URL('.', import.meta.url)), '../fixtures/strongswan/bytes');
await mkdir(target, { recursive: true });
const lab = await startLab(certificateSpec('good'));
try {
  await lab.left.initiate();
  await lab.left.ping();
  await lab.left.rekeyChild();
  const call = { signal: AbortSignal.timeout(20_000), deadlineAt: '' };
  const messages: Record<string, ViciSection> = {
    'list-sas': { noblock: 'yes' },
    'list-policies': { trap: 'yes' },
  };
  for (const read of Object.values(reads)) {
    const transcript = await transcribe(lab.left, (client) =>
      client.ask(read, messages[read.command] ?? {}, call),
    );
    await writeFile(join(target, `${read.command}.json`), `${JSON.stringify(transcript, null, 1)}\n`);
  }
  const unknown = { command: 'no-such-command', streams: null, shown: '' };
  const refused = await transcribe(lab.left, (client) => client.ask(unknown, {}, call));
  await writeFile(join(target, 'unknown-command.json'), `${JSON.stringify(refused, null, 1)}\n`);
} finally {
  await lab.stop();
}
