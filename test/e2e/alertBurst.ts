// A burst of alerts at services that are killed meanwhile: what a sender does, and what must stand in the channel afterwards.

import { expect } from 'vitest';
import { pair } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import type { TriageStage } from './triageStage.js';
import { keyOf } from './triageThread.js';

/** Both of their ends are firewalls of ours, and none is fw-oslo, where other incidents stand open: those would take them in. */
export const burstPairs = ['paris-till', 'paris-stock', 'paris-camera'].map((name, index) =>
  pair({
    name,
    left: {
      firewall: 'fw-paris-1',
      address: `198.51.100.${30 + index}`,
      tunnelInterface: `tunnel.${30 + index}`,
    },
    right: {
      firewall: 'fw-branch-1',
      address: `198.51.100.${181 + index}`,
      tunnelInterface: `tunnel.${30 + index}`,
    },
    protects: [{ name, left: `10.11.${30 + index}.0/24`, right: `10.51.${30 + index}.0/24` }],
    faults: [{ fault: { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' }, fromSecondsAgo: 3600 }],
  }),
);
export const burstTunnels = burstPairs.map(({ name }) => name);
const alertsOfEach = 12;
export const burstSize = burstTunnels.length * alertsOfEach;
const atATime = 6;

/**
 * Posts until each alert is acknowledged, as every sender does.
 * @param placeOf where to, by the number of the post; asked again at each try.
 */
export async function postBurst(
  placeOf: (post: number) => Promise<{ readonly url: string; readonly secret: string }>,
  onAcknowledged: (count: number) => void = () => undefined,
): Promise<void> {
  let next = 0;
  let acknowledged = 0;
  const sender = async (): Promise<void> => {
    while (next < burstSize) {
      const post = next;
      next += 1;
      while (!(await isTaken(post, await placeOf(post)))) await systemClock.sleep(100);
      acknowledged += 1;
      onAcknowledged(acknowledged);
    }
  };
  await Promise.all(Array.from({ length: atATime }, sender));
}

export interface Burst {
  /** Posts the others; resolves at the first one that is acknowledged, while the next ones are on their way. */
  readonly goOn: () => Promise<void>;
  readonly end: Promise<void>;
}

/** Resolves when a third of the burst is acknowledged. */
export async function beginBurst(stage: TriageStage): Promise<Burst> {
  const third = Math.floor(burstSize / 3);
  const [others, next] = [gate(), gate()];
  let end = Promise.resolve();
  await new Promise<void>((resolve) => {
    end = postBurst(
      async (post) => {
        if (post >= third) await others.isOpen;
        return await stage.alertsAt();
      },
      (count) => {
        if (count === third) resolve();
        if (count > third) next.open();
      },
    );
  });
  return {
    goOn() {
      others.open();
      return next.isOpen;
    },
    end,
  };
}

function gate(): { readonly isOpen: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open };
}

async function isTaken(post: number, { url, secret }: { url: string; secret: string }): Promise<boolean> {
  const tunnel = burstTunnels[post % burstTunnels.length];
  const alert = {
    status: 'firing',
    labels: { alertname: `Down${Math.floor(post / burstTunnels.length)}`, tunnel },
    annotations: { summary: `${tunnel} is down` },
    startsAt: '2026-03-01T11:58:30Z',
    fingerprint: `f${post}`,
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: '4', groupKey: `{}:{n="${post}"}`, alerts: [alert] }),
  }).catch(() => null);
  return answer?.status === 202;
}

/** Messages of ours in the channel and in its threads. */
export function saidIn({ slack }: TriageStage) {
  const heads = slack.messages('netops');
  return [...heads, ...heads.flatMap(({ ts }) => slack.thread('netops', ts).filter((one) => one.ts !== ts))];
}

export function everythingWasSaidOnce(stage: TriageStage): void {
  const keys = saidIn(stage).flatMap((one) => keyOf(one) ?? []);
  expect(keys).toEqual([...new Set(keys)]);
}

export interface OpenIncident {
  readonly tunnels: readonly string[];
  readonly verdict: { readonly cause: string } | null;
}

export function isOfBurst(tunnel: string): boolean {
  return burstTunnels.some((one) => one === tunnel);
}

/** The first message of an incident of theirs. */
export function tellsOfBurst({ text }: { readonly text: string }): boolean {
  return (
    /^\S+ Incident inc-/.test(text) &&
    (/ tunnels on /.test(text) || burstTunnels.some((one) => text.includes(one)))
  );
}

/** By the first messages of their incidents. */
export function tunnelsWithVerdict(stage: TriageStage): number {
  const told = saidIn(stage).filter((one) => tellsOfBurst(one) && one.text.includes('IKE proposal mismatch'));
  return told.reduce((sum, { text }) => sum + Number(/: (\d+) tunnels /.exec(text)?.[1] ?? 1), 0);
}
