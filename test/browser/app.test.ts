// The demo as a person meets it, in Chromium: a slash command, its card, a button, the thread. Its screenshots are README's pictures.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, patience } from '../../scripts/screenshots/pages.js';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

describe('the demo', () => {
  let browser: Browser;
  let demo: RunningDemo;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    await mkdir(docs, { recursive: true });
    browser = await launch();
    demo = await startDemo({ port: 0, story: [], say: () => undefined });
  });
  afterAll(async () => {
    await browser.close();
    await demo.close();
  });

  beforeEach(async () => {
    problems = [];
    page = await open(desktop);
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const opened = await browser.newPage({ viewport, deviceScaleFactor: viewport.width < 500 ? 2 : 1 });
    opened.setDefaultTimeout(patience);
    opened.on('pageerror', (error) => problems.push(error.message));
    await opened.goto(demo.pageUrl);
    await opened.locator('.frame').waitFor();
    return opened;
  }

  const messages = () => page.getByRole('log', { name: 'Messages' });
  const type = async (text: string) => {
    await page.getByRole('combobox', { name: 'Message #netops' }).fill(text);
    await page.getByRole('combobox', { name: 'Message #netops' }).press('Enter');
  };

  it('explains with /ipsec diagnose why it is down, in one message and its thread', async () => {
    await type('/ipsec diagnose tunnel-x');
    const card = messages().getByRole('article').last();
    await card.getByRole('heading', { name: /tunnel-x/ }).waitFor();
    await card.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('article').nth(1).waitFor();
    await thread.getByRole('img').first().waitFor();
    await page.mouse.move(100, 600);
    await card.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await thread
      .getByRole('article')
      .nth(1)
      .evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.screenshot({ path: `${docs}thread.png` });
    const small = await open(phone);
    await small.getByRole('article').last().getByRole('heading').scrollIntoViewIfNeeded();
    await small.screenshot({ path: `${docs}thread-phone.png` });
    await small.close();
  });

  it('answers /ipsec status tunnel-x with a card, a button with an answer in the thread', async () => {
    await type('/ipsec status tunnel-x');
    const card = messages().getByRole('article').last();
    await card.getByRole('heading', { name: /tunnel-x/ }).waitFor();
    await card.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('article').nth(1).waitFor();
    await card.getByRole('button', { name: 'Logs' }).click();
    await thread.getByRole('article').nth(2).waitFor();
  });
});
