// Another app posts alerts into a channel: the first one's thread leads to the partner's cause, forty are one incident, and the handoff tells of both closings.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertPictures } from '../../scripts/screenshots/alerts.js';
import { desk, launch, open } from '../../scripts/screenshots/pages.js';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { shops } from '../../src/demo/shops.js';
import { type Incident, incidentFrom } from '../../src/incidents/incident.js';
import { eventually } from '../e2e/triageThread.js';

describe('alerts of another app', () => {
  let browser: Browser;
  let demo: RunningDemo;
  let folder: string;
  let incidents: readonly Incident[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-alerts-'));
    browser = await launch();
    demo = await startDemo({ port: 0, story: [], say: () => undefined });
    await alertPictures(demo, browser, folder).catch((error: unknown) => {
      const { messages, thread } = demo.workspace;
      const told = messages('alerts').flatMap(({ ts }) => thread('alerts', ts).slice(1));
      console.log(told.map(({ text }) => text.slice(0, 200)).join('\n'));
      throw error;
    });
    const { incidents: store } = await demo.stores();
    incidents = (await store.list({ open: true, limit: 100 })).map(incidentFrom);
  }, 900_000);
  afterAll(async () => {
    await browser.close();
    await demo.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const inAlerts = (ts: string) => demo.workspace.thread('alerts', ts)[0];
  const partner = () => incidents.find(({ tunnel }) => tunnel === 'partner-globex');
  const line = () => incidents.find(({ tunnels }) => tunnels.length > 1);

  it('are one incident for the partner and one for the forty, each in the thread of an alert of its own', () => {
    expect(incidents).toHaveLength(2);
    expect(line()?.tunnels.toSorted()).toEqual(shops);
    for (const incident of incidents) {
      expect(incident.because).toMatchObject({ kind: 'alert', source: 'channel' });
      const alert = JSON.stringify(inAlerts(incident.thread?.ts ?? '')?.attachments);
      expect(incident.tunnels.some((tunnel) => alert.includes(`VPN ${tunnel} is down`))).toBe(true);
    }
  });

  it('lead to the partner’s cause, and to the one thing that the forty share, as the firewall tells it', () => {
    expect(partner()?.verdict).toMatchObject({ cause: 'ike-proposal-mismatch', confidence: 'certain' });
    expect(line()?.shares).toMatchObject({ kind: 'interface', device: 'fw-shops', value: 'ethernet1/1' });
    expect(line()?.verdict).toMatchObject({
      isShared: true,
      confidence: 'certain',
      summary: expect.stringContaining('ethernet1/1 of fw-shops has no link'),
    });
  });

  it('were shown on a desk and on a phone', async () => {
    const names = ['alert', 'alerts-of-a-line'].flatMap((name) => [`${name}-1280.png`, `${name}-390.png`]);
    expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
  });

  it('are told in the handoff once both are closed', async () => {
    const type = (text: string) =>
      demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });
    for (const { id, verdict } of incidents)
      await type(`incident ${id} close ${verdict?.cause} mended ${id}`);
    // A command is acknowledged before it is done.
    const { incidents: store } = await demo.stores();
    await eventually(
      async () => (await store.list({ open: true, limit: 100 })).length === 0,
      'both are closed',
    );
    await type('handoff');
    const page = await open(browser, demo.pageUrl, desk);
    const handoff = page
      .getByRole('log', { name: 'Messages' })
      .getByRole('article')
      .filter({ hasText: /Handoff of netops/ })
      .last();
    await handoff.waitFor();
    const told = (await handoff.textContent()) ?? '';
    for (const { id } of incidents) expect(told).toContain(`Resolution: mended ${id}.`);
    expect(told).toMatch(/40 tunnels on fw-shops ethernet1\/1/);
    // Nobody mended them.
    expect(told).toMatch(/shop-\d+, shop-\d+, shop-\d+ and 37 more: still down/);
    await page.close();
  }, 180_000);
});
