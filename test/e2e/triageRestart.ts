// kill -9 at each step of several walks at once: after the restart their threads go on, nothing that was acknowledged is lost, nothing stands there twice.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import {
  breakTunnels,
  burstSize,
  burstTunnels,
  everythingWasSaidOnce,
  isOfBurst,
  type OpenIncident,
  postBurst,
  saidIn,
  tellsOfBurst,
  tunnelsWithVerdict,
} from './alertBurst.js';
import { tunnelmedic } from './handoffStage.js';
import type { OwnDatabase } from './ownDatabase.js';
import type { AlsoPartner } from './stageFleet.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread, keyOf } from './triageThread.js';

interface Step {
  readonly name: string;
  /** Resolves when the service has acknowledged. */
  readonly act: (stage: TriageStage, thread: IncidentThread, walk: Walk) => Promise<unknown>;
  readonly shows: RegExp;
}

/** An incident of its own, whose acts are acknowledged this long before each kill. */
interface Walk extends AlsoPartner {
  readonly delayMs: number;
  /** Whose modals they are. */
  readonly by: string;
}

const people = ['sam', 'jonas', 'ana'] as const;

const partners: readonly AlsoPartner[] = [
  { tunnel: partner, partner: 'Globex', us: '198.51.100.120', them: '192.0.2.202' },
  { tunnel: 'partner-umbra', partner: 'Umbra', us: '198.51.100.121', them: '192.0.2.212' },
  { tunnel: 'partner-vega', partner: 'Vega', us: '198.51.100.122', them: '192.0.2.213' },
];

