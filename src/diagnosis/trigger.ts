// What set it off: the change, restart, failover or expiry shortly before the first failure that the logs show.

import type { Cause } from '../domain/causes.js';
import { durationText } from '../domain/duration.js';
import type { EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import { changesBefore, firstFailure, isInForce } from '../facts/changes.js';
import { startOf } from '../facts/restarts.js';
import { explainsNothing, fromDifferences, notBlamed } from './comparedTrigger.js';
import { asChange, type FoundTrigger } from './foundTrigger.js';

/** `none`: everything was looked at and nothing changed; else why that cannot be told. */
export type TriggerSearch =
  | { readonly found: FoundTrigger }
  | { readonly found: null; readonly says: string };

const nearSeconds = 15 * 60;
const slackSeconds = 30;

/**
 * @param failed the moment of the first failure where something else than the end of the logs tells it (ISO 8601 UTC)
 * @param isFirst it is that moment, whatever the logs show last
 */
export function searchTrigger(
  evidence: TunnelEvidence,
  failed: string | null,
  cause: Cause,
  isFirst = false,
): TriggerSearch {
  const ends = [evidence.ours, evidence.theirs].filter((end) => end.readable);
  if (ends.length === 0) return { found: null, says: '' };
  const told = failed === null ? null : Date.parse(failed);
  const first = isFirst ? told : (firstFailure(...ends) ?? told);
  const compared = fromDifferences(ends, cause, first, evidence.collectedAt);
  if (compared) return { found: compared };
  const since = notBlamed(ends, evidence.collectedAt);
  if (first === null)
    return {
      found: null,
      says: `Unknown: no log shows when it broke.${since}`,
    };
  const candidates = ends.flatMap((end) => [
    ...changes(end, first, cause),
    ...restart(end, first),
    ...failover(end, first),
    ...expiry(end, first),
  ]);
  const [best] = candidates.toSorted(
    (a, b) => Number(b.isOfTunnel) - Number(a.isOfTunnel) || Math.abs(a.seconds) - Math.abs(b.seconds),
  );
  if (best) return { found: best };
  const idle = ends.flatMap((end) => explainsNothing(end, cause, changesBefore(end, first)));
  const [edit] = idle.map((one) => asChange(one.end, one.change));
  if (edit) return { found: null, says: `Before it ${edit.what}, which does not explain it.${since}` };
  return { found: null, says: `${nothingSeen(ends)}${since}` };
}

/** That nothing changed needs every witness; one that is silent is named. */
function nothingSeen(ends: readonly EndEvidence[]): string {
  const silent = ends.flatMap((end) => {
    if (!end.changes.known) return [{ name: end.name, gap: end.changes }];
    const { edits, commits, failovers } = end.changes.value;
    const gaps = [edits, commits, failovers].flatMap((one) => (!one || one.known ? [] : [one]));
    return gaps.slice(0, 1).map((gap) => ({ name: end.name, gap }));
  });
  const [missing] = silent;
  if (!missing) return `No known change before it on ${ends.map((end) => end.name).join(' or ')}.`;
  const told = ends.filter((end) => !silent.some(({ name }) => name === end.name)).map((end) => end.name);
  const seen = told.length === 0 ? '' : ` No known change on ${told.join(' or ')}.`;
  if (missing.gap.reason === 'not-asked') return `Not looked at here; Diagnose does.${seen}`;
  return `Cannot tell what changed on ${missing.name}: ${missing.gap.says}${seen}`;
}

function isNear(seconds: number): boolean {
  return seconds <= nearSeconds && seconds >= -slackSeconds;
}

/**
 * What counts is what touches the tunnel's own objects; an edit tells more than the commit that put it in force. Where nothing
 * names the tunnel, the last change of all is only a hint.
 */
function changes(end: EndEvidence, first: number, cause: Cause): FoundTrigger[] {
  const known = changesBefore(end, first).filter(({ change }) => isInForce(change));
  const idle = new Set(explainsNothing(end, cause, known).map(({ change }) => change));
  const all = known.filter((one) => !idle.has(one));
  const touching = all.filter(({ object }) => object !== null);
  const last = touching.at(-1) ?? all.at(-1);
  return last ? [asChange(end, last)] : [];
}

function restart(end: EndEvidence, first: number): FoundTrigger[] {
  const start = startOf(end);
  if (!start) return [];
  const seconds = Math.round((first - Date.parse(start.at)) / 1000);
  if (!isNear(seconds)) return [];
  const what =
    end.uptime.known && end.uptime.value.what === 'device' ? 'restarted' : 'restarted its IKE daemon';
  return [
    { kind: 'restart', end, at: start.at, who: null, what: `${end.name} ${what}`, seconds, isOfTunnel: true },
  ];
}

/** The log tells each, the state of now the last one; of both the one that is nearest counts. */
function failover(end: EndEvidence, first: number): FoundTrigger[] {
  return [...failoversIn(end), ...lastFailover(end)].flatMap((at): FoundTrigger[] => {
    const seconds = Math.round((first - at) / 1000);
    if (!isNear(seconds)) return [];
    const what = `${end.name} failed over to this unit of its HA pair`;
    const when = new Date(at).toISOString();
    return [{ kind: 'failover', end, at: when, who: null, what, seconds, isOfTunnel: true }];
  });
}

function failoversIn({ changes: told }: EndEvidence): readonly number[] {
  const failovers = told.known ? told.value.failovers : undefined;
  return failovers?.known ? failovers.value.map((at) => Date.parse(at)) : [];
}

function lastFailover({ ha }: EndEvidence): readonly number[] {
  if (!ha.known || !ha.value.enabled || ha.value.seconds === null) return [];
  const { seconds: lasted, local } = ha.value;
  if (local !== 'active' && local !== 'active-primary') return [];
  return [Date.parse(ha.source.at) - lasted * 1000];
}

function expiry(end: EndEvidence, first: number): FoundTrigger[] {
  if (!end.certificates.known) return [];
  const used = end.config.known ? end.config.value.vendorKeys.certificate : undefined;
  return end.certificates.value
    .filter((one) => one.use === 'own' && (used === undefined || one.name === null || one.name === used))
    .flatMap((one): FoundTrigger[] => {
      const seconds = Math.round((first - Date.parse(one.notAfter)) / 1000);
      if (!(seconds >= -slackSeconds && seconds <= expiredSeconds)) return [];
      const what = `the certificate ${one.name ?? one.subject} of ${end.name} expired`;
      return [{ kind: 'expiry', end, at: one.notAfter, who: null, what, seconds, isOfTunnel: true }];
    });
}

/** An SA that stands outlives the certificate: it is asked for again at the next authentication, hours later. */
const expiredSeconds = 24 * 3600;

/** `Started 11 s after admin edited tunnel-x-gw on fw-paris.` */
export function triggerText({ seconds, what, compared }: FoundTrigger): string {
  if (compared) return compared.says;
  return seconds > 0 ? `Started ${durationText(seconds * 1000)} after ${what}.` : `Started when ${what}.`;
}
