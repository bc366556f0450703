// What passed each way over time: a filled line for each direction on a scale of its own; where nothing is known there is no line.

import type { HistoryPicture } from '../../domain/picture.js';
import { box, colors, stroke, type TextStyle, textAt } from './svg.js';

type Traffic = NonNullable<HistoryPicture['traffic']>;

const HEIGHT = 84;
const label: TextStyle = { size: 25 };

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

export function trafficChart(traffic: Traffic, frame: Frame): { svg: string; height: number } {
  const charts = [
    { rates: traffic.in, text: `in, up to ${traffic.mostIn}` },
    { rates: traffic.out, text: `out, up to ${traffic.mostOut}` },
  ].map(({ rates, text }, index) => {
    const top = frame.top + index * (HEIGHT + 46);
    return textAt(frame.left, top + 22, text, label) + chart(rates, { ...frame, top: top + 32 });
  });
  return { svg: charts.join(''), height: 2 * (HEIGHT + 46) + 22 };
}

function chart(rates: readonly (number | null)[], { left, right, top }: Frame): string {
  const most = rates.reduce<number>((largest, rate) => Math.max(largest, rate ?? 0), 0);
  const bottom = top + HEIGHT;
  const step = (right - left) / Math.max(1, rates.length);
  const ground = stroke(
    [
      [left, bottom],
      [right, bottom],
    ],
    colors.line,
    2,
  );
  const areas = runsOf(rates).map(({ from, values }) => {
    const points = values.flatMap((rate, index): [number, number][] => {
      const y = round(bottom - (most === 0 ? 0 : (rate / most) * HEIGHT));
      const x = left + (from + index) * step;
      return [
        [round(x), y],
        [round(x + step), y],
      ];
    });
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return '';
    const outline = points.map(([x, y]) => `L${x} ${y}`).join(' ');
    const area = `<path d="M${first[0]} ${bottom} ${outline} L${last[0]} ${bottom} Z" fill="${colors.trafficPaper}"/>`;
    return area + stroke(points, colors.traffic, 3);
  });
  return box(left, top, right - left, HEIGHT, colors.stripe) + areas.join('') + ground;
}

/** Stretches of rates that are known, each with the place where it begins. */
function runsOf(rates: readonly (number | null)[]): readonly { from: number; values: number[] }[] {
  const runs: { from: number; values: number[] }[] = [];
  for (const [index, rate] of rates.entries()) {
    if (rate === null || !Number.isFinite(rate)) continue;
    const last = runs.at(-1);
    if (last && last.from + last.values.length === index) last.values.push(rate);
    else runs.push({ from: index, values: [rate] });
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
