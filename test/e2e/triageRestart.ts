// kill -9 at each step of walks, several at once: after the restart their threads go on, nothing that was acknowledged is lost, nothing stands there twice.

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
import { tenPeople } from './triageTogether.js';

interface Step {
  /** Opens what it needs. @returns the act, which resolves when the service has acknowledged. */
  readonly ready: (stage: TriageStage, thread: IncidentThread, walk: Walk) => Promise<() => Promise<unknown>>;
  readonly shows: RegExp;
}

interface Walking {
  readonly walk: Walk;
  readonly thread: IncidentThread;
}

/** An incident of its own, whose acts are acknowledged this long before each kill. */
interface Walk extends AlsoPartner {
  readonly delayMs: number;
  /** Whose modals they are. */
  readonly by: string;
}

/** One and another for each delay: the second is a step behind, so that a kill meets a step of each. */
const partners: readonly AlsoPartner[] = [
  { tunnel: partner, partner: 'Globex', us: '198.51.100.120', them: '192.0.2.202' },
  { tunnel: 'partner-umbra', partner: 'Umbra', us: '198.51.100.121', them: '192.0.2.212' },
  { tunnel: 'partner-vega', partner: 'Vega', us: '198.51.100.122', them: '192.0.2.213' },
  { tunnel: 'partner-corvus', partner: 'Corvus', us: '198.51.100.124', them: '192.0.2.215' },
  { tunnel: 'partner-draco', partner: 'Draco', us: '198.51.100.125', them: '192.0.2.216' },
  { tunnel: 'partner-fornax', partner: 'Fornax', us: '198.51.100.126', them: '192.0.2.217' },
];
/** Its incident stands in another channel: a call that hangs there holds nothing in that of the walks. */
const apart: AlsoPartner & { readonly channel: string } = {
  ...{ tunnel: 'partner-lyra', partner: 'Lyra', us: '198.51.100.123', them: '192.0.2.214' },
  channel: 'network-incidents',
};

/** The most there is: a burst becomes incidents when its time is moved, and not before. */
const gatherSeconds = 60;

