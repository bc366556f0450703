// Which verdict of an incident people are asked about: the newest that said what was wrong.

import { judgingOf } from '../../commands/judging.js';
import type { Report } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';

/** While it works again too, and when it is closed: that is when people know. */
export function judgingFor({ id, timeline, fault }: Incident): Pick<Report, 'judging'> {
  const told = timeline.findLast(({ what }) => what.kind === 'verdict' && what.verdict === fault);
  return told && fault?.confidence !== 'none' ? { judging: judgingOf(`${id}:${told.seq}`) } : {};
}
