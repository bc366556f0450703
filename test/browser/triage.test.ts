// A whole triage in Chromium, from the command to the closed incident and the handoff that mentions it; its screenshots are docs/triage*.png.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, patience } from '../../scripts/screenshots/pages.js';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { globexLog } from '../../src/simulator/index.js';
import { IncidentThread } from '../e2e/triageStage.js';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

describe('a triage in the browser', () => {
  let browser: Browser;
  let demo: RunningDemo;
  let page: Page;
  let told: IncidentThread;
  const problems: string[] = [];

  beforeAll(async () => {
    await mkdir(docs, { recursive: true });
    browser = await launch();
    demo = await startDemo({ port: 0, story: [], say: () => undefined, partnerMs: 300 });
    told = new IncidentThread(demo.workspace);
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(demo.pageUrl);
    await page.locator('.frame').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await demo.close();
  }, 60_000);

  const messages = () => page.getByRole('log', { name: 'Messages' });
  const thread = () => page.getByRole('complementary', { name: 'Thread' });
  const type = async (text: string) => {
    const box = page.getByRole('combobox', { name: 'Message #netops' });
    await box.fill(text);
    await box.press('Enter');
  };
  const shoot = async (name: string, last: Locator) => {
    await last.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await page.mouse.move(20, 980);
    await page.screenshot({ path: `${docs}${name}.png` });
  };

  it('leads from two questions and the partner’s log to the cause', async () => {
    await type('/ipsec triage partner-globex');
    await told.says(/Which product terminates/);
    await messages().getByRole('button', { name: /repl/ }).last().click();
    await thread()
      .getByRole('button', { name: /^Which product/ })
      .last()
      .click();
    await page.getByRole('option', { name: 'strongSwan', exact: true }).click();
    await told.says(/What does the log of Globex show/);
    const ts = told.head?.ts ?? '';
    const log = { name: 'charon.log', content: globexLog(new Date()), threadTs: ts };
    await demo.workspace.uploadFile({ user: 'jonas', channel: 'netops', ...log });
    await told.says(/now confirmed .*, because of the partner’s log/);
    await thread().getByText('because of the partner’s log').last().waitFor();
    // The card above the thread is redrawn a moment after its events.
    await messages()
      .getByRole('heading', { name: /IKE proposal mismatch/ })
      .last()
      .waitFor();
    await shoot('triage', thread().getByRole('article').last());
  }, 180_000);

  it('shows in the sheet which parameter differs, and gives the message to the partner to copy', async () => {
    await messages().getByRole('button', { name: 'More actions' }).last().click();
    await page.getByRole('option', { name: 'Parameter sheet' }).click();
    await told.says(/Parameters of partner-globex/);
    await thread().getByText('Globex: mismatch in 1 parameter').waitFor();
    await shoot('triage-sheet', thread().getByText('differs: your log').last());
    await messages().getByRole('button', { name: 'Message partner' }).last().click();
    const message = await told.says(/Message to Globex/);
    expect(JSON.stringify(message.blocks)).toContain('shows aes-128-cbc');
    await shoot('triage-message', thread().getByRole('article').last());
  });

  it('waits for the partner, sees that it works again, and is closed with what it was and what put it right', async () => {
    await thread().getByRole('button', { name: 'I’ve sent it' }).last().click();
    await told.says(/set the state to waiting for the partner, for Globex/);
    await told.says(/we accept aes-256-cbc again/);
    await messages().getByRole('button', { name: 'Check again' }).last().click();
    await told.says(/back up since/i);
    await messages()
      .getByText(/back up since/i)
      .last()
      .waitFor();
    await shoot('triage-verified', thread().getByRole('article').last());
    await messages().getByRole('button', { name: 'Close', exact: true }).last().click();
    const modal = page.getByRole('dialog');
    await modal.getByRole('textbox').last().fill('Globex accepts aes-256-cbc again.');
    await page.screenshot({ path: `${docs}triage-close.png` });
    await modal.locator('button[type=submit]').click();
    await told.says(/Cause: .*Resolution: Globex accepts aes-256-cbc again\..*Closed by/);
    await thread().getByText('Who did what').last().waitFor();
    await shoot('triage-closed', thread().getByRole('article').last());
  }, 180_000);

  it('is in the handoff', async () => {
    await type('/ipsec handoff');
    const handoff = messages()
      .getByRole('article')
      .filter({ hasText: /Handoff of/ })
      .last();
    await handoff.getByText('Globex accepts aes-256-cbc again.').waitFor();
    await shoot('handoff', handoff);
    expect(problems).toEqual([]);
  }, 180_000);
});
