// What set it off: the change, restart, failover or expiry shortly before the first failure that the logs show.

import { durationText } from '../domain/duration.js';
import type { EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import { type ChangeBefore, changesBefore, firstFailure } from '../facts/changes.js';
import { startOf } from '../facts/restarts.js';

export interface FoundTrigger {
  readonly kind: 'change' | 'restart' | 'failover' | 'expiry';
  readonly end: EndEvidence;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Whoever the device names; null when it names nobody. */
  readonly who: string | null;
  /** What happened, as it follows "Started 11 s after". */
  readonly what: string;
  /** Seconds from it to the first failure. */
  readonly seconds: number;
  /** It names an object of this tunnel. */
  readonly isOfTunnel: boolean;
}

/** `none`: everything was looked at and nothing changed; else why that cannot be told. */
export type TriggerSearch =
  | { readonly found: FoundTrigger }
  | { readonly found: null; readonly says: string };

const nearSeconds = 15 * 60;
const slackSeconds = 30;

/** @param failed the moment of the first failure where something else than the logs tells it (ISO 8601 UTC). */
export function searchTrigger({ ours, theirs }: TunnelEvidence, failed: string | null): TriggerSearch {
  const ends = [ours, theirs].filter((end) => end.readable);
  if (ends.length === 0) return { found: null, says: '' };
  const first = firstFailure(...ends) ?? (failed === null ? null : Date.parse(failed));
  if (first === null)
    return {
      found: null,
      says: 'Cannot tell: no log that was read shows when it broke.',
    };
  const candidates = ends.flatMap((end) => [
    ...changes(end, first),
    ...restart(end, first),
    ...failover(end, first),
    ...expiry(end, first),
  ]);
  const [best] = candidates.toSorted(
    (a, b) => Number(b.isOfTunnel) - Number(a.isOfTunnel) || Math.abs(a.seconds) - Math.abs(b.seconds),
  );
  if (best) return { found: best };
  return { found: null, says: nothingSeen(ends) };
}

/** That nothing changed needs every witness; one that is silent is named. */
function nothingSeen(ends: readonly EndEvidence[]): string {
  const silent = ends.flatMap((end) => {
    if (!end.changes.known) return [{ name: end.name, gap: end.changes }];
    const { edits, commits } = end.changes.value;
    const gaps = [edits, commits].flatMap((one) => (one.known ? [] : [one]));
    return gaps.slice(0, 1).map((gap) => ({ name: end.name, gap }));
  });
  const [missing] = silent;
  if (!missing) return `Nothing known changed before, on ${ends.map((end) => end.name).join(' or ')}.`;
  const told = ends.filter((end) => !silent.some(({ name }) => name === end.name)).map((end) => end.name);
  const seen = told.length === 0 ? '' : ` Nothing known changed on ${told.join(' or ')}.`;
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
function changes(end: EndEvidence, first: number): FoundTrigger[] {
  const all = changesBefore(end, first).filter(({ change }) => change.kind !== 'failed-commit');
  const touching = all.filter(({ object }) => object !== null);
  const last = touching.at(-1) ?? all.at(-1);
  return last ? [fromChange(end, last)] : [];
}

function fromChange(end: EndEvidence, { change, seconds, object }: ChangeBefore): FoundTrigger {
  const { kind, at, who, command, path } = change;
  const by = who === '' ? 'somebody' : who;
  const isPush = kind === 'commit' && /commit-?all|push/i.test(command);
  const what =
    kind === 'edit'
      ? `${by} edited ${object ?? (path === '' ? command : path)} on ${end.name}`
      : `${by} ${isPush ? 'pushed to' : 'committed on'} ${end.name}`;
  return {
    kind: 'change',
    end,
    at,
    who: who === '' ? null : who,
    what,
    seconds,
    isOfTunnel: object !== null,
  };
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

function failover(end: EndEvidence, first: number): FoundTrigger[] {
  if (!end.ha.known || !end.ha.value.enabled || end.ha.value.seconds === null) return [];
  const { seconds: lasted, local } = end.ha.value;
  if (local !== 'active' && local !== 'active-primary') return [];
  const at = Date.parse(end.ha.source.at) - lasted * 1000;
  const seconds = Math.round((first - at) / 1000);
  if (!isNear(seconds)) return [];
  return [
    {
      kind: 'failover',
      end,
      at: new Date(at).toISOString(),
      who: null,
      what: `${end.name} failed over to this unit of its HA pair`,
      seconds,
      isOfTunnel: true,
    },
  ];
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
export function triggerText({ seconds, what }: FoundTrigger): string {
  return seconds > 0 ? `Started ${durationText(seconds * 1000)} after ${what}.` : `Started when ${what}.`;
}
