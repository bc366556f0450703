// What stands below a list: devices that could not be read, how old it is, and what an overview does not tell.

import { durationText, plural } from '../../commands/phrases.js';
import type { Block, Span } from '../../domain/report.js';
import { askedText } from '../../fleet/fleet.js';
import type { ListEntry, TunnelList } from '../../fleet/list.js';

const mostNamed = 10;

/** One line that names them all, then what to do about each. */
export function gapBlocks({ gaps }: TunnelList): Block[] {
  if (gaps.length === 0) return [];
  const names = gaps.slice(0, mostNamed).map((gap) => gap.device);
  const more = gaps.length - names.length;
  const named = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [
    {
      kind: 'callout',
      tone: 'warning',
      text: `${plural(gaps.length, 'device')} could not be read: ${named}.`,
    },
    {
      kind: 'list',
      items: gaps.slice(0, mostNamed).map((gap) => `${askedText(gap)}: ${gap.says} ${gap.remedy}`),
    },
  ];
}

export function notes(list: TunnelList, shown: readonly ListEntry[]): Block[] {
  const age = ageOf(list);
  // An overview shows the SAs; that they carry traffic both ways is another question.
  const up = 'Up: the SAs stand; whether traffic passes both ways, `status` tells.';
  const isUp = shown.some(({ state }) => state.state === 'up');
  const said = [...(isUp ? [age.length === 0 ? up : `${up} `] : []), ...age];
  return said.length === 0 ? [] : [{ kind: 'note', text: said }];
}

function ageOf({ cachedForMs, sweptAt }: TunnelList): Span[] {
  if (cachedForMs === null) return [];
  const age = durationText(cachedForMs);
  if (sweptAt === null) return [`Data is ${age} old.`];
  return [
    'As of ',
    { at: sweptAt, as: 'time' },
    `, ${age} ago, by the watch; \`--refresh\` asks the devices.`,
  ];
}
