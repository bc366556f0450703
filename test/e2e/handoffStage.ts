// The stage of the handoff tests: the triage stage with a shift change at every full minute, so that changes come by themselves.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pair } from '../../src/simulator/index.js';
import type { Message, Workspace } from '../../src/workspace/index.js';
import { askTerminal } from '../support/askTerminal.js';
import { builtCommand, nodeArguments } from './built.js';
import { eventually, openTriageStage, type TriageStage } from './triageStage.js';
import { buttonsOf } from './triageThread.js';

/** The workspace numbers its people and channels in order. */
export const [ana, jonas, mei] = ['U0PERSON1', 'U0PERSON2', 'U0PERSON3'];
const [netops, incidents] = ['C0CHANNEL1', 'C0CHANNEL2'];
const mostShifts = 24;
const minuteMs = 60_000;
/** Jobs are looked for every five seconds; where time is not moved, a change is at most a minute away. */
const patienceMs = 150_000;

/** A stage takes a while to open, and is not to miss the changes that tests wait for. */
const openingMs = 30_000;

const startIn = (now: Date, minutes: number): string =>
  new Date(now.getTime() + openingMs + minutes * minuteMs).toISOString().slice(11, 16);

/** Shifts of one minute each, from the next minute on; ana and jonas take turns. */
function minuteShifts(now: Date): object[] {
  return Array.from({ length: mostShifts }, (_, index) => ({
    start: startIn(now, index + 1),
    people: [index % 2 === 0 ? ana : jonas],
  }));
}

const between = (name: string, at: number) => ({
  name,
  left: { firewall: 'fw-paris-1', address: `198.51.100.${at}`, tunnelInterface: `tunnel.${at}` },
  right: { firewall: 'fw-oslo-1', address: `198.51.100.${100 + at}`, tunnelInterface: `tunnel.${at}` },
  protects: [{ name, left: `10.11.${at}.0/24`, right: `10.30.${at}.0/24` }],
});
const up = pair(between('paris-stock', 30));
const down = pair({
  ...between('paris-depot', 31),
  faults: [{ fault: { kind: 'pfs-mismatch', end: 'right' }, fromSecondsAgo: 3 * 3600 }],
});
/** A tunnel between two firewalls of ours that is down. */
export const brokenTunnel = down.name;

/** Two teams: one whose shift changes at each full minute, and one that looks after this tunnel, which is up, and changes once while a test runs. */
function teamsOf(now: Date, quietTunnel: string): object {
  return {
    netops: { channel: netops, timeZone: 'UTC', shifts: minuteShifts(now) },
    branch: {
      channel: incidents,
      timeZone: 'UTC',
      tunnels: [quietTunnel],
      shifts: [2, 2 + 12 * 60].map((minutes) => ({ start: startIn(now, minutes), people: [mei] })),
    },
  };
}

export function openHandoffStage(databaseUrl?: string): Promise<TriageStage> {
  return openTriageStage({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    firewalls: ['fw-oslo-1', 'fw-paris-1'],
    alsoPairs: [up, down],
    more: { teams: teamsOf(new Date(), up.name) },
  });
}

/** With everything that the demo has, for who looks at it. */
export function openHandoffDemo(): Promise<TriageStage> {
  return openTriageStage({ more: { teams: teamsOf(new Date(), 'paris-hq') } });
}

export interface SeenHandoff {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly changeAt: number;
  readonly message: Message;
}

/** What was posted at shift changes, oldest first. */
export function handoffsIn(slack: Workspace): SeenHandoff[] {
  return slack.messages('netops').flatMap((message) => {
    const payload = (message.metadata as { event_payload?: { key?: string } } | undefined)?.event_payload;
    const at = /^handoff:netops (\S+)$/.exec(payload?.key ?? '')?.[1];
    return payload?.key && at ? [{ key: payload.key, changeAt: Date.parse(at), message }] : [];
  });
}

/** The handoff of the next change after now. */
export async function nextHandoff({ slack }: TriageStage, after: number): Promise<SeenHandoff> {
  return await eventually(
    () => handoffsIn(slack).find((one) => one.changeAt >= after),
    'a shift change',
    patienceMs,
  );
}

/** When the newest change was; milliseconds since 1970. */
export function lastChange(stage: TriageStage): number {
  return stage.now() - (stage.now() % minuteMs);
}

/** Moves the service's time to just before the next change. @returns the time of that change. */
export async function reachChange(stage: TriageStage, child: ChildProcess): Promise<number> {
  const leftMs = minuteMs - (stage.now() % minuteMs);
  const changeAt = stage.now() + leftMs;
  if (leftMs > 1000) await stage.moveAhead(child, leftMs - 1000);
  return changeAt - (changeAt % minuteMs);
}

/** Moves the service's time to just after the next change: what follows is within one shift, whatever the clock on the wall says. */
export async function passChange(stage: TriageStage, child: ChildProcess): Promise<void> {
  await stage.moveAhead(child, minuteMs - (stage.now() % minuteMs) + 100);
}

/** The one handoff of the team whose shift was quiet; a fault that is armed before it would meet it. */
export async function quietHandoff(slack: Workspace): Promise<Message> {
  return await eventually(
    () => slack.messages('network-incidents').find((one) => one.text.includes('Handoff of branch')),
    'the handoff of the branch',
    patienceMs,
  );
}

/** As it stands now. */
export function again(slack: Workspace, { key }: SeenHandoff): SeenHandoff {
  const all = handoffsIn(slack).filter((one) => one.key === key);
  const [only] = all;
  if (!only || all.length !== 1) throw new Error(`${key} stands there ${all.length} times`);
  return only;
}

export function takeOverButton(message: Message) {
  return buttonsOf(message).find((button) => button.value.startsWith('confirm '));
}

/** Confirms, and waits until the message says so: then everything that belongs to it was said. */
export async function takeOver(slack: Workspace, handoff: SeenHandoff, user: string): Promise<SeenHandoff> {
  const button = takeOverButton(handoff.message);
  if (!button) throw new Error('there is no button to take over');
  const { ts } = handoff.message;
  await slack.click({ user, channel: 'netops', ts, actionId: button.actionId, value: button.value });
  return await confirmed(slack, handoff);
}

export async function confirmed(slack: Workspace, handoff: SeenHandoff): Promise<SeenHandoff> {
  await eventually(
    () => takeOverButton(again(slack, handoff).message) === undefined,
    'the message without its button',
  );
  return again(slack, handoff);
}

const configOf = ({ folder }: TriageStage): string => join(folder, 'tunnelmedic.yml');
/** 4: answered without some device. */
const isAnswered = (code: number | null): boolean => code === 0 || code === 4;

/** The command line beside a running service on the data folder, which answers; rejects when it fails. */
export async function askRunning(stage: TriageStage, words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await askTerminal([...words, '--config', configOf(stage)]);
  if (!isAnswered(code)) throw new Error(`it ended with ${code}: ${stderr}`);
  return stdout;
}

/** The command line on the stage's configuration, as a process; rejects when it fails. */
export function tunnelmedic(stage: TriageStage, words: readonly string[], env = {}): Promise<string> {
  const command = builtCommand([...words, '--config', configOf(stage)]);
  const child = spawn(process.execPath, [...nodeArguments, ...command], {
    env: {
      PATH: process.env.PATH,
      HOME: stage.folder,
      TIME_AHEAD_MS: String(stage.now() - Date.now()),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      isAnswered(code) ? resolve(out) : reject(new Error(`it ended with ${code}: ${err}`)),
    );
  });
}
