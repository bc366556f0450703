// The band of a tunnel's states in one line of signs, with its axis and what each sign means.

import type { HistoryPicture } from '../domain/picture.js';
import type { Tone } from '../domain/report.js';
import { columnsOf } from './layout.js';
import { neutralized } from './plainText.js';
import type { TableStyle } from './terminalTable.js';

type State = HistoryPicture['stretches'][number]['state'];

/** Ascending by how bad it is: of several in one column the last one shows. */
const looks: readonly {
  readonly state: State;
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}[] = [
  { state: 'disabled', sign: '-', word: 'disabled', tone: 'quiet' },
  { state: 'up', sign: '=', word: 'up', tone: 'good' },
  { state: 'idle', sign: '.', word: 'idle', tone: 'quiet' },
  { state: 'unknown', sign: '?', word: 'not known', tone: 'unknown' },
  { state: 'planned', sign: 'p', word: 'planned work', tone: 'quiet' },
  { state: 'degraded', sign: '!', word: 'degraded', tone: 'warning' },
  { state: 'flapping', sign: '~', word: 'flapping', tone: 'warning' },
  { state: 'down', sign: 'X', word: 'down', tone: 'bad' },
];

const widest = 96;

export function historyLines(history: HistoryPicture, style: TableStyle): readonly string[] {
  const width = Math.max(10, Math.min(style.width - 4, widest));
  const signs = columnsFor(history, width);
  const shown = looks.filter(({ state }) => history.lasted.some((one) => one.state === state));
  const legend = shown.map(({ state, sign, word, tone }) => {
    const text = history.lasted.find((one) => one.state === state)?.text ?? '';
    return `  ${style.tone(tone)(sign)} ${word} ${text}`;
  });
  return [
    '',
    `  ${signs.map((look) => style.tone(look.tone)(look.sign)).join('')}`,
    `  ${axis(history, width)}`,
    ...legend,
  ];
}

function columnsFor(
  { from, to, stretches }: HistoryPicture,
  width: number,
): readonly (typeof looks)[number][] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const step = (end - begin) / width;
  const known = stretches.map((one) => ({
    from: Date.parse(one.from),
    to: Date.parse(one.to),
    look: looks.findIndex(({ state }) => state === one.state),
  }));
  return Array.from({ length: width }, (_, column) => {
    const [left, right] = [begin + column * step, begin + (column + 1) * step];
    const within = known.filter((one) => one.from < right && one.to > left).map(({ look }) => look);
    return looks[Math.max(-1, ...within)] ?? { state: 'unknown', sign: '?', word: '', tone: 'unknown' };
  });
}

/** Each label begins below its instant; one that would touch the label before it is left out. */
function axis({ from, to, ticks }: HistoryPicture, width: number): string {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  let line = '';
  for (const { at, label } of ticks) {
    const text = neutralized(label);
    const place = Math.floor(((Date.parse(at) - begin) / Math.max(1, end - begin)) * width);
    if (place < columnsOf(line) + (line === '' ? 0 : 1) || place + columnsOf(text) > width) continue;
    line = `${line.padEnd(place)}${text}`;
  }
  return line;
}
