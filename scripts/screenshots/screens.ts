// Screens besides the diagnosis of each tunnel: the lab after a button, the list, the past, who is on call, the installation, the home tab.

import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningDemo } from '../../src/demo/demo.js';
import { labChannel, openLab } from '../../src/demo/lab.js';
import { parisLyon } from '../../src/demo/lyon.js';
import { createLogger } from '../../src/support/logger.js';
import { desk, keep, open, phone, top, until } from './pages.js';

export interface Screen {
  /** Of the files: `list` is `list-1280.png` and `list-390.png`. */
  readonly name: string;
  readonly says: string;
}

type Shown = Pick<RunningDemo, 'workspace' | 'fleet' | 'pageUrl'>;

const channel = 'netops';

/** What a command answers in the channel, by what its message holds. */
const answers: readonly (Screen & { readonly text: string; readonly shows: RegExp })[] = [
  { name: 'list', says: 'Every tunnel, worst first', text: '/ipsec list', shows: /\d+ tunnels\d+ down/ },
  {
    name: 'history',
    says: 'What a tunnel did in the last days',
    text: '/ipsec history tunnel-x',
    shows: /last 7 d/,
  },
  { name: 'oncall', says: 'Whose turn it is', text: '/ipsec oncall', shows: /^.*On call/ },
  { name: 'doctor', says: 'The installation', text: '/ipsec doctor', shows: /Installation: / },
];

export async function otherScreens(demo: Shown, on: Browser, folder: string): Promise<readonly Screen[]> {
  const { workspace, pageUrl } = demo;
  // One page in two widths: what only the asker sees is not there for who opens the page later.
  const page = await open(on, pageUrl, desk);
  for (const { name, text, shows } of answers) {
    await page.setViewportSize(desk);
    await workspace.typeCommand({ user: 'ana', channel, text });
    const card = articles(page).filter({ hasText: shows }).last();
    await card.waitFor();
    await both(page, card, join(folder, name));
  }
  await page.setViewportSize(desk);
  await page.getByRole('button', { name: 'Tunnelmedic home' }).click();
  const home = page.locator('.home-inner');
  await home.getByText(/down/).first().waitFor();
  await both(page, home, join(folder, 'home'));
  await page.close();
  await brokenLab(demo, on, folder);
  return [
    ...answers.map(({ name, says }) => ({ name, says })),
    { name: 'home', says: 'The home tab while tunnels are broken' },
    { name: 'lab', says: 'PAN-OS and a FortiGate, broken by a button' },
  ];
}

/** The watch tells it first; then it is diagnosed where it was broken. */
async function brokenLab({ workspace, fleet, pageUrl }: Shown, on: Browser, folder: string): Promise<void> {
  await openLab({ workspace, fleet, log: createLogger('error') });
  const bench = await until(() => workspace.messages(labChannel.name).at(-1));
  await workspace.click({ user: 'ana', channel: labChannel.name, ts: bench.ts, actionId: 'identity:Lyon' });
  const isDown = ({ text }: { readonly text: string }) => text.includes(`${parisLyon}: down`);
  await until(() => workspace.messages(channel).find(isDown));
  await workspace.typeCommand({
    user: 'ana',
    channel: labChannel.name,
    text: `/ipsec diagnose ${parisLyon}`,
  });
  const told = await until(() => workspace.messages(labChannel.name).find(isDown));
  const id = workspace.channels.find(({ name }) => name === labChannel.name)?.id ?? '';
  const page = await open(on, pageUrl, desk, `${id}/${told.ts}`);
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('article').nth(1).waitFor();
  await both(page, thread.getByRole('article').first(), join(folder, 'lab'));
  await page.close();
}

async function both(page: Page, card: Locator, file: string): Promise<void> {
  for (const viewport of [desk, phone]) {
    await page.setViewportSize(viewport);
    await top(card);
    await keep(page, `${file}-${viewport.width}.png`);
  }
}

function articles(page: Page): Locator {
  return page.getByRole('log', { name: 'Messages' }).getByRole('article');
}
