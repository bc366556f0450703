// Whether the peer answers right now: requests of an established IKE SA that wait for an answer.

import type { IkeSa, TunnelLive } from '../domain/live.js';
import { yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, observed } from './perEnd.js';

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
];

export const livenessFacts = forEachEnd(perEnd);
