// Whether the peer answers right now: requests of an established IKE SA that wait for an answer.

import type { IkeSa, TunnelLive } from '../domain/live.js';
import { knownFact, unknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, lineOf, observed } from './perEnd.js';

/** Requests of the IKE SAs that stand; null when the device does not tell. */
function waiting(live: TunnelLive): readonly string[] | null {
  const standing = live.ike.filter((sa) => sa.state === 'established' || sa.state === 'rekeying');
  if (standing.some((sa) => sa.openRequests === null)) return null;
  return standing.flatMap((sa) => requestsOf(sa));
}

const requestsOf = (sa: IkeSa): readonly string[] =>
  (sa.openRequests ?? []).map((task) => `${sa.id} ${task}`);

/**
 * Requests that both looks show: those of the moment are answered in milliseconds, so only these wait. Null when the
 * device does not tell.
 */
export function openRequests(earlier: TunnelLive, later: TunnelLive): readonly string[] | null {
  const [before, after] = [waiting(earlier), waiting(later)];
  if (before === null || after === null) return null;
  return after.filter((one) => before.includes(one)).map((one) => one.replace(/^\S+ /, ''));
}

const perEnd: readonly EndFact[] = [
  {
    name: 'request.open',
    type: yesNo,
    says: 'Whether a request of {end} waits for an answer of its peer, in both looks at an IKE SA that stands: it is being sent again and again.',
    needs: ['live', 'later'],
    derive: ({ end }) =>
      observed(
        end.later,
        (later) => {
          const open = end.live.known ? openRequests(end.live.value, later) : null;
          if (open === null) return null;
          const none = open.length === 0;
          return {
            value: yes(!none),
            text: none
              ? 'no request waits for an answer'
              : `requests that wait for an answer in both looks: ${open.join(', ')}`,
          };
        },
        `${end.name} does not tell its open requests.`,
      ),
  },
  {
    name: 'ike.answers',
    type: yesNo,
    says: 'Whether the peer of {end} is known to answer IKE now: its dead peer detection had reason to ask, and no request waits.',
    needs: ['config', 'live', 'later'],
    derive: ({ end, own }) => {
      const open = own('request.open');
      if (!open.known) return open;
      if (open.value === 'yes') return knownFact('no', open.evidence);
      const silent = end.later.known ? silentSeconds(end.later.value) : null;
      const dpd = end.config.known ? end.config.value.ike.dpd : null;
      const asked = silent !== null && dpd?.enabled && dpd.intervalSeconds !== null;
      if (!asked || silent <= dpd.intervalSeconds + 1)
        return unknownFact(
          `Nothing made ${end.name} ask its peer just now.`,
          `Turn on dead peer detection on ${end.name}, or read the IKE log of both ends.`,
        );
      const words = `no packet came in for ${Math.round(silent)} seconds, dead peer detection asks after ${dpd.intervalSeconds}, and no request waits`;
      return knownFact('yes', lineOf(end.later, words));
    },
  },
];

/** Seconds since the last packet came in, by any child; only IKEv2 keeps a liveness request among its open ones. */
function silentSeconds({ ike, children, at }: TunnelLive): number | null {
  if (ike.length === 0 || ike.some((sa) => sa.version !== 2)) return null;
  const times = children.map((child) => child.counters?.lastInAt ?? child.installedAt);
  const last = times
    .filter((time) => time !== null)
    .sort()
    .at(-1);
  return last === undefined || times.includes(null) ? null : (Date.parse(at) - Date.parse(last)) / 1000;
}

export const livenessFacts = forEachEnd(perEnd);
