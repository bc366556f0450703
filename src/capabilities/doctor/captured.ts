// What a capture wrote, as a report: which device is which folder, what was not answered, and what to do before it is handed on.

import type { CapturedDevice } from '../../captures/capture.js';
import { plural } from '../../commands/phrases.js';
import { type Block, bareReport, type Report } from '../../domain/report.js';

/** Of one device; the others stand in the index. */
const shownGaps = 5;

export function composeCaptured(folder: string, devices: readonly CapturedDevice[]): Report {
  const answered = devices.reduce((sum, one) => sum + one.answered, 0);
  const silent = devices.filter((one) => one.answered === 0);
  return {
    ...bareReport,
    kind: 'doctor',
    tone: answered === 0 ? 'bad' : silent.length > 0 ? 'warning' : 'good',
    title:
      answered === 0
        ? 'No device answered: only INDEX.md was written'
        : `${plural(answered, 'reply', 'replies')} of ${plural(devices.length, 'device')} written to ${folder}`,
    summary: [
      {
        kind: 'callout',
        tone: 'warning',
        text: 'Read the files before you hand them on: secrets, names and public addresses were taken out by rules, and INDEX.md says what was not.',
      },
      {
        kind: 'fields',
        rows: devices.map(({ device, as, answered: replies, gaps }) => ({
          label: device,
          value: `${as}: ${plural(replies, 'reply', 'replies')}${gaps.length === 0 ? '' : `, ${gaps.length} not answered`}`,
        })),
      },
    ],
    detail: devices.flatMap(gapsOf),
    audience: 'asker',
    json: {
      schema: 1,
      checks: [],
      captured: {
        folder,
        devices: devices.map(({ gaps, ...one }) => ({
          ...one,
          gaps: gaps.map(({ request, says }) => ({ request, says })),
        })),
      },
    },
    ...(silent.length === 0 ? {} : { unread: silent.length === devices.length ? 'all' : 'part' }),
  };
}

function gapsOf({ device, gaps }: CapturedDevice): Block[] {
  if (gaps.length === 0) return [];
  const more = gaps.length - shownGaps;
  return [
    { kind: 'heading', text: `${device}: not answered` },
    {
      kind: 'list',
      items: gaps
        .slice(0, shownGaps)
        .map(({ request, says }): readonly [{ readonly code: string }, string] => [
          { code: request },
          ` ${says}`,
        ]),
    },
    ...(more > 0 ? [{ kind: 'note' as const, text: `${more} more in INDEX.md.` }] : []),
  ];
}
