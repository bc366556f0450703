// kill -9 at each step of several walks at once: after the restart their threads go on, nothing that was acknowledged is lost, nothing stands there twice.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import {
  type Burst,
  beginBurst,
  burstPairs,
  burstTunnels,
  everythingWasSaidOnce,
  isOfBurst,
  type OpenIncident,
  saidIn,
  tellsOfBurst,
  tunnelsWithVerdict,
} from './alertBurst.js';
import { askRunning } from './handoffStage.js';
import type { OwnDatabase } from './ownDatabase.js';
import type { AlsoPartner } from './stageFleet.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread, keyOf } from './triageThread.js';

interface Step {
  readonly name: string;
  /** Opens what it needs. @returns the act, which resolves when the service has acknowledged. */
  readonly ready: (stage: TriageStage, thread: IncidentThread, walk: Walk) => Promise<() => Promise<unknown>>;
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
/** Its incident stands in another channel: a call that hangs there holds nothing in that of the walks. */
const apart: AlsoPartner & { readonly channel: string } = {
  ...{ tunnel: 'partner-lyra', partner: 'Lyra', us: '198.51.100.123', them: '192.0.2.214' },
  channel: 'network-incidents',
};

const opening: Step = {
  name: 'opening it',
  ready:
    async (stage, _, { tunnel }) =>
    () =>
      open(stage, tunnel, 'netops'),
  shows: /Which product terminates the tunnel/,
};
const answering: Step = {
  name: 'answering a question',
  ready: async (_, thread) => () => thread.click('strongSwan', 'jonas'),
  shows: /What does the log of (Globex|Umbra|Vega) show/,
};
const taking: Step = {
  name: 'taking it',
  ready: async (_, thread) => () => thread.click('Take it', 'mei'),
  shows: /Mei Tanaka took it/,
};
const droppingLog: Step = {
  name: 'dropping the log',
  ready:
    async ({ slack }, thread, walk) =>
    async () => {
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
};
const noting: Step = {
  name: 'noting',
  ready: (_, thread, { by }) => thread.filled('Note', { text: 'They were called.' }, by),
  shows: /noted: They were called/,
};
const closing: Step = {
  name: 'closing it',
  ready: (_, thread, { by }) =>
    thread.filled('Close', { cause: 'ike-proposal-mismatch', remedy: 'One proposal on both ends.' }, by),
  shows: /^Cause: .*Resolution: One proposal on both ends\..*Closed by/,
};

/** What each kill meets, acknowledged at the same moment: a person answers while another one takes the incident. */
const rounds: readonly (readonly Step[])[] = [[opening], [answering, taking], [droppingLog, noting]];

function open({ slack }: TriageStage, tunnel: string, channel: string): Promise<unknown> {
  return slack.typeCommand({ user: 'ana', channel, text: `/ipsec triage ${tunnel}` });
}

/** @param openDatabase null keeps everything in the data folder, as the service does by itself. */
export function restartAtEachStep(
  delaysMs: readonly number[],
  openDatabase: (() => Promise<OwnDatabase>) | null,
): void {
  const walks: readonly Walk[] = partners
    .slice(0, delaysMs.length)
    .map((one, index) => ({ ...one, delayMs: delaysMs[index] ?? 0, by: people[index] ?? 'sam' }));
  const longestMs = Math.max(...delaysMs);
  // On PostgreSQL another replica might live, and what was held waits for a minute; there replicas share a burst.
  const hasBurst = openDatabase === null;
  let stage: TriageStage;
  let threads: readonly { readonly walk: Walk; readonly thread: IncidentThread }[];
  let child: ChildProcess;
  let database: OwnDatabase | null = null;
  beforeAll(async () => {
    database = (await openDatabase?.()) ?? null;
    stage = await openTriageStage({
      takesAlerts: true,
      firewalls: ['fw-oslo-1', ...(hasBurst ? ['fw-paris-1', 'fw-branch-1'] : [])],
      alsoPartners: [...walks.slice(1), apart],
      alsoPairs: hasBurst ? burstPairs : [],
      ...(database ? { databaseUrl: database.url } : {}),
    });
    threads = walks.map((walk) => ({
      walk,
      thread: new IncidentThread(stage.slack, { tunnel: walk.tunnel }),
    }));
    child = await stage.spawn();
  });
  afterAll(async () => {
    await stage.stop();
    await database?.drop();
  });

  const restart = async (): Promise<void> => {
    await stage.kill(child);
    child = await stage.spawn();
  };
  /**
   * Does these steps in each walk, acknowledged its delay before the kill.
   * @param besides is begun before them, and what it returns is done at the kill.
   */
  const killAfter = async (
    steps: readonly Step[],
    besides: () => Promise<() => Promise<unknown>> = async () => async () => undefined,
  ): Promise<void> => {
    const all = threads.flatMap(({ walk, thread }) => steps.map((step) => ({ step, walk, thread })));
    const acts = await Promise.all(
      all.map(async ({ step, walk, thread }) => ({
        delayMs: walk.delayMs,
        act: await step.ready(stage, thread, walk),
      })),
    );
    const last = { delayMs: 0, act: await besides() };
    const acknowledged = [...acts, last].map(async ({ delayMs, act }) => {
      await systemClock.sleep(longestMs - delayMs);
      await act();
      await systemClock.sleep(delayMs);
    });
    await Promise.all(acknowledged);
    await restart();
  };
  const killWhenBurstStands = async (): Promise<void> => {
    await eventually(() => saidIn(stage).some(tellsOfBurst), 'the first incident of the burst stands');
    await restart();
  };
  const goOn = async (steps: readonly Step[]): Promise<void> => {
    for (const { shows } of steps) for (const { thread } of threads) await thread.says(shows);
  };

  it.each(rounds.map((steps) => ({ steps, name: steps.map(({ name }) => name).join(' and ') })))(
    'go on after $name',
    async ({ steps }) => {
      await killAfter(steps);
      await goOn(steps);
    },
    180_000,
  );

  let aside: IncidentThread;
  let burst: Burst | null = null;
  it('go on after closing it', async () => {
    const { slack } = stage;
    aside = new IncidentThread(slack, apart);
    await open(stage, apart.tunnel, apart.channel);
    await aside.says(opening.shows);
    await killAfter([closing], async () => {
      slack.faults.next('files.getUploadURLExternal', { kind: 'hang' });
      await aside.click('Parameter sheet', 'jonas');
      await slack.waitFor(() => slack.calls.some((call) => call.fault === 'hang'), 30_000);
      burst = hasBurst ? await beginBurst(stage) : null;
      return async () => await burst?.goOn();
    });
    await Promise.all([goOn([closing]), burst && killWhenBurstStands()]);
  });

  if (hasBurst)
    it('gives each tunnel of a burst of alerts one incident with a verdict, though killed while they come and while they are worked off', async () => {
      await burst?.end;
      await eventually(
        () => tunnelsWithVerdict(stage) >= burstTunnels.length,
        'every tunnel of the burst has an incident with a verdict',
      );
      const standing: readonly OpenIncident[] = JSON.parse(await askRunning(stage, ['incidents', '--json']));
      const incidents = standing.filter(({ tunnels }) => tunnels.some(isOfBurst));
      expect(incidents.flatMap(({ tunnels }) => tunnels).sort()).toEqual([...burstTunnels].sort());
      expect(incidents.map(({ verdict }) => verdict?.cause)).toEqual(
        incidents.map(() => 'ike-proposal-mismatch'),
      );
      everythingWasSaidOnce(stage);
    });

  it('posts a sheet once, and each of its files, though it was killed between them', async () => {
    const { slack } = stage;
    const names = () =>
      aside.messages.flatMap((message) => message.fileIds.map((id) => slack.file(id)?.name ?? ''));
    const sheets = () => names().filter((name) => name.startsWith(`${apart.tunnel}-parameters`));
    await eventually(() => sheets().length >= 2, 'both files of the sheet');
    await aside.fill('Note', { text: 'The sheet is there.' }, 'sam');
    await aside.says(/The sheet is there/);
    expect(sheets().toSorted()).toEqual([`${apart.tunnel}-parameters.csv`, `${apart.tunnel}-parameters.md`]);
    // The card and one message for each section, each with words of its own.
    const parts = aside.messages.filter(({ text }) => text.includes(`Parameters of ${apart.tunnel}`));
    const shown = parts.map(({ blocks }) => JSON.stringify(blocks).replace(/"block_id":"[^"]*"/g, ''));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).toEqual([...new Set(shown)]);
    expect(parts.filter((message) => message.blocks[0]?.type === 'header')).toHaveLength(1);
  });

  it('said everything once in each thread, in the order in which it happened', () => {
    for (const { thread } of threads) saidOnceInOrder(thread, 8);
    saidOnceInOrder(aside, 3);
  });
}

function saidOnceInOrder(thread: IncidentThread, least: number): void {
  const texts = thread.messages.filter((one) => keyOf(one) !== null).map((one) => one.text);
  expect(texts).toEqual([...new Set(texts)]);
  expect(thread.keys.length).toBeGreaterThan(least);
  expect(thread.keys).toEqual([...new Set(thread.keys)]);
  const order = thread.keys.map((key) => Number(key.split(':').at(-1)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
}
