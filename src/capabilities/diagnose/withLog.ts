// A log of the other end that came along with a question, read for that question alone; nothing is kept.

import type { Attachment } from '../../commands/dispatcher.js';
import { readDocument } from '../../commands/document.js';
import { unusedLog, withGiven } from '../../diagnosis/given/given.js';
import { laid } from '../../diagnosis/given/lay.js';
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
  const document = readDocument(file.bytes, file.name);
  if (!document.ok)
    return withGiven(evidence, [], null, [unusedLog(file.name, document.says, document.remedy)]);
  const { text } = await longWork.scrub(document.text);
  const log = { name: file.name, text, at: evidence.collectedAt, by, named: null };
  const told = await laid(evidence, tunnel, { answers: [], log }, longWork);
  return told.evidence;
}
