// Devices that cannot be asked: their own message, which says nothing about their tunnels.

import { plural } from '../../commands/phrases.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { durationText } from '../../domain/duration.js';
import type { Block, Report } from '../../domain/report.js';
import { clockUtc } from '../../domain/utc.js';
import { isLasting, type Notice, type NoticedDevice } from '../../notices/notice.js';
import { frameOf } from './frame.js';

const mostShown = 9;

export function deviceNotice({ devices }: Notice): Report {
  const silent = devices.filter(isLasting);
  const [only, ...others] = devices;
  const [first] = silent;
  if (first) {
    const title =
      silent.length === 1 ? `${first.device} cannot be asked` : `${silent.length} devices cannot be asked`;
    const back = devices.length - silent.length;
    return {
      ...frameOf('unknown', back === 0 ? title : `${title}; ${back} of ${devices.length} answer again`),
      summary: silentBlocks(silent, first),
      actions:
        silent.length === 1
          ? [{ label: 'List', command: commandLine(commandNames.list, [], { device: first.device }) }]
          : [],
    };
  }
  const isOne = others.length === 0;
  return {
    ...frameOf(
      'good',
      isOne ? `${only?.device ?? ''} answers again` : `All ${devices.length} devices answer again`,
    ),
    summary: devices
      .slice(0, mostShown)
      .map((device): Block => ({ kind: 'paragraph', text: backText(device) })),
    actions: [],
  };
}

function silentBlocks(silent: readonly NoticedDevice[], first: NoticedDevice): Block[] {
  const names = silent
    .slice(0, mostShown)
    .map(({ device }) => device)
    .join(', ');
  const more = silent.length > mostShown ? ` and ${silent.length - mostShown} more` : '';
  return [
    {
      kind: 'callout',
      tone: 'unknown',
      text: [{ strong: 'No answer' }, ` since ${clockUtc(first.since)} UTC. ${first.says}`],
    },
    {
      kind: 'fields',
      rows: [
        { label: 'Its tunnels', value: 'Not known; they may be up.' },
        { label: 'Do this', value: first.remedy },
      ],
    },
    ...(silent.length === 1
      ? []
      : [{ kind: 'note' as const, text: `${plural(silent.length, 'device')}: ${names}${more}` }]),
  ];
}

function backText({ device, since, endedAt }: NoticedDevice): string {
  const lasted = durationText(Date.parse(endedAt ?? since) - Date.parse(since));
  return `${device} could not be asked for ${lasted}.`;
}
