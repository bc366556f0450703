// A real pair of daemons, watched: no word while it rekeys; one word, edited, when its peer is lost, when it is changed, when it flaps.
// LAB_WATCH_SECONDS=600 watches the rekeys for ten minutes.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/workspace/index.js';
import { eventually } from '../e2e/triageStage.js';
import { changeConnection, healthySpec, LEFT_TUNNEL } from './baseSpec.js';
import type { LabSpec } from './spec.js';
import { type LabTriage, OURS, openLabTriage, TUNNEL } from './triageStage.js';

const everySeconds = 5;
const quietSeconds = Number(process.env.LAB_WATCH_SECONDS ?? 40);
const patient = quietSeconds * 1000 + 120_000;

/** Renewed every few seconds, and a silent peer is given up within seconds. */
function hasty(spec: LabSpec): LabSpec {
  const often = { childRekeySeconds: 5, ikeRekeySeconds: 16, dpdDelaySeconds: 2 };
  return changeConnection(changeConnection(spec, 'left', often), 'right', often);
}

describe('a watched pair', () => {
  const healthy = hasty(healthySpec(2));
  let stage: LabTriage;
  beforeAll(async () => {
    stage = await openLabTriage(healthy, { watch: { enabled: true, everySeconds } });
    expect(await stage.attempt()).toBe(true);
  }, 120_000);
  afterAll(() => stage?.stop(), 60_000);

  const heads = (): readonly Message[] => stage.slack.messages('netops').filter(isHead);
  const isHead = ({ threadTs, ts }: Message): boolean => threadTs === undefined || threadTs === ts;
  const shown = (message: Message | undefined): string => JSON.stringify(message?.blocks ?? '');
  const says = (pattern: RegExp) =>
    eventually(() => heads().find(({ text }) => pattern.test(text)), `the channel says ${pattern}`);
  const initiate = () => eventually(async () => (await stage.lab.left.initiate()).ok, 'it is up again');

  it(
    'is renewed again and again without a word',
    async () => {
      await stage.withTraffic(() => sleep(quietSeconds * 1000));
      expect(heads().map(({ text }) => text)).toEqual([]);
      const log = await stage.lab.left.log();
      const renewed = log.match(/CHILD_SA \S+ established with SPIs/g)?.length ?? 0;
      expect(renewed).toBeGreaterThan(quietSeconds / 10);
    },
    patient,
  );

  it('loses its peer, which is said once, and is back, which is said there', async () => {
    await stage.lab.right.kill();
    const told = await says(new RegExp(`${TUNNEL}.*down`));
    await stage.lab.right.restart();
    await initiate();
    await eventually(
      () => /back/i.test(heads().find(({ ts }) => ts === told.ts)?.text ?? ''),
      'it is edited',
    );
    expect(heads()).toHaveLength(1);
  }, 180_000);

  it('is changed, loaded and tried: the trigger names exactly that setting, before and after', async () => {
    await eventually(() => stage.lab.left.ping(1), 'it carries again');
    await sleep(3 * everySeconds * 1000);
    const changed = changeConnection(healthy, 'left', { proposals: ['aes128-sha256-modp2048'] });
    await stage.lab.left.reload(changed.left);
    await stage.lab.left.swanctl(['--terminate', '--ike', LEFT_TUNNEL]);
    expect(await stage.attempt()).toBe(false);
    const message = await eventually(
      () => heads().find(({ text }, index) => index > 0 && new RegExp(`${TUNNEL}.*down`).test(text)),
      'the second outage is told',
    );
    expect(shown(message)).toMatch(new RegExp(`Since it was last up .*${OURS}.*aes-?256.*→.*aes-?128`));
    expect(shown(message)).not.toMatch(/lifetime|local ID .*→/);
    await stage.lab.left.reload(healthy.left);
    await initiate();
    // Two outages within minutes are four changes: it is back, or it is said to come and go.
    await eventually(
      () => /back up|flapping/i.test(heads().find(({ ts }) => ts === message.ts)?.text ?? ''),
      'it is edited',
    );
    expect(stage.leakedKeys()).toEqual([]);
  }, 180_000);

  it('comes and goes: one message says that it flaps, however often it turns', async () => {
    const looks = (count: number) => sleep(count * everySeconds * 1000);
    for (let outage = 0; outage < 2; outage += 1) {
      await stage.lab.left.swanctl(['--terminate', '--ike', LEFT_TUNNEL]);
      // In the first look after it, it may still be a rekey.
      await looks(3);
      await initiate();
      await looks(2);
    }
    const flapping = await says(/flapping/);
    expect(heads().filter(({ text }) => /flapping/.test(text))).toHaveLength(1);
    expect(stage.slack.thread('netops', flapping.ts).filter(({ text }) => /flaps:/.test(text))).toHaveLength(
      1,
    );
    // The two outages that came before, and at most one that became this.
    expect(heads().length).toBeLessThanOrEqual(3);
  }, 180_000);
});
