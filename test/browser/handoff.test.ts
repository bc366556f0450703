// A shift change in Chromium, as the incoming person sees it on a phone and on a desk: the handoff in the channel, and the home tab.

import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, patience } from '../../scripts/screenshots/pages.js';
import { nextHandoff, openHandoffDemo } from '../e2e/handoffStage.js';
import { eventually, IncidentThread, type TriageStage } from '../e2e/triageStage.js';

/** The pictures of the documents; the others are for whoever looks at this test. */
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const shots = join(tmpdir(), 'tunnelmedic-handoff');
const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 1000 };

describe('a shift change in the browser', () => {
  let browser: Browser;
  let stage: TriageStage;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    for (const folder of [docs, shots]) await mkdir(folder, { recursive: true });
    browser = await launch();
    stage = await openHandoffDemo();
    await stage.open();
    page = await browser.newPage({ viewport: desk });
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(stage.slack.pageUrl);
    await page.locator('.frame').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await stage.stop();
  }, 60_000);

  const type = (text: string, user: string) =>
    stage.slack.typeCommand({ user, channel: 'netops', text: `/ipsec ${text}` });
  const headOf = (tunnel: string) =>
    stage.slack
      .messages('netops')
      .find((one) => one.text.includes('Incident inc-') && one.text.includes(tunnel));
  const idOf = async (tunnel: string) => {
    const head = await eventually(() => headOf(tunnel), `the incident of ${tunnel}`);
    return /inc-\w+/.exec(head.text)?.[0] ?? '';
  };
  const messages = () => page.getByRole('log', { name: 'Messages' });
  const shot = async (name: string, folder = shots) => {
    await page.mouse.move(2, 2);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };

  it('shows what is open, what is bad although it was closed, and the remark', async () => {
    await type('triage partner-globex', 'ana');
    await new IncidentThread(stage.slack).says(/Which product terminates/);
    const globex = await idOf('partner-globex');
    await type(`incident ${globex} take`, 'jonas');
    await type(`incident ${globex} state waiting-for-partner for their log of 02:00`, 'jonas');
    await type('triage tunnel-x', 'ana');
    const x = await idOf('tunnel-x');
    await type(`incident ${x} severity high`, 'ana');
    await type('triage hq-oslo', 'mei');
    const oslo = await idOf('hq-oslo');
    await type(`incident ${oslo} close pfs-mismatch PFS is group20 on both ends again.`, 'mei');
    await eventually(() => headOf('hq-oslo')?.text.includes('✅'));
    await type('remark Globex changes its firewall at 04:00, Kim +49 30 1234', 'sam');
    const { message } = await nextHandoff(stage, Date.now());
    expect(message.text).toContain('Incoming');
    const shown = messages()
      .getByRole('article')
      .filter({ hasText: /Handoff of netops/ });
    await shown.last().waitFor();
    await shown.last().evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await shot('handoff-shift');
    await page.setViewportSize(phone);
    await shown.last().evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await shot('handoff-phone', docs);
    await shown.last().getByRole('button', { name: 'I take over' }).click();
    await shown
      .last()
      .getByText(/Confirmed by/)
      .waitFor();
    await shown.last().evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await shot('handoff-confirmed');
  }, 240_000);

  it('stands on the home tab above the fleet', async () => {
    await page.setViewportSize(desk);
    await page.getByRole('button', { name: 'Tunnelmedic home' }).click();
    await page.getByText('Handoff of netops').first().waitFor();
    await shot('home', docs);
    await page.setViewportSize(phone);
    await shot('home-phone');
    expect(problems).toEqual([]);
  }, 120_000);
});
