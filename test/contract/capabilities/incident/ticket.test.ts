// An incident as text for a ticket: what Jira and Confluence take over when it is pasted, and what reads well where it stays text.

import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/domain/report.js';
import { renderMarkdown } from '../../../../src/render/markdown.js';
import { Delivery } from '../../../../src/slack/delivery.js';
import type { Speaker } from '../../../../src/slack/speaker.js';
import { createLogger } from '../../../../src/support/logger.js';
import { startTriage, type Triage, wrongKeyLog } from './triageSetup.js';

let triage: Triage;
afterEach(() => triage.close());

async function told(): Promise<Report> {
  triage = await startTriage();
  await triage.run('triage partner-1 --severity high');
  const [events] = await triage.stores.incidents.list({});
  const id = events?.[0]?.incident ?? '';
  const attachments = [{ name: 'their_gw.log', bytes: Buffer.from(wrongKeyLog) }];
  await triage.run(`partner-log ${id}`, { attachments });
  await triage.clock.advance(300_000);
  await triage.run(`incident ${id} note <b>seen</b> by @channel in fw_a & [b](http://c)`);
  await triage.run(`incident ${id} close psk-mismatch the key was entered again`);
  return await triage.run(`incident ${id}`);
}

const markdownOf = (report: Report) => renderMarkdown(report, { zone: 'utc', now: triage.clock.now() });

describe('an incident for a ticket', () => {
  it('holds cause, resolution, evidence and who did what, with times that are true on another day', async () => {
    const text = markdownOf(await told());
    expect(text).toMatch(/^# Incident inc-1: partner-1\n\n> \*\*Cause: \*\*/);
    expect(text).toContain('- **Closed by:** ada 2026-03-01 12:05:00 UTC');
    expect(text).toContain('## Evidence');
    expect(text).toContain('MAC mismatched');
    expect(text).toContain('## Timeline');
    expect(text).toContain('their_gw.log');
    expect(text).not.toMatch(/\bago\b/);
  });

  it('uses only what is taken over everywhere: headings, lists, quotes, bold and code', async () => {
    const lines = markdownOf(await told()).split('\n');
    const known = /^(#{1,2} \S|- |> |`{3,}|[^|<>#-]|$)/;
    expect(lines.filter((line) => !known.test(line))).toEqual([]);
  });

  it('obeys nothing that people wrote', async () => {
    const text = markdownOf(await told());
    expect(text).toContain('noted: &lt;b&gt;seen&lt;/b&gt; by');
    expect(text).not.toContain('@channel');
    expect(text).not.toContain('[b](');
  });

  it('is a file in Slack, as the terminal prints it', async () => {
    const report = await told();
    const uploads: { readonly name: string; readonly bytes: Buffer }[] = [];
    const speaker = {
      plan: 'whole',
      post: async () => ({ channel: 'C1', ts: '1.1' }),
      upload: async (_channel: string, _root: string, file: (typeof uploads)[number]) => {
        uploads.push(file);
      },
    } as unknown as Speaker;
    const delivery = new Delivery({
      ...{ speaker, clock: triage.clock, logger: createLogger('silent'), drawPng: async () => null },
    });
    const place = { channel: 'C1', threadTs: null, user: { id: 'U1', name: 'Ada' }, direct: false };
    await delivery.deliver(report, 'incident', { ...place, responseUrl: null, editTs: null }, null);
    expect(uploads.map(({ name }) => name)).toEqual(['inc-1.md']);
    expect(uploads[0]?.bytes.toString()).toBe(markdownOf(report));
  });
});
