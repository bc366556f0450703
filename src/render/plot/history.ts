// The past of a tunnel: a band of its states, rekeys and numbered changes on it, and below what passed each way.

import type { HistoryPicture } from '../../domain/picture.js';
import { trafficChart } from './historyTraffic.js';
import { box, colors, lineHeight, linesAt, picture, stroke, type TextStyle, textAt, wrap } from './svg.js';

type State = HistoryPicture['stretches'][number]['state'];

/** Sizes are chosen for a telephone, where Slack shows the picture at half its width. */
const WIDTH = 760;
const EDGE = 20;
const BAND = 64;
/** What is short must still be seen. */
const LEAST = 4;
const MOST_EVENTS = 6;
const MOST_TICKS = 12;
/** Width of a numbered flag. */
const FLAG = 30;

const styles = {
  title: { size: 34, bold: true },
  tick: { size: 24, fill: colors.quiet, anchor: 'middle' },
  legend: { size: 26 },
  event: { size: 25 },
  number: { size: 24, bold: true, fill: colors.paper, anchor: 'middle' },
  note: { size: 24, fill: colors.quiet },
} as const satisfies Record<string, TextStyle>;

/** `drop`: how far a stretch hangs below the band, so that trouble is seen without colors too. */
const looks: Readonly<Record<State, { color: string; drop: number; hatched?: true }>> = {
  up: { color: colors.good, drop: 0 },
  idle: { color: colors.idle, drop: 0 },
  degraded: { color: colors.amber, drop: 8 },
  flapping: { color: colors.amber, drop: 16, hatched: true },
  down: { color: colors.bad, drop: 16 },
  disabled: { color: colors.line, drop: 0 },
  planned: { color: colors.line, drop: 8, hatched: true },
  unknown: { color: colors.stripe, drop: 0, hatched: true },
};

const words: Readonly<Record<State, string>> = {
  up: 'up',
  idle: 'idle',
  degraded: 'degraded',
  flapping: 'flapping',
  down: 'down',
  disabled: 'disabled',
  planned: 'planned work',
  unknown: 'not known',
};

export function historySvg(history: HistoryPicture): string {
  const [begin, end] = [Date.parse(history.from), Date.parse(history.to)];
  const xOf = (at: string): number => {
    const share = (Date.parse(at) - begin) / Math.max(1, end - begin);
    return round(EDGE + Math.min(1, Math.max(0, share || 0)) * (WIDTH - 2 * EDGE));
  };
  const parts: string[] = [HATCH];
  let y = 46;
  for (const line of wrap(history.title, WIDTH - 2 * EDGE, styles.title, 3)) {
    parts.push(textAt(EDGE, y, line, styles.title));
    y += lineHeight(styles.title);
  }
  const events = history.events.slice(0, MOST_EVENTS);
  const above = events.length > 0 ? 38 : 0;
  parts.push(band(history, xOf, y + above), flags(events, xOf, y));
  y += above;
  y += BAND + 16;
  parts.push(...rekeyTicks(history, xOf, y + 4));
  y += history.rekeys.length > 0 ? 22 : 4;
  parts.push(...axis(history, xOf, y));
  y += 44;
  const legend = legendAt(history, y);
  parts.push(legend.svg);
  y += legend.height;
  if (history.traffic) {
    const chart = trafficChart(history.traffic, { left: EDGE, right: WIDTH - EDGE, top: y });
    parts.push(chart.svg);
    y += chart.height;
  }
  for (const [index, { time, text }] of events.entries()) {
    const lines = wrap(`${time} ${text}`, WIDTH - 2 * EDGE - 44, styles.event, 3);
    parts.push(flagAt(EDGE + 14, y - 8, String(index + 1)), linesAt(EDGE + 44, y, lines, styles.event));
    y += lines.length * lineHeight(styles.event) + 6;
  }
  const left = history.events.length - events.length;
  const notes = [...(left > 0 ? [`${left} more changes.`] : []), ...history.says.map((one) => `${one}.`)];
  const note = wrap([...notes, `Times: ${history.zone}.`].join(' '), WIDTH - 2 * EDGE, styles.note, 3);
  parts.push(linesAt(EDGE, y, note, styles.note));
  return picture(WIDTH, y + note.length * lineHeight(styles.note) - 6, history.title, parts);
}