const opening: Step = {
  ready:
    async (stage, _, { tunnel }) =>
    () =>
      open(stage, tunnel, 'netops'),
  shows: /Which product terminates the tunnel/,
};
const answering: Step = {
  ready: async (_, thread) => () => thread.click('strongSwan', 'jonas'),
  shows: /What does the log of \w+ show/,
};
const taking: Step = {
  ready: async (_, thread) => () => thread.click('Take it', 'mei'),
  shows: /Mei Tanaka took it/,
};
const droppingLog: Step = {
  ready:
    async ({ slack, now }, thread, walk) =>
    async () => {
      const name = `charon-${walk.tunnel}.log`;
      await slack.uploadFile({
        user: 'mei',
        channel: 'netops',
        name,
        content: globexLog(new Date(now()), walk),
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
  ready: (_, thread, { by }) => thread.filled('Note', { text: 'They were called.' }, by),
  shows: /noted: They were called/,
};
const closing: Step = {
  ready: (_, thread, { by }) =>
    thread.filled('Close', { cause: 'ike-proposal-mismatch', remedy: 'One proposal on both ends.' }, by),
  shows: /^Cause: .*Resolution: One proposal on both ends\..*Closed by/,
};

function open({ slack }: TriageStage, tunnel: string, channel: string): Promise<unknown> {
  return slack.typeCommand({ user: 'ana', channel, text: `/ipsec triage ${tunnel}` });
}

/** @param openDatabase null keeps everything in the data folder, as the service does by itself. */
export function restartAtEachStep(
  delaysMs: readonly number[],
  openDatabase: (() => Promise<OwnDatabase>) | null,
): void {
  const walks: readonly Walk[] = partners.slice(0, 2 * delaysMs.length).map((one, index) => ({
    ...one,
    delayMs: delaysMs[Math.floor(index / 2)] ?? 0,
    by: tenPeople[index]?.name ?? '',
  }));
  const longestMs = Math.max(...delaysMs);
  // On PostgreSQL another replica might live, and what was held waits for a minute; there replicas share a burst.
  const hasBurst = openDatabase === null;
  let stage: TriageStage;
  let ahead: readonly Walking[];
  let behind: readonly Walking[];
  let child: ChildProcess;
  let database: OwnDatabase | null = null;
  beforeAll(async () => {
    database = (await openDatabase?.()) ?? null;
    stage = await openTriageStage({
      people: tenPeople,
      alerts: { gatherSeconds },
      firewalls: ['fw-oslo-1', ...(hasBurst ? ['fw-paris-1', 'fw-branch-1'] : [])],
      alsoPartners: [...walks.slice(1), apart],
      alsoPairs: hasBurst ? burstPairs : [],
      ...(database ? { databaseUrl: database.url } : {}),
    });
    const all = walks.map((walk) => ({
      walk,
      thread: new IncidentThread(stage.slack, { tunnel: walk.tunnel }),
    }));
    ahead = all.filter((_, index) => index % 2 === 0);
    behind = all.filter((_, index) => index % 2 === 1);
    child = await stage.spawn();
  });
  afterAll(async () => {
    await stage.stop();
    await database?.drop();
  });

  const goOn = async (those: readonly Walking[], steps: readonly Step[]): Promise<void> => {
    for (const { shows } of steps) for (const { thread } of those) await thread.says(shows);
  };
  /** Does these steps while nothing is killed. */
  const walkOn = async (those: readonly Walking[], steps: readonly Step[]): Promise<void> => {
    for (const step of steps) {
      await Promise.all(
        those.map(async ({ walk, thread }) => {
          const act = await step.ready(stage, thread, walk);
          await act();
        }),
      );
      await goOn(those, [step]);
    }
  };
  /**
   * Does these steps, each acknowledged the delay of its walk before the kill.
   * @param besides is begun before them, and what it returns is done at the kill.
   */
  const killAfter = async (
    met: readonly (readonly [those: readonly Walking[], steps: readonly Step[]])[],
    besides: () => Promise<() => Promise<unknown>>,
  ): Promise<void> => {
    const all = met.flatMap(([those, steps]) =>
      those.flatMap((one) => steps.map((step) => ({ ...one, step }))),
    );
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
    await stage.kill(child);
    child = await stage.spawn();
    for (const [those, steps] of met) await goOn(those, steps);
  };

  let aside: IncidentThread;
  let burst: Burst | null = null;
  it('go on after opening it, and after answering a question and taking it', async () => {
    const { slack } = stage;
    aside = new IncidentThread(slack, apart);
    await open(stage, apart.tunnel, apart.channel);
    await walkOn(ahead, [opening]);
    await aside.says(opening.shows);
    await killAfter(
      [
        [behind, [opening]],
        [ahead, [answering, taking]],
      ],
      async () => {
        slack.faults.next('files.getUploadURLExternal', { kind: 'hang' });
        await aside.click('Parameter sheet', 'jonas');
        await slack.waitFor(() => slack.calls.some((call) => call.fault === 'hang'), 30_000);
        burst = hasBurst ? await beginBurst(stage) : null;
        return async () => await burst?.goOn();
      },
    );
  });

  it('go on after dropping the log and noting, and after closing it', async () => {
    await walkOn(behind, [answering, taking]);
    await walkOn(ahead, [droppingLog, noting]);
    await burst?.end;
    await killAfter(
      [
        [behind, [droppingLog, noting]],
        [ahead, [closing]],
      ],
      async () => {
        if (hasBurst) await burstStands();
        return async () => undefined;
      },
    );
  });
  /** Its alerts are gathered until then. */
  const burstStands = async (): Promise<void> => {
    await stage.moveAhead(child, gatherSeconds * 1000);
    await eventually(() => saidIn(stage).some(tellsOfBurst), 'the first incident of the burst stands');
  };

  if (hasBurst)
    it('gives each tunnel of a burst of alerts one incident with a verdict, though killed while they come and while they are worked off', async () => {
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
    for (const { thread } of ahead) saidOnceInOrder(thread, 8);
    for (const { thread } of behind) saidOnceInOrder(thread, 7);
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
