// Everything that people gave, read and laid over what the devices said: the one road for thread, form, question and terminal.

import type { TunnelEvidence } from '../../domain/evidence.js';
import type { Given } from '../../domain/given.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { LongWork } from '../longWork.js';
import { besideOurs } from './besideOurs.js';
import { unusedLog, withGiven } from './given.js';
import { withTheirConfig } from './theirConfig.js';
import type { TheirLog } from './theirLog.js';

interface Laid {
  readonly evidence: TunnelEvidence;
  /** How the given log was read; null when none was given. */
  readonly theirLog: TheirLog | null;
}

/** What cannot be used never takes the diagnosis away: the reason stands beside it. */
export async function laid(
  collected: TunnelEvidence,
  tunnel: FleetTunnel,
  { answers, log, config }: Given,
  work: Pick<LongWork, 'readGivenLog' | 'readGivenConfig'>,
): Promise<Laid> {
  const evidence = config
    ? withTheirConfig(collected, config, await work.readGivenConfig(config.text, tunnel, config.named))
    : collected;
  if (!log) return { evidence: withGiven(evidence, answers, null), theirLog: null };
  const ours = evidence.ours.log.known ? evidence.ours.log.value : null;
  const theirLog = besideOurs(await work.readGivenLog(log.text, tunnel, log.named), ours, log.at);
  if (!('reading' in theirLog)) {
    const aside = [unusedLog(log.name, theirLog.says, theirLog.remedy)];
    return { evidence: withGiven(evidence, answers, null, aside), theirLog };
  }
  const { name, by, at } = log;
  return {
    evidence: withGiven(evidence, answers, { reading: theirLog.reading, name, by, at }),
    theirLog,
  };
}