const HATCH = `<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="9" fill="${colors.quiet}" fill-opacity="0.55"/></pattern></defs>`;

/** What is bad is drawn last, over its neighbors: a minute of a week is less than a pixel. */
function band({ stretches }: HistoryPicture, xOf: (at: string) => number, top: number): string {
  const drawn = stretches.toSorted((a, b) => looks[a.state].drop - looks[b.state].drop);
  return drawn
    .map(({ from, to, state }) => {
      const { color, drop, hatched } = looks[state];
      const x = xOf(from);
      const width = Math.max(drop > 0 ? LEAST : 0, round(xOf(to) - x));
      const [left, height] = [Math.min(x, WIDTH - EDGE - width), BAND + drop];
      return [
        box(left, top, width, height, color),
        hatched ? box(left, top, width, height, 'url(#hatch)') : '',
      ].join('');
    })
    .join('');
}

function rekeyTicks({ rekeys }: HistoryPicture, xOf: (at: string) => number, y: number): readonly string[] {
  const xs = [...new Set(rekeys.map((at) => Math.round(xOf(at))))];
  return xs.map((x) =>
    stroke(
      [
        [x, y],
        [x, y + 10],
      ],
      colors.quiet,
      2,
    ),
  );
}

/** A label that would touch the one before it is left out. */
function axis({ ticks }: HistoryPicture, xOf: (at: string) => number, y: number): readonly string[] {
  let free = 0;
  return ticks.slice(0, MOST_TICKS).map(({ at, label }) => {
    const x = xOf(at);
    const line = stroke(
      [
        [x, y],
        [x, y + 8],
      ],
      colors.line,
      2,
    );
    const half = (label.length * styles.tick.size * 0.56) / 2;
    if (x - half < free || x + half > WIDTH - 4) return line;
    free = x + half + 8;
    return line + textAt(x, y + 34, label, styles.tick);
  });
}

/** Those that would cover each other share a flag: `2–4`. */
function flags(events: HistoryPicture['events'], xOf: (at: string) => number, top: number): string {
  const groups: { first: number; last: number; x: number }[] = [];
  for (const [index, { at }] of events.entries()) {
    const x = Math.min(Math.max(xOf(at), EDGE + FLAG / 2), WIDTH - EDGE - FLAG / 2);
    const before = groups.at(-1);
    if (before && x - before.x < FLAG * 1.6) before.last = index + 1;
    else groups.push({ first: index + 1, last: index + 1, x });
  }
  const stems = events.map(({ at }) =>
    stroke(
      [
        [xOf(at), top + 24],
        [xOf(at), top + 38 + BAND],
      ],
      colors.ink,
      2,
    ),
  );
  const signs = groups.map(({ first, last, x }) =>
    flagAt(x, top + 10, first === last ? String(first) : `${first}–${last}`),
  );
  return stems.join('') + signs.join('');
}

function flagAt(x: number, middle: number, text: string): string {
  const width = text.length > 1 ? FLAG * 1.7 : FLAG;
  return (
    box(round(x - width / 2), middle - 16, width, 32, colors.ink, 6) +
    textAt(x, middle + 9, text, styles.number)
  );
}

/** Two to a line, with how long each lasted. */
function legendAt({ lasted, rekeys }: HistoryPicture, top: number): { svg: string; height: number } {
  const items = [
    ...lasted.map(({ state, text }) => ({ look: looks[state], text: `${words[state]} ${text}` })),
    ...(rekeys.length > 0 ? [{ look: null, text: `rekeys: ${rekeys.length}` }] : []),
  ];
  const column = (WIDTH - 2 * EDGE) / 2;
  const svg = items.map(({ look, text }, index) => {
    const x = EDGE + (index % 2) * column;
    const y = top + Math.floor(index / 2) * 40 + 24;
    const sign =
      look === null
        ? stroke(
            [
              [x + 13, y - 20],
              [x + 13, y],
            ],
            colors.quiet,
            3,
          )
        : box(x, y - 22, 26, 26, look.color, 4) +
          (look.hatched ? box(x, y - 22, 26, 26, 'url(#hatch)', 4) : '');
    const [line = ''] = wrap(text, column - 44, styles.legend, 1);
    return sign + textAt(x + 38, y, line, styles.legend);
  });
  return { svg: svg.join(''), height: Math.ceil(items.length / 2) * 40 + 18 };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
