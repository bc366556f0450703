// Nobody asks: a tunnel breaks, its channel is told once with the cause, also when the process dies meanwhile; it is back, and that is said.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pair } from '../../src/simulator/index.js';
import type { Message } from '../../src/workspace/index.js';
import { lookedAt } from './looks.js';
import { eventually, openTriageStage, type TriageStage } from './triageStage.js';
import { buttonsOf } from './triageThread.js';

const wrongProfile = { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' } as const;
const ours = pair({
  name: 'paris-stock',
  left: { firewall: 'fw-paris-1', address: '198.51.100.30', tunnelInterface: 'tunnel.30' },
  right: { firewall: 'fw-oslo-1', address: '198.51.100.130', tunnelInterface: 'tunnel.30' },
  protects: [{ name: 'stock', left: '10.11.30.0/24', right: '10.30.30.0/24' }],
});
const together = Array.from({ length: 6 }, (_, index) => ({
  tunnel: `partner-well-${index}`,
  partner: `Partner ${index}`,
  us: `198.51.100.${140 + index}`,
  them: `192.0.2.${140 + index}`,
  isWell: true,
}));

describe('what the watch finds', () => {
  let stage: TriageStage;
  let child: ChildProcess;
  beforeAll(async () => {
    // Longer than two looks take on a busy machine, in which what breaks at once is found.
    const watch = { everySeconds: 5, gatherSeconds: 15 };
    const firewalls = ['fw-oslo-1', 'fw-paris-1'];
    stage = await openTriageStage({
      firewalls,
      alsoPairs: [ours],
      alsoPartners: together,
      more: { watch },
    });
    child = await stage.spawn();
    await lookedAt(stage.fleet, firewalls);
  });
  afterAll(() => stage.stop(), 60_000);

  /** What the demo's own faults are told besides. */
  const told = (words: RegExp): readonly Message[] =>
    stage.slack.messages('netops').filter(({ text, blocks }) => words.test(text + JSON.stringify(blocks)));
  const about = (words: string) =>
    eventually(() => told(/./).find(({ text }) => text.includes(words)), words);
  const repliesTo = ({ ts }: Message) => stage.slack.thread('netops', ts).slice(1);

  it('is one message with the cause, though the process is killed before it knows that it stands there', async () => {
    stage.slack.faults.next('chat.postMessage', { kind: 'lost-reply' });
    stage.fleet.injectFault(ours.name, wrongProfile, 'admin');
    await eventually(() => stage.slack.calls.some(({ fault }) => fault === 'lost-reply'), 'its message');
    await stage.kill(child);
    child = await stage.spawn();
    await about('paris-stock: down, IKE proposal mismatch');
    expect(told(/paris-stock/)).toHaveLength(1);
    expect(JSON.stringify(told(/paris-stock/)[0]?.blocks)).toMatch(/Trigger.*admin.*Triage/s);
  }, 240_000);

  it('is over when the tunnel is back: the message says so, and one reply', async () => {
    stage.fleet.clearFault(ours.name, wrongProfile, 'admin');
    const message = await about('paris-stock: back up');
    await eventually(() => repliesTo(message).length > 0, 'the reply');
    expect(repliesTo(message).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^paris-stock: back up since .* It was: IKE proposal mismatch\.$/),
    ]);
    expect(told(/paris-stock/)).toHaveLength(1);
  }, 240_000);

  it('of six tunnels of one firewall at once is one message', async () => {
    for (const { tunnel } of together) stage.fleet.injectFault(tunnel, wrongProfile, 'admin');
    await about('6 tunnels down').catch((error: unknown) => {
      console.log(
        told(/./)
          .map(({ text }) => text)
          .join('\n'),
      );
      throw error;
    });
    expect(told(/partner-well/)).toHaveLength(1);
  }, 240_000);

  it('that gets its incident says so at once, of all its tunnels, and offers no second one', async () => {
    const [group] = told(/6 tunnels/);
    const button = await eventually(
      () =>
        told(/6 tunnels/)
          .flatMap(buttonsOf)
          .find(({ label }) => label === 'Triage'),
      'the button',
    );
    const { actionId, value } = button;
    await stage.slack.click({ user: 'ana', channel: 'netops', ts: group?.ts ?? '', actionId, value });
    const shown = () => JSON.stringify(told(/6 tunnels/)[0]?.blocks);
    await eventually(() => /Incident open: \S+ \(6 tunnels\)/.test(shown() ?? ''), 'the notice leads there');
    expect(
      told(/6 tunnels/)
        .flatMap(buttonsOf)
        .map((one) => one.value),
    ).not.toContain(value);
  });
});
