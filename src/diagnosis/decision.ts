// The decision from an examination: state and since, cause, trigger, what to do, who acts; pure.

import { causeInfo } from '../domain/causes.js';
import type { Decision, Remedy, Trigger } from '../domain/decision.js';
import type { EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import { sinceUtc } from '../domain/utc.js';
import type { Diagnosis, Finding } from '../domain/verdict.js';
import { firstFailure } from '../facts/changes.js';
import { firstOutage } from '../facts/outages.js';
import { onlyFailuresSince } from '../facts/sinceWhen.js';
import { checksFor } from './checks.js';
import type { Examination } from './diagnose.js';
import type { FoundTrigger } from './foundTrigger.js';
import { remediesOf } from './remedies.js';
import { revertOf } from './revert.js';
import { statesOf } from './states.js';
import { searchTrigger, type TriggerSearch, triggerText } from './trigger.js';

export function decisionOf(examination: Examination): Decision {
  const { diagnosis, evidence } = examination;
  const { state, verdict } = diagnosis;
  const since = sinceOf(examination);
  const isCalm = causeInfo(verdict.cause).kind === 'not-a-fault';
  const isBroken = state === 'down' || state === 'degraded' || outagesSince(examination) !== null;
  const lead = leadOf(diagnosis);
  const search = isBroken && !isCalm ? triggerSearch(examination) : null;
  const found = search?.found ?? null;
  return {
    state,
    since,
    ...(since === null && state === 'down' && !isCalm ? failing(evidence) : {}),
    cause: isCalm
      ? null
      : { code: verdict.cause, says: causeLine(examination), confidence: verdict.confidence },
    trigger: found ? asTrigger(found, lead) : null,
    untriggered: search && !search.found ? search.says : '',
    remedies: isCalm ? [] : remedies(examination, lead, found),
    acts: verdict.side,
  };
}

function triggerSearch(examination: Examination): TriggerSearch {
  const { diagnosis, evidence } = examination;
  const { cause } = diagnosis.verdict;
  const outages = outagesSince(examination);
  if (outages !== null) {
    const search = searchTrigger(evidence, outages, cause, true);
    if (search.found) return search;
    const began = `First outage at ${sinceUtc(outages, evidence.collectedAt)}.`;
    return { found: null, says: `${began} ${search.says}` };
  }
  return searchTrigger(evidence, diagnosis.state === 'down' ? sinceOf(examination) : null, cause);
}

/** Of a tunnel that is up and comes and goes: when that began (ISO 8601 UTC); null where it does not. */
function outagesSince({ diagnosis, evidence: { ours, theirs, collectedAt } }: Examination): string | null {
  return diagnosis.state === 'up' ? firstOutage([ours, theirs], collectedAt) : null;
}

/** What set it off, without advice: for when it is over. Null where nothing is known to have changed. */
export function happenedBefore(examination: Examination): string | null {
  const { found } = triggerSearch(examination);
  return found === null ? null : triggerText(found);
}

/** What was changed and explains the cause is set back first; the other ways stand beside it. */
function remedies(
  examination: Examination,
  lead: Finding | null,
  found: FoundTrigger | null,
): readonly Remedy[] {
  const { diagnosis, evidence } = examination;
  const usual = lead ? remediesOf(lead, diagnosis.verdict.side, evidence, found) : [];
  const back = found && isBest(found, lead) ? revertOf(found, evidence) : null;
  if (back)
    return [
      back,
      ...usual.filter(({ actor }) => actor !== back.actor).map((one) => ({ ...one, isAlternative: true })),
    ];
  return lead ? usual : nextCheck(examination);
}

/** Where nothing was found, what would find it is the thing to do. */
function nextCheck(examination: Examination): readonly Remedy[] {
  const [check] = checksFor(examination);
  const actor = examination.evidence.ours.name;
  return check ? [{ actor, byPartner: false, isAlternative: false, says: check.says }] : [];
}

/** Of a tunnel that is down the logs of both ends tell when it broke; a log that was pasted is all that tells. */
function sinceOf({ diagnosis, evidence }: Examination): string | null {
  const { tunnel } = statesOf(evidence);
  if (tunnel.since !== null && tunnel.state === diagnosis.state) return tunnel.since;
  if (diagnosis.state !== 'down') return null;
  const first = firstFailure(evidence.ours, evidence.theirs);
  return first === null ? null : new Date(first).toISOString();
}

function failing({ ours, theirs }: TunnelEvidence): Pick<Decision, 'onlyFailuresSince'> {
  // What a partner gave is a cutting, by a clock of its own.
  const [first] = [ours, theirs]
    .filter(({ readable }) => readable)
    .flatMap(({ log }) => onlyFailuresSince(log) ?? [])
    .toSorted();
  return first === undefined ? {} : { onlyFailuresSince: first };
}

/** The finding that the verdict rests on; null when it rests on none. */
export function leadOf({ findings, verdict }: Pick<Diagnosis, 'findings' | 'verdict'>): Finding | null {
  const [first] = findings;
  return first?.cause === verdict.cause ? first : null;
}

/** Going back is the fastest repair, unless it goes back to the weaker algorithm. */
function asTrigger(found: FoundTrigger, lead: Finding | null): Trigger {
  const isRevertable = found.kind === 'change' && isBest(found, lead);
  const advice = !isRevertable ? null : found.isOfTunnel ? 'revert' : 'look';
  const settings = found.compared?.settings ?? found.settings ?? [];
  const { kind, at, end, who } = found;
  return {
    kind,
    says: triggerText(found),
    at,
    device: end.name,
    who,
    ...(advice ? { advice } : {}),
    ...(settings.length > 0 ? { settings } : {}),
  };
}

function isBest({ end }: FoundTrigger, lead: Finding | null): boolean {
  const rather = lead?.either?.rather ?? null;
  return rather === null || rather === end.end;
}

/** One sentence, with how often the deciding line was printed since it broke. */
function causeLine({ diagnosis, evidence }: Examination): string {
  const { cause } = diagnosis.verdict;
  const summary = leadOf(diagnosis)?.brief ?? diagnosis.verdict.summary;
  const times = Math.max(...[evidence.ours, evidence.theirs].map((end) => timesPrinted(end, cause)));
  return times > 1 ? `${summary} Logged ${times} times.` : summary;
}

function timesPrinted({ log }: EndEvidence, cause: string): number {
  if (!log.known) return 0;
  const { candidates, events } = log.value;
  const deciding = candidates.find((one) => one.cause === cause)?.evidence[0];
  if (!deciding) return 0;
  const cured = events.findLastIndex(
    ({ says }) => says === 'authenticated' || says === 'child-up' || says === 'rekey-done',
  );
  return events
    .slice(cured + 1)
    .filter(({ signature }) => signature === deciding.signature)
    .reduce((sum, { count }) => sum + count, 0);
}
