// From Slack to the firewall and back into the thread: the real dispatch over simulated firewalls, their XML API over TLS.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Wired, wire } from '../../src/app/wiring.js';
import { loadSettings } from '../../src/config/settings.js';
import { writeFleetConfig } from '../../src/demo/demo.js';
import { type RunningFleet, startFleet } from '../../src/simulator/index.js';
import { createLogger } from '../../src/support/logger.js';
import { openStage, type Stage } from './stage.js';
import { fleetOf } from './stageFleet.js';

describe.each(['socket', 'http'] as const)('over %s and simulated firewalls', (mode) => {
  let fleet: RunningFleet;
  let folder: string;
  let wired: Wired;
  let stage: Stage;

  beforeAll(async () => {
    fleet = await startFleet(fleetOf({ firewalls: ['fw-paris-1', 'fw-hq-1', 'fw-hq-2'] }));
    folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-e2e-'));
    const settings = await loadSettings(await writeFleetConfig(fleet, folder), {});
    wired = wire({ ...settings, sampleSeconds: 0.2 }, { log: createLogger('silent') });
    stage = await openStage({ mode, dispatcher: wired.dispatcher });
  });
  afterAll(async () => {
    await stage.stop();
    await wired.close();
    await fleet.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const cards = () => stage.slack.messages('netops');
  const ask = async (text: string) => {
    const before = cards().length;
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text });
    return stage.slack.waitFor(() => {
      const card = cards()[before];
      // While the command runs the message shows its steps; the card has a header.
      return card?.blocks[0]?.type === 'header' ? card : null;
    }, 20_000);
  };

  it('/ipsec status tunnel-x is answered by a card with its state and a thread with the log', async () => {
    const card = await ask('/ipsec status tunnel-x');
    expect(card.text).toMatch(/^❌ .*tunnel-x.*down/);
    // Whole seconds of the log, below the day and the device that wrote them.
    await stage.slack.waitFor(() =>
      /\d\d:\d\d:\d\d [^"]*IKE/.test(JSON.stringify(stage.slack.thread('netops', card.ts))),
    );
  });

  it('/ipsec list names every tunnel of the fleet, with those that are down first', async () => {
    const card = await ask('/ipsec list');
    const text = JSON.stringify(card.blocks);
    expect(text).toContain('tunnel-x');
    expect(text.indexOf('tunnel-x')).toBeLessThan(text.indexOf('paris-hq'));
  });

  it('a name that is nearly right is answered to the asker alone, with a menu or a hint', async () => {
    const before = cards().length;
    await stage.slack.typeCommand({ user: 'jonas', channel: 'netops', text: '/ipsec status tunel-x' });
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('jonas')[0], 60_000);
    expect(JSON.stringify(told)).toContain('tunnel-x');
    expect(cards()).toHaveLength(before);
  });

  it('the type-ahead offers the tunnels of the fleet', async () => {
    await stage.slack.typeCommand({ user: 'mei', channel: 'netops', text: '/ipsec status' });
    const view = await stage.slack.waitFor(() => stage.slack.openViews('mei')[0]);
    const { options } = await stage.slack.suggest({
      user: 'mei',
      viewId: view.id,
      actionId: 'tunnel',
      value: 'tunnel',
    });
    expect(options[0]).toMatchObject({ value: 'tunnel-x' });
  });

  it('/ipsec diagnose tunnel-x shows its verdict on top and a picture in the thread', async () => {
    const card = await ask('/ipsec diagnose tunnel-x');
    expect(JSON.stringify(card.blocks)).toContain('Who acts');
    const files = await stage.slack.waitFor(() => {
      const ids = stage.slack.thread('netops', card.ts).flatMap((message) => message.fileIds);
      return ids.some((id) => stage.slack.file(id)?.name.endsWith('.png')) ? ids : null;
    }, 60_000);
    expect(files.length).toBeGreaterThan(0);
  });

  it('takes a name alone for its status and plain words for a diagnosis; details are for the asker, from what is kept', async () => {
    expect(JSON.stringify((await ask('/ipsec tunnel-x')).blocks)).toContain('status tunnel-x');
    const card = await ask('/ipsec why is tunnel-x down');
    expect(JSON.stringify(card.blocks)).toContain('diagnose tunnel-x --details');
    const before = cards().length;
    await stage.slack.typeCommand({
      user: 'ana',
      channel: 'netops',
      text: '/ipsec diagnose tunnel-x --details',
    });
    const details = await stage.slack.waitFor(() =>
      stage.slack.ephemerals('ana').find((one) => one.text.includes('all checks')),
    );
    expect(JSON.stringify(details.blocks)).not.toMatch(/--answer|Who acts/);
    expect(cards()).toHaveLength(before);
  });

  it('every message that was sent was accepted by Slack as it was drawn', () => {
    const refused = stage.slack.calls.filter(
      (call) => call.method.startsWith('chat.') && call.reply.ok !== true,
    );
    expect(refused.map((call) => call.reply)).toEqual([]);
  });
});
