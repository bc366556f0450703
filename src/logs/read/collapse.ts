// Lines that were printed twice (two loggers of one daemon, a plain and a tagged copy) count once.

import type { LogEvent } from '../../domain/log.js';
import { observe } from '../exchange/observe.js';
import { readTime } from '../format/time.js';

const near = 8;

/** Equal events within a few lines and the same second become one with its count; retransmits differ in their number and stay. */
export function collapse(events: readonly LogEvent[]): LogEvent[] {
  const kept: LogEvent[] = [];
  const recent: { key: string; second: number; index: number }[] = [];
  for (const event of events) {
    const told = [...Object.values(event.captures), JSON.stringify(observe(event.line.text, event.vendor))];
    const key = `${event.signature} ${told.join('|').replace(/<[^<>]{0,120}> /g, '')}`;
    const second = Math.floor((readTime(event.line.text)?.sort ?? Date.parse(event.line.at ?? '')) / 1000);
    const twin = recent.find((other) => other.key === key && Object.is(other.second, second));
    const before = twin ? kept[twin.index] : undefined;
    if (twin && before) {
      kept[twin.index] = { ...before, count: before.count + 1 };
      continue;
    }
    // What comes after a repetition was not printed twice: it came again.
    if (event.says === 'retransmit') recent.length = 0;
    kept.push(event);
    recent.push({ key, second, index: kept.length - 1 });
    if (recent.length > near) recent.shift();
  }
  return kept;
}
