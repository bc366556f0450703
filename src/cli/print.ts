// A report on stdout, in the form that was asked for.

import { WriteStream } from 'node:tty';
import { wantsColor, widthOf } from '../config/environment.js';
import type { Report } from '../domain/report.js';
import { renderJson } from '../render/json.js';
import { renderMarkdown } from '../render/markdown.js';
import { renderTerminal } from '../render/terminal.js';
import { systemClock } from '../support/clock.js';
import type { Caller } from './caller.js';
import type { Flags } from './entry.js';

export interface Printing {
  readonly flags: Flags;
  readonly caller: Pick<Caller, 'environment' | 'stdout'>;
  /** Of the times in it, as in `TimeFrame`. */
  readonly zone: string;
}

export function printReport(report: Report, { flags, caller, zone }: Printing): void {
  const { environment, stdout } = caller;
  const frame = { now: systemClock.now(), zone };
  if (flags.json) stdout.write(renderJson(report));
  else if (flags.markdown) stdout.write(renderMarkdown(report, frame));
  else {
    const color = wantsColor(environment, stdout.isTTY === true, (given) =>
      WriteStream.prototype.getColorDepth(given),
    );
    const width = widthOf(environment, stdout.columns);
    stdout.write(renderTerminal(report, { ...frame, color, width }));
  }
}
