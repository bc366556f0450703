// What came along with a question: logs and configurations of the other end, each read for what it is; nothing is kept.

import type { Attachment } from '../../commands/dispatcher.js';
import { readDocument } from '../../commands/document.js';
import { withTheirConfig } from '../../diagnosis/given/theirConfig.js';
import { inPlace, type LongWork } from '../../diagnosis/longWork.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { withLogOf } from './withLog.js';

/** The evidence with all of it laid over. What cannot be used never takes the diagnosis away: the reason stands beside it. */
export async function withFiles(
  files: readonly Attachment[],
  tunnel: FleetTunnel,
  collected: TunnelEvidence,
  by: string,
  longWork: LongWork = inPlace,
): Promise<TunnelEvidence> {
  let evidence = collected;
  for (const file of files) {
    const document = readDocument(file.bytes, file.name);
    const isConfig =
      file.saidToBe === 'configuration' || (document.ok && (await longWork.isConfigText(document.text)));
    if (!isConfig) {
      evidence = await withLogOf(file, tunnel, evidence, by, longWork);
      continue;
    }
    const given = { name: file.name, by, at: collected.collectedAt };
    const read = document.ok
      ? await longWork.readGivenConfig((await longWork.scrub(document.text)).text, tunnel, null)
      : document;
    evidence = withTheirConfig(evidence, given, read);
  }
  return evidence;
}
