// A log of the other end that came along with a question, read for that question alone; nothing is kept.

import type { Attachment } from '../../commands/command.js';
import { readDocument } from '../../commands/document.js';
import { unusedLog, withGiven } from '../../diagnosis/given/given.js';
import { besideOurs } from '../../diagnosis/given/theirLog.js';
import { inPlace, type LongWork } from '../../diagnosis/longWork.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';

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