const steps: readonly Step[] = [
  {
    name: 'opening it',
    act: ({ slack }, _, { tunnel }) =>
      slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec triage ${tunnel}` }),
    shows: /Which product terminates the tunnel/,
  },
  {
    name: 'answering a question',
    act: (_, thread) => thread.click('strongSwan', 'jonas'),
    shows: /What does the log of (Globex|Umbra|Vega) show/,
  },
  {
    name: 'taking it',
    act: (_, thread) => thread.click('Take it', 'mei'),
    shows: /Mei Tanaka took it/,
  },
  {
    name: 'dropping the log',
    async act({ slack }, thread, walk) {
      const name = `charon-${walk.tunnel}.log`;
      await slack.uploadFile({
        user: 'mei',
        channel: 'netops',
        name,
        content: globexLog(new Date(), walk),
        threadTs: thread.head?.ts ?? '',
      });
      // An event travels on its own; Slack would deliver one that nobody acknowledged again only a minute later.
      const told = (ack: (typeof slack.acks)[number]) =>
        ack.acked && JSON.stringify(ack.payload).includes(name);
      await slack.waitFor(() => slack.acks.some(told), 30_000);
    },
    shows: /now confirmed .*, because of the partner’s log/,
  },
  {
    name: 'noting',
    act: (_, thread, { by }) => thread.fill('Note', { text: 'They were called.' }, by),
    shows: /noted: They were called/,
  },
  {
    name: 'closing it',
    act: (_, thread, { by }) =>
      thread.fill('Close', { cause: 'ike-proposal-mismatch', remedy: 'One proposal on both ends.' }, by),
    shows: /^Cause: .*Resolution: One proposal on both ends\..*Closed by/,
  },
];

/** @param openDatabase null keeps everything in the data folder, as the service does by itself. */
export function restartAtEachStep(
  delaysMs: readonly number[],
  openDatabase: (() => Promise<OwnDatabase>) | null,
): void {
  const walks: readonly Walk[] = partners
    .slice(0, delaysMs.length)
    .map((one, index) => ({ ...one, delayMs: delaysMs[index] ?? 0, by: people[index] ?? 'sam' }));
  const longestMs = Math.max(...delaysMs);
  let stage: TriageStage;
  let threads: readonly { readonly walk: Walk; readonly thread: IncidentThread }[];
  let child: ChildProcess;
  let database: OwnDatabase | null = null;
  beforeAll(async () => {
    database = (await openDatabase?.()) ?? null;
    stage = await openTriageStage({
      takesAlerts: true,
      alsoPartners: walks.slice(1),
      ...(database ? { databaseUrl: database.url } : {}),
    });
    threads = walks.map((walk) => ({
      walk,
      thread: new IncidentThread(stage.slack, { tunnel: walk.tunnel }),
    }));
    child = await stage.spawn();
  }, 120_000);
  afterAll(async () => {
    await stage.stop();
    await database?.drop();
  }, 60_000);

  it.each(steps)(
    'go on after $name',
    async ({ act, shows }) => {
      const acknowledged = threads.map(async ({ walk, thread }) => {
        await new Promise((resolve) => setTimeout(resolve, longestMs - walk.delayMs));
        await act(stage, thread, walk);
        await new Promise((resolve) => setTimeout(resolve, walk.delayMs));
      });
      await Promise.all(acknowledged);
      await stage.kill(child);
      child = await stage.spawn();
      for (const { thread } of threads) await thread.says(shows);
    },
    180_000,
  );

  it('posts a sheet once, and each of its files, though it was killed between them', async () => {
    const { slack } = stage;
    const { thread } = threads[0] ?? { thread: new IncidentThread(slack) };
    await thread.fill('Reopen', { why: 'The sheet is needed.' }, 'mei');
    await thread.says(/Mei Tanaka reopened it/);
    slack.faults.next('files.getUploadURLExternal', { kind: 'hang' });
    await thread.click('Parameter sheet', 'jonas');
    await slack.waitFor(() => slack.calls.some((call) => call.fault === 'hang'), 30_000);
    await stage.kill(child);
    child = await stage.spawn();
    const names = () =>
      thread.messages.flatMap((message) => message.fileIds.map((id) => slack.file(id)?.name ?? ''));
    const sheets = () => names().filter((name) => name.startsWith(`${partner}-parameters`));
    await eventually(() => sheets().length >= 2, 'both files of the sheet');
    await thread.fill('Note', { text: 'The sheet is there.' }, 'sam');
    await thread.says(/The sheet is there/);
    expect(sheets().toSorted()).toEqual([`${partner}-parameters.csv`, `${partner}-parameters.md`]);
    // The card and one message for each section, each with words of its own.
    const parts = thread.messages.filter((message) => /Parameters of partner-globex/.test(message.text));
    const shown = parts.map(({ blocks }) => JSON.stringify(blocks).replace(/"block_id":"[^"]*"/g, ''));
    expect(shown).toEqual([...new Set(shown)]);
    expect(parts.filter((message) => message.blocks[0]?.type === 'header')).toHaveLength(1);
  }, 180_000);

  // On PostgreSQL another replica might live, and what was held waits for a minute; there replicas share a burst.
  if (openDatabase === null)
    it('gives each tunnel of a burst of alerts one incident with a verdict, though killed while they come and while they are worked off', async () => {
      // What stands open and failed a moment ago at the same firewall would take them in.
      const closed = { cause: 'ike-proposal-mismatch', remedy: 'The sheet was sent.' };
      await threads[0]?.thread.fill('Close', closed, 'sam');
      await threads[0]?.thread.says(/Resolution: The sheet was sent\./);
      await breakTunnels(stage);
      const restart = async () => {
        await stage.kill(child);
        child = await stage.spawn();
      };
      let killed = Promise.resolve();
      await postBurst(
        () => stage.alertsAt(),
        (count) => {
          if (count === Math.floor(burstSize / 3)) killed = restart();
        },
      );
      await killed;
      await eventually(() => saidIn(stage).some(tellsOfBurst), 'the first incident of the burst stands');
      await restart();
      await eventually(
        () => tunnelsWithVerdict(stage) >= burstTunnels.length,
        'every tunnel of the burst has an incident with a verdict',
      );
      const open: readonly OpenIncident[] = JSON.parse(await tunnelmedic(stage, ['incidents', '--json']));
      const incidents = open.filter(({ tunnels }) => tunnels.some(isOfBurst));
      expect(incidents.flatMap(({ tunnels }) => tunnels).sort()).toEqual([...burstTunnels].sort());
      expect(incidents.map(({ verdict }) => verdict?.cause)).toEqual(
        incidents.map(() => 'ike-proposal-mismatch'),
      );
      everythingWasSaidOnce(stage);
    }, 180_000);

  it('said everything once in each thread, in the order in which it happened', () => {
    for (const { thread } of threads) saidOnceInOrder(thread);
  });
}

function saidOnceInOrder(thread: IncidentThread): void {
  const texts = thread.messages.filter((one) => keyOf(one) !== null).map((one) => one.text);
  expect(texts).toEqual([...new Set(texts)]);
  expect(thread.keys.length).toBeGreaterThan(8);
  expect(thread.keys).toEqual([...new Set(thread.keys)]);
  const order = thread.keys.map((key) => Number(key.split(':').at(-1)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
}
