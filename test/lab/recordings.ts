// Saves what both ends of every fault said: logs, VICI replies and configuration, for tests that need no lab.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.js';
import { ViciClient } from '../../src/vendors/strongswan/client.js';
import { reads } from '../../src/vendors/strongswan/requests.js';
import { readViciAddress } from '../../src/vendors/strongswan/viciAddress.js';
import type { Fault } from './fault.js';
import type { Lab, LabEnd } from './lab.js';

/** The machine's own clock; the lab is not replayed. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
};

/** Every VICI read of one end, `later` being list-sas a second after. A daemon that does not run has none. */
async function askAll(end: LabEnd): Promise<Record<string, unknown>> {
  const address = readViciAddress(end.viciUri);
  if (address === null || !end.running) return { running: false };
  const client = new ViciClient({ address, clock: realClock });
  const call = { signal: AbortSignal.timeout(20_000), deadlineAt: '' };
  const replies: Record<string, unknown> = { running: true, at: new Date().toISOString() };
  const messages: Record<string, Record<string, string>> = {
    'list-sas': { noblock: 'yes' },
    'list-policies': { drop: 'yes', pass: 'yes', trap: 'yes' },
    'get-counters': { all: 'yes' },
  };
  for (const request of Object.values(reads)) {
    const reply = await client.ask(request, messages[request.command] ?? {}, call);
    replies[request.command] = reply.ok
      ? request.streams === null
        ? reply.value.message
        : reply.value.rows
      : reply.fault;
  }
  await sleep(1000);
  const later = await client.ask(reads.sas, { noblock: 'yes' }, call);
  replies.later = {
    at: new Date().toISOString(),
    'list-sas': later.ok ? later.value.rows : later.fault,
  };
  await client.close();
  return replies;
}

/** Pings from the sides that the fault wants traffic from, until the work is done. */
export async function withTraffic<T>(
  lab: Lab,
  fault: Pick<Fault, 'traffic'>,
  work: () => Promise<T>,
): Promise<T> {
  let over = false;
  const pinging = (fault.traffic ?? []).map(async (side) => {
    while (!over) await lab[side].ping(3);
  });
  try {
    return await work();
  } finally {
    over = true;
    await Promise.all(pinging);
  }
}

/** Key material is made up for the lab, but a recording shows what an adapter may pass on: nothing secret. */
const withoutSecrets = (text: string): string => text.replace(/(secret = ).*/g, '$1"removed"');

/** Writes one fault's recording below `folder/<fault>/`. */
export async function record(lab: Lab, fault: Fault, folder: string): Promise<void> {
  const replies = await withTraffic(lab, fault, () => Promise.all([askAll(lab.left), askAll(lab.right)]));
  const target = join(folder, fault.name);
  await mkdir(target, { recursive: true });
  for (const [index, end] of [lab.left, lab.right].entries()) {
    await writeFile(join(target, `${end.side}.log`), await end.log());
    await writeFile(join(target, `${end.side}.json`), `${JSON.stringify(replies[index], null, 1)}\n`);
    const conf = await readFile(end.configFile, 'utf8');
    await writeFile(join(target, `${end.side}.swanctl.conf`), withoutSecrets(conf));
  }
  const { name, title, cause, initiator, alsoTrue, honest, states } = fault;
  const facts = { name, title, cause, alsoTrue: alsoTrue ?? [], initiator, honest: honest ?? {}, states };
  await writeFile(join(target, 'fault.json'), `${JSON.stringify(facts, null, 1)}\n`);
}
