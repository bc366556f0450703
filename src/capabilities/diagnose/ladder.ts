// The negotiation as a ladder between the two ends, with the message that failed marked.

import type { Cause } from '../../domain/causes.js';
import type { LadderPicture } from '../../domain/picture.js';
import type { FactBook } from '../../facts/book.js';

type Outcome = LadderPicture['messages'][number]['outcome'];

interface Message {
  readonly from: 'initiator' | 'responder';
  readonly label: string;
}

/** RFC 7296 sections 1.2 and 1.3; `rekey` and `data` come when the tunnel stood. */
const ikev2: readonly Message[] = [
  { from: 'initiator', label: 'IKE_SA_INIT: proposals, key exchange' },
  { from: 'responder', label: 'IKE_SA_INIT: chosen proposal' },
  { from: 'initiator', label: 'IKE_AUTH: identity, authentication, child SA' },
  { from: 'responder', label: 'IKE_AUTH: authentication, child SA' },
  { from: 'initiator', label: 'CREATE_CHILD_SA: rekey' },
  { from: 'responder', label: 'CREATE_CHILD_SA: new keys' },
  { from: 'initiator', label: 'ESP' },
  { from: 'responder', label: 'ESP' },
];

/** Main mode and quick mode, RFC 2409 section 5. */
const ikev1: readonly Message[] = [
  { from: 'initiator', label: 'Main mode 1: proposals' },
  { from: 'responder', label: 'Main mode 2: chosen proposal' },
  { from: 'initiator', label: 'Main mode 5: identity, authentication' },
  { from: 'responder', label: 'Main mode 6: identity, authentication' },
  { from: 'initiator', label: 'Quick mode 1: phase 2 proposal, selectors' },
  { from: 'responder', label: 'Quick mode 2: chosen proposal' },
  { from: 'initiator', label: 'ESP' },
  { from: 'responder', label: 'ESP' },
];

interface Stop {
  readonly index: number;
  readonly outcome: Outcome;
  /** Instead of the message's own words. */
  readonly label?: string;
}

const first: Stop = { index: 0, outcome: 'lost' };
const answer: Stop = { index: 1, outcome: 'refused' };
const proof: Stop = { index: 3, outcome: 'refused' };

/** Where a cause stops the exchange. */
function stopOf(cause: Cause, version: 1 | 2): Stop | null {
  const child: Stop = version === 1 ? { index: 5, outcome: 'refused' } : proof;
  const stops: Partial<Record<Cause, Stop>> = {
    'peer-unreachable': first,
    'unknown-peer': answer,
    'ike-version-mismatch': answer,
    'exchange-mode-mismatch': answer,
    'ike-proposal-mismatch': answer,
    'proposal-rejected-by-peer': answer,
    'nat-t-problem': { index: 2, outcome: 'lost' },
    'fragmentation-mtu': { index: 2, outcome: 'lost' },
    'auth-method-mismatch': proof,
    'peer-id-mismatch': proof,
    'certificate-problem': proof,
    'psk-mismatch': proof,
    'auth-rejected-by-peer': proof,
    'esp-proposal-mismatch': child,
    'traffic-selector-mismatch': child,
    'encapsulation-mode-mismatch': child,
    'pfs-mismatch': { index: 5, outcome: 'refused' },
    'rekey-failure': { index: 5, outcome: 'failed' },
    'esp-blocked': { index: 6, outcome: 'lost' },
    'sa-mismatch': { index: 6, outcome: 'lost' },
  };
  return stops[cause] ?? null;
}

const dataCauses: readonly Cause[] = ['esp-blocked', 'fragmentation-mtu', 'nat-t-problem'];
const lost: readonly string[] = ['none', 'stopped', 'part'];

/** Where the SAs stand, the negotiation passed: what is lost is ESP, in the direction that the counters show. */
function dataStop(cause: Cause, book: FactBook, initiator: 'ours' | 'theirs'): Stop | null {
  const children = text(book, 'children.installed');
  if (!dataCauses.includes(cause) || (children !== 'all' && children !== 'some')) return null;
  const loser = (['ours', 'theirs'] as const).find((end) =>
    lost.includes(text(book, `${end}.arrival`) ?? ''),
  );
  const index = loser === undefined || loser === initiator ? 6 : 7;
  return {
    index,
    outcome: 'lost',
    ...(cause === 'fragmentation-mtu' ? { label: 'ESP: large packets' } : {}),
  };
}

/** @returns null when the cause has no place in the exchange. */
export function ladderOf(cause: Cause, book: FactBook): LadderPicture | null {
  const version = text(book, 'ike.version.in-use') === 'ikev1' ? 1 : 2;
  const starts = text(book, 'initiator') === 'theirs' ? 'theirs' : 'ours';
  const stop = dataStop(cause, book, starts) ?? stopOf(cause, version);
  if (!stop) return null;
  const initiator = starts === 'theirs' ? 'right' : 'left';
  const messages = (version === 1 ? ikev1 : ikev2)
    // A rekey is drawn only when it is what failed.
    .map((message, index) => ({ message, index }))
    .filter(({ index }) => version === 1 || (index !== 4 && index !== 5) || stop.index === 5)
    .filter(({ index }) => index <= stop.index)
    .map(({ message, index }) => {
      const failed = index === stop.index;
      return {
        from:
          (message.from === 'initiator') === (initiator === 'left') ? ('left' as const) : ('right' as const),
        label: failed ? (stop.label ?? message.label) : message.label,
        at: null,
        outcome: failed ? stop.outcome : ('ok' as const),
        note: failed ? words[stop.outcome] : '',
      };
    });
  return {
    kind: 'ladder',
    title: 'Where the negotiation stops',
    left: text(book, 'ours.name') ?? 'our end',
    right: text(book, 'theirs.name') ?? 'their end',
    messages,
  };
}

const words: Readonly<Record<Outcome, string>> = {
  ok: '',
  failed: 'fails here',
  lost: 'never arrives',
  refused: 'refused here',
};

function text(book: FactBook, name: string): string | null {
  const state = book.fact(name);
  return state.known ? String(state.value) : null;
}
