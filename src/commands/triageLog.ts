// A log of the other end that came along with a question, read for that question alone; nothing is kept.

import type { TunnelEvidence } from '../domain/evidence.js';
import { Problem } from '../domain/problem.js';
import type { FleetTunnel } from '../engine/fleetTunnel.js';
import { besideOurs } from '../engine/partner/theirLog.js';
import { readDocument } from '../incidents/document.js';
import type { GivenLog } from '../incidents/given.js';
import type { Attachment } from './command.js';
import { inPlace, type LongWork } from './longWork.js';

/** @throws Problem `input-unreadable` in one sentence for what is no log of this tunnel. */
export async function logFrom(
  file: Attachment,
  tunnel: FleetTunnel,
  evidence: TunnelEvidence,
  by: string,
  longWork: LongWork = inPlace,
): Promise<GivenLog> {
  const document = readDocument(file.bytes, file.name);
  if (!document.ok) throw unreadable(file.name, document.says, document.remedy);
  const ours = evidence.ours.log.known ? evidence.ours.log.value : null;
  const { text } = await longWork.scrub(document.text);
  const read = besideOurs(await longWork.readGivenLog(text, tunnel, null), ours);
  if (!('reading' in read)) throw unreadable(file.name, read.says, read.remedy);
  return { reading: read.reading, by, at: evidence.collectedAt };
}

/** A sentence about a file as the detail behind its name. */
export function unreadable(file: string, says: string, remedy: string): Problem {
  const detail = says
    .replace(`${file} `, '')
    .replace(/^is /, 'it is ')
    .replace(/\.$/, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return new Problem('input-unreadable', { file, detail, hint: remedy });
}
