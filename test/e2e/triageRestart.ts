// kill -9 at each step of a walk: after the restart the thread goes on, nothing that was acknowledged is lost, nothing stands there twice.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import type { OwnDatabase } from './ownDatabase.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread, keyOf } from './triageThread.js';

interface Step {
  readonly name: string;
  /** Resolves when the service has acknowledged. */
  readonly act: (stage: TriageStage, thread: IncidentThread) => Promise<unknown>;
  readonly shows: RegExp;
}

const steps: readonly Step[] = [
  {
    name: 'opening it',
    act: ({ slack }) =>
      slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec triage ${partner}` }),
    shows: /Which product terminates the tunnel/,
  },
  {
    name: 'answering a question',
    act: (_, thread) => thread.click('strongswan', 'jonas'),
    shows: /What does the log of Globex show/,
  },
  {
    name: 'taking it',
    act: (_, thread) => thread.click('Take it', 'mei'),
    shows: /Mei Tanaka took it/,
  },
  {
    name: 'dropping the log',
    async act({ slack }, thread) {
      await slack.uploadFile({
        user: 'mei',
        channel: 'netops',
        name: 'charon.log',
        content: globexLog(new Date()),
        threadTs: thread.head?.ts ?? '',
      });
      // An event travels on its own; Slack would deliver one that nobody acknowledged again only a minute later.
      const told = (ack: (typeof slack.acks)[number]) =>
        ack.acked && JSON.stringify(ack.payload).includes('charon.log');
      await slack.waitFor(() => slack.acks.some(told), 30_000);
    },
    shows: /with the partner’s log certain/,
  },
  {
    name: 'noting',
    act: (_, thread) => thread.fill('Note', { text: 'Globex was called.' }, 'sam'),
    shows: /Sam Okoye noted: Globex was called/,
  },
  {
    name: 'closing it',
    act: (_, thread) =>
      thread.fill('Close', { cause: 'ike-proposal-mismatch', remedy: 'One proposal on both ends.' }, 'mei'),
    shows: /^Cause: .*Remedy: One proposal on both ends\..*Closed by/,
  },
];

/** @param openDatabase null keeps everything in the data folder, as the service does by itself. */
export function restartAtEachStep(delayMs: number, openDatabase: (() => Promise<OwnDatabase>) | null): void {
  let stage: TriageStage;
  let thread: IncidentThread;
  let child: ChildProcess;
  let database: OwnDatabase | null = null;
  beforeAll(async () => {
    database = (await openDatabase?.()) ?? null;
    stage = await openTriageStage(database ? { databaseUrl: database.url } : {});
    thread = new IncidentThread(stage.slack);
    child = await stage.spawn();
  }, 120_000);
  afterAll(async () => {
    await stage.stop();
    await database?.drop();
  }, 60_000);

  it.each(steps)(
    'goes on after $name',
    async ({ act, shows }) => {
      await act(stage, thread);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await stage.kill(child);
      child = await stage.spawn();
      await thread.says(shows);
    },
    180_000,
  );

  it('posts a sheet once, and each of its files, though it was killed between them', async () => {
    const { slack } = stage;
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

  it('said everything once, in the order in which it happened', () => {
    const texts = thread.messages.filter((one) => keyOf(one) !== null).map((one) => one.text);
    expect(texts).toEqual([...new Set(texts)]);
    expect(thread.keys.length).toBeGreaterThan(8);
    expect(thread.keys).toEqual([...new Set(thread.keys)]);
    const order = thread.keys.map((key) => Number(key.split(':').at(-1)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
}
