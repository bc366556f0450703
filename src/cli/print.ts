// A report on stdout, in the form that was asked for.

import { WriteStream } from 'node:tty';
import { type Environment, wantsColor, widthOf } from '../config/environment.js';
import type { Report } from '../domain/report.js';
import { renderJson } from '../render/json.js';
import { renderMarkdown } from '../render/markdown.js';
import { renderTerminal } from '../render/terminal.js';
import { systemClock } from '../support/clock.js';
import type { Flags } from './entry.js';

export interface Printing {
  readonly flags: Flags;
  readonly environment: Environment;
  /** IANA zone of the times in it. */
  readonly zone: string;
}

export function printReport(report: Report, { flags, environment, zone }: Printing): void {
  const frame = { now: systemClock.now(), zone };
  if (flags.json) process.stdout.write(renderJson(report));
  else if (flags.markdown) process.stdout.write(renderMarkdown(report, frame));
  else {
    const color = wantsColor(environment, process.stdout.isTTY === true, (given) =>
      WriteStream.prototype.getColorDepth(given),
    );
    const width = widthOf(environment, process.stdout.columns);
    process.stdout.write(renderTerminal(report, { ...frame, color, width }));
  }
}
