// What another app says in a channel, and what its threads become: the alert of a partner's tunnel, and forty of one line.

import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { RunningDemo } from '../../src/demo/demo.js';
import { globexLog } from '../../src/simulator/index.js';
import type { Message } from '../../src/workspace/index.js';
import { desk, keep, open, phone, top, until } from './pages.js';

const channel = 'alerts';

export interface AlertPicture {
  /** Of the files: `alert` is `alert-1280.png` and `alert-390.png`. */
  readonly name: string;
  readonly says: string;
}

/** @returns the pictures, once both threads tell the cause; the incidents are open then. */
export async function alertPictures(
  { workspace, monitoring, pageUrl }: Pick<RunningDemo, 'workspace' | 'monitoring' | 'pageUrl'>,
  on: Browser,
  folder: string,
): Promise<readonly AlertPicture[]> {
  const said = (ts: string, pattern: RegExp) =>
    workspace.thread(channel, ts).find(({ text, blocks }) => pattern.test(text + JSON.stringify(blocks)));
  const alertOf = (tunnel: string): Message | undefined =>
    workspace.messages(channel).find(({ attachments }) => JSON.stringify(attachments).includes(tunnel));
  await monitoring.begin();
  const drill = await until(() => workspace.messages(channel).find(({ text }) => /^Drill/.test(text)));
  await workspace.click({ user: 'ana', channel, ts: drill.ts, actionId: 'cut' });
  const partner = await until(() => alertOf('partner-globex'));
  await until(() => said(partner.ts, /Which product terminates/));
  const log = { name: 'charon.log', content: globexLog(new Date()), threadTs: partner.ts };
  await workspace.uploadFile({ user: 'jonas', channel, ...log });
  await until(() => said(partner.ts, /because of the partner’s log/));
  const first = await until(() =>
    workspace.messages(channel).find(({ ts }) => said(ts, /40 tunnels/) && said(ts, /has no link/)),
  );
  const id = workspace.channels.find(({ name }) => name === channel)?.id ?? '';
  const shots = [
    {
      name: 'alert',
      ts: partner.ts,
      says: 'The alert that another app posted, and its thread',
      card: /partner-globex/,
    },
    {
      name: 'alerts-of-a-line',
      ts: first.ts,
      says: 'Forty alerts of one line: one incident',
      card: /40 tunnels/,
    },
  ];
  for (const { name, ts, card } of shots)
    for (const viewport of [desk, phone]) {
      const page = await open(on, pageUrl, viewport, `${id}/${ts}`);
      const thread = page.getByRole('complementary', { name: 'Thread' });
      const head = thread
        .getByRole('article')
        .filter({ hasText: card })
        .filter({ hasText: /Incident inc-/ });
      await head.first().waitFor();
      const alert = page.getByRole('log', { name: 'Messages' }).locator(`[data-ts="${ts}"]`);
      if (viewport === desk) await top(alert);
      await top(head.first());
      await keep(page, join(folder, `${name}-${viewport.width}.png`));
      await page.close();
    }
  return shots.map(({ name, says }) => ({ name, says }));
}
