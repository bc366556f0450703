// When shifts change in a team's own time zone, summer time included.

import { DateTime } from 'luxon';

/** `06:00`-like local times at which a shift begins, in an IANA zone. */
export interface ShiftPlan {
  readonly zone: string;
  readonly starts: readonly string[];
}

/** The shift that an instant falls into: a skipped hour begins when the clock jumps, a repeated one when it comes first. */
export function shiftAt(instant: Date, plan: ShiftPlan): { readonly from: Date; readonly to: Date } {
  const today = DateTime.fromJSDate(instant, { zone: plan.zone }).startOf('day');
  const changes = [-1, 0, 1]
    .flatMap((days) => plan.starts.map((start) => atLocalTime(today.plus({ days }), start)))
    .sort((a, b) => a.getTime() - b.getTime());
  const from = changes.filter((change) => change <= instant).at(-1);
  const to = changes.find((change) => change > instant);
  if (!from || !to) throw new Error('a shift plan has at least one start');
  return { from, to };
}

function atLocalTime(day: DateTime, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toJSDate();
}
