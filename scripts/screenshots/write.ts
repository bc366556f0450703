// Command: pictures of every situation of the demo, at the width of a desk and of a phone, and the page that shows them. `npm run screenshots [-- FOLDER]`

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { shops } from '../../src/demo/shops.js';
import { globexLog } from '../../src/simulator/index.js';
import { type AlertPicture, alertPictures } from './alerts.js';
import { desk, keep, launch, open, phone, top, until } from './pages.js';
import { otherScreens, type Screen } from './screens.js';

const docs = process.argv[2] ?? 'docs';
const folder = join(docs, 'screens');

interface Shot {
  readonly name: string;
  readonly says: string;
}

await mkdir(folder, { recursive: true });
const demo = await startDemo({ port: 0, story: [], say: () => undefined, partnerMs: 300 });
const browser = await launch();
try {
  const shots = await situations(demo, browser);
  await triage(demo, browser);
  await handoff(demo, browser);
  const others = await otherScreens(demo, browser, folder);
  const alerts = await alarmed(browser);
  await writeFile(join(docs, 'screens.md'), pageOf(shots, alerts, others));
  process.stdout.write(`${shots.length} situations are in ${folder}.\n`);
} finally {
  await browser.close();
  await demo.close();
}

/** Each tunnel of the demo: the card with the decision, and its thread beside it where there is room. */
async function situations({ fleet, workspace, pageUrl }: RunningDemo, on: Browser): Promise<Shot[]> {
  // Forty shops look alike.
  const names = [...new Set(fleet.spec.pairs.map((pair) => pair.name))].filter(
    (name) => !shops.includes(name),
  );
  const wide = await open(on, pageUrl, desk);
  const narrow = await open(on, pageUrl, phone);
  const shots: Shot[] = [];
  for (const name of names) {
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec diagnose ${name}` });
    const card = cardOf(wide, name);
    await card.waitFor();
    const replies = card.getByRole('button', { name: /repl/ });
    await replies.waitFor({ timeout: 4000 }).catch(() => undefined);
    if ((await replies.count()) > 0) await replies.click();
    await top(card);
    await keep(wide, join(folder, `${fileOf(name)}-1280.png`));
    const small = cardOf(narrow, name);
    await small.waitFor();
    await top(small);
    await keep(narrow, join(folder, `${fileOf(name)}-390.png`));
    if (name === 'tunnel-x') {
      await keep(wide, join(docs, 'thread.png'));
      await keep(narrow, join(docs, 'thread-phone.png'));
    }
    shots.push({ name, says: (await small.getByRole('heading').first().textContent()) ?? name });
  }
  await Promise.all([wide.close(), narrow.close()]);
  return shots;
}

/** An incident with a partner, until its log decides: README's second picture. */
async function triage({ workspace, pageUrl }: RunningDemo, on: Browser): Promise<void> {
  await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec triage partner-globex' });
  const head = await until(() =>
    workspace
      .messages('netops')
      .find((one) => one.text.includes('partner-globex') && /Incident inc-/.test(one.text)),
  );
  const log = { name: 'charon.log', content: globexLog(new Date()), threadTs: head.ts };
  await workspace.uploadFile({ user: 'jonas', channel: 'netops', ...log });
  const page = await open(on, pageUrl, desk);
  const card = articles(page)
    .filter({ hasText: /Incident inc-/ })
    .last();
  await card.getByRole('button', { name: /repl/ }).click();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await thread
    .getByText(/because of the partner’s log/)
    .last()
    .waitFor();
  await thread
    .getByRole('article')
    .last()
    .evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await keep(page, join(docs, 'triage.png'));
  await page.close();
  const small = await open(on, pageUrl, phone);
  await top(
    articles(small)
      .filter({ hasText: /Incident inc-/ })
      .last(),
  );
  await keep(small, join(docs, 'triage-phone.png'));
  await small.close();
}

/** In a demo of its own: here its partner's tunnel has an incident already. */
async function alarmed(on: Browser): Promise<readonly AlertPicture[]> {
  const own = await startDemo({ port: 0, story: [], say: () => undefined });
  try {
    return await alertPictures(own, on, folder);
  } finally {
    await own.close();
  }
}

async function handoff({ workspace, pageUrl }: RunningDemo, on: Browser): Promise<void> {
  await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec handoff' });
  const page = await open(on, pageUrl, phone);
  const card = articles(page)
    .filter({ hasText: /Handoff of/ })
    .last();
  await card.waitFor();
  await top(card);
  await keep(page, join(docs, 'handoff-phone.png'));
  await page.close();
}

function articles(page: Page) {
  return page.getByRole('log', { name: 'Messages' }).getByRole('article');
}

/** The last message whose heading begins with the tunnel. */
function cardOf(page: Page, tunnel: string): Locator {
  const pattern = new RegExp(`(^|\\s)${tunnel.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}: `);
  return articles(page)
    .filter({ has: page.getByRole('heading').filter({ hasText: pattern }) })
    .last();
}

function fileOf(tunnel: string): string {
  return tunnel.replace(/[^\w-]+/g, '-');
}

function pageOf(shots: readonly Shot[], alerts: readonly AlertPicture[], others: readonly Screen[]): string {
  return [
    '# What people see',
    '',
    'Every situation of the demo after `/ipsec diagnose TUNNEL`, as a desk (1280 pixels) and a phone (390 pixels) show it. Written by `npm run screenshots`.',
    ...shots.flatMap(({ name, says }) => [
      '',
      `## ${name}`,
      says.trim(),
      '',
      `![${says.trim()}, on a desk](screens/${fileOf(name)}-1280.png)`,
      `![${says.trim()}, on a phone](screens/${fileOf(name)}-390.png)`,
    ]),
    '',
    '## Alerts',
    'What the monitoring, another app, says in a channel, and what its threads become.',
    ...pictures(alerts),
    '',
    '## Other screens',
    'What else is asked, and a tunnel between two products that a button broke.',
    ...pictures(others),
    '',
  ].join('\n');
}

function pictures(all: readonly Screen[]): readonly string[] {
  return all.flatMap(({ name, says }) => [
    '',
    `![${says}, on a desk](screens/${name}-1280.png)`,
    `![${says}, on a phone](screens/${name}-390.png)`,
  ]);
}
