// The partner of the demo: waits until it is asked, then sends its log, then mends its side, as a partner's people would by mail.

import type { Clock } from '../domain/clock.js';
import { type Incident, incidentFrom } from '../incidents/incident.js';
import { globexLog, type RunningFleet } from '../simulator/index.js';
import type { OpenStores } from '../stores/door.js';
import type { Logger } from '../support/logger.js';
import type { Workspace } from '../workspace/index.js';

export interface PartnerParts {
  readonly stores: () => Promise<Pick<OpenStores, 'incidents'>>;
  readonly workspace: Pick<Workspace, 'post' | 'uploadFile'>;
  readonly fleet: Pick<RunningFleet, 'clearFault'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between being asked and the answer. */
  readonly answersAfterMs: number;
  /** Its tunnel works again. */
  readonly onMended: (tunnel: string) => Promise<void>;
}

const tunnel = 'partner-globex';
const fault = { kind: 'ike-proposal-mismatch', end: 'right' } as const;
/** Who passes on what came by mail. */
const carrier = 'sam';
const lookEveryMs = 1000;
/** Our end tries again within this. */
const negotiationMs = 8000;

/** Looks at the incident of its tunnel until its side is mended or `stop` is called. */
export function startPartner(parts: PartnerParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = live(parts, signal).catch((error: unknown) => {
    if (!signal.aborted) parts.log.error({ error }, 'the partner of the demo fell silent');
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function live(parts: PartnerParts, signal: AbortSignal): Promise<void> {
  const answer = async (): Promise<Incident> => {
    const incident = await asked(parts, signal);
    await parts.clock.sleep(parts.answersAfterMs, signal);
    return incident;
  };
  let incident = await answer();
  if (incident.partnerLogs.length === 0) {
    await sendLog(parts, incident);
    // Its log must be read before it can know what to mend.
    await logRead(parts, signal);
    incident = await answer();
  }
  await mend(parts, incident, signal);
}

/** The incident, once somebody said that it waits for the partner. */
function asked(parts: PartnerParts, signal: AbortSignal): Promise<Incident> {
  return once(
    parts,
    signal,
    (incident) => incident.state === 'waiting-for-partner' && incident.thread !== null,
  );
}

function logRead(parts: PartnerParts, signal: AbortSignal): Promise<Incident> {
  return once(parts, signal, (incident) => incident.partnerLogs.length > 0);
}

async function once(
  { stores, clock }: PartnerParts,
  signal: AbortSignal,
  isIt: (incident: Incident) => boolean,
): Promise<Incident> {
  for (;;) {
    const { incidents } = await stores();
    const [events] = await incidents.list({ open: true, tunnel, limit: 1 });
    const incident = events ? incidentFrom(events) : null;
    if (incident && isIt(incident)) return incident;
    await clock.sleep(lookEveryMs, signal);
  }
}

async function sendLog({ workspace, clock }: PartnerParts, { thread }: Incident): Promise<void> {
  if (!thread) return;
  await workspace.uploadFile({
    user: carrier,
    channel: thread.channel,
    threadTs: thread.ts,
    name: 'globex-charon.log',
    content: globexLog(clock.now()),
    text: 'Globex answered by mail, with the log of its gateway.',
  });
}

async function mend(
  { workspace, fleet, clock, onMended }: PartnerParts,
  { thread }: Incident,
  signal: AbortSignal,
): Promise<void> {
  fleet.clearFault(tunnel, fault);
  if (!thread) return;
  await clock.sleep(negotiationMs, signal);
  await workspace.post({
    user: carrier,
    channel: thread.channel,
    threadTs: thread.ts,
    text: 'Globex writes: we accept aes-256-cbc again. Please check.',
  });
  await onMended(tunnel);
}
