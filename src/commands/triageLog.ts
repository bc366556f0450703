// A log of the other end that came along with a question, read for that question alone; nothing is kept.

import type { TunnelEvidence } from '../domain/evidence.js';
import type { FleetTunnel } from '../engine/fleetTunnel.js';
import { besideOurs } from '../engine/partner/theirLog.js';
import { readDocument } from '../incidents/document.js';
import { unusedLog, withGiven } from '../incidents/given.js';
import type { Attachment } from './command.js';
import { inPlace, type LongWork } from './longWork.js';

/** The evidence with the given log laid over it. A log that cannot be used never takes the diagnosis away: the reason stands beside it. */
export async function withLogOf(
  file: Attachment,
  tunnel: FleetTunnel,
  evidence: TunnelEvidence,
  by: string,
  longWork: LongWork = inPlace,
): Promise<TunnelEvidence> {
  const aside = (says: string, remedy: string) =>
    withGiven(evidence, [], null, [unusedLog(file.name, says, remedy)]);
  const document = readDocument(file.bytes, file.name);
  if (!document.ok) return aside(document.says, document.remedy);
  const ours = evidence.ours.log.known ? evidence.ours.log.value : null;
  const { text } = await longWork.scrub(document.text);
  const read = besideOurs(await longWork.readGivenLog(text, tunnel, null), ours);
  if (!('reading' in read)) return aside(read.says, read.remedy);
  return withGiven(evidence, [], { reading: read.reading, by, at: evidence.collectedAt });
}
