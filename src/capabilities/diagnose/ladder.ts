// The negotiation as a ladder between the two ends, with the message that failed marked.

import type { Cause } from '../../domain/causes.js';
import { type EndName, otherEnd } from '../../domain/evidence.js';
import type { LadderPicture } from '../../domain/picture.js';
import type { FactBook } from '../../facts/book.js';
import { dataMessages } from './dataLadder.js';
import { type Refusal, refusalOf, shown } from './refusedValues.js';

type Outcome = LadderPicture['messages'][number]['outcome'];

interface Message {
  readonly from: 'initiator' | 'responder';
  readonly label: string;
}

/** RFC 7296 sections 1.2 and 1.3; `rekey` and `data` come when the tunnel stood. */
const ikev2: readonly Message[] = [
  { from: 'initiator', label: 'IKE_SA_INIT: proposals, key exchange' },
  { from: 'responder', label: 'IKE_SA_INIT: chosen proposal' },
  { from: 'initiator', label: 'IKE_AUTH: identity, authentication, IPsec SA' },
  { from: 'responder', label: 'IKE_AUTH: authentication, IPsec SA' },
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

/** @returns null when the cause has no place in the exchange. */
export function ladderOf(cause: Cause, book: FactBook): LadderPicture | null {
  const ends = {
    left: shown(book, 'ours.name') ?? 'our end',
    right: shown(book, 'theirs.name') ?? 'their end',
    leftAddress: shown(book, 'ours.address') ?? shown(book, 'theirs.peer-address') ?? '',
    rightAddress: shown(book, 'theirs.address') ?? shown(book, 'ours.peer-address') ?? '',
  };
  const data = dataMessages(cause, book);
  if (data) return { kind: 'ladder', title: dataResult(data, ends), ...ends, messages: data };
  const version = shown(book, 'ike.version.in-use') === 'ikev1' ? 1 : 2;
  const starts = shown(book, 'initiator') === 'theirs' ? 'theirs' : 'ours';
  const stop = stopOf(cause, version);
  if (!stop) return null;
  const refusal = stop.outcome === 'refused' ? refusalOf(cause, book) : null;
  const messages = (version === 1 ? ikev1 : ikev2)
    // A rekey is drawn only when it is what failed.
    .map((message, index) => ({ message, index }))
    .filter(({ index }) => version === 1 || (index !== 4 && index !== 5) || stop.index === 5)
    .filter(({ index }) => index <= stop.index)
    .map(({ message, index }) => {
      const failed = index === stop.index;
      return {
        from: (message.from === 'initiator') === (starts === 'ours') ? ('left' as const) : ('right' as const),
        label: message.label,
        at: null,
        outcome: failed ? stop.outcome : ('ok' as const),
        note: failed ? noteOf(stop.outcome, refusal, book, ends, starts) : '',
      };
    });
  const exchange = (messages.at(-1)?.label ?? '').replace(/:.*$/, '');
  return {
    kind: 'ladder',
    title: resultOf(exchange, stop.outcome, refusal, ends, starts),
    ...ends,
    messages,
  };
}

type Ends = Pick<LadderPicture, 'left' | 'right'>;

const nameOf = (ends: Ends, end: EndName): string => (end === 'ours' ? ends.left : ends.right);

/** `IKE_AUTH refused by fw-hq: AUTHENTICATION_FAILED`: the result, which is also what the picture's alternative text says. */
function resultOf(
  exchange: string,
  outcome: Outcome,
  refusal: Refusal | null,
  ends: Ends,
  starts: EndName,
): string {
  if (refusal)
    return [
      `${exchange} refused`,
      refusal.by === null ? '' : ` by ${nameOf(ends, refusal.by)}`,
      refusal.notify === '' ? '' : `: ${refusal.notify}`,
    ].join('');
  const responder = nameOf(ends, otherEnd(starts));
  return outcome === 'lost' ? `${exchange}: no answer from ${responder}` : `${exchange} failed`;
}

/** In silence: what was sent in vain. On a refusal: what came and what is accepted. */
function noteOf(
  outcome: Outcome,
  refusal: Refusal | null,
  book: FactBook,
  ends: Ends,
  starts: EndName,
): string {
  if (refusal) {
    if (refusal.by === null) return refusal.values;
    const by = nameOf(ends, refusal.by);
    return refusal.values === '' ? `by ${by}` : `${by} ${refusal.values}`;
  }
  if (outcome !== 'lost') return '';
  const attempts = Number(shown(book, `${starts}.log.attempts-in-silence`) ?? 0);
  return attempts > 0
    ? `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}, nothing back`
    : 'nothing back';
}

function dataResult(messages: LadderPicture['messages'], ends: Ends): string {
  const lost = messages.find((one) => one.outcome === 'dropped');
  if (!lost) return 'SAs up, ESP each way';
  const [from, to] = lost.from === 'left' ? [ends.left, ends.right] : [ends.right, ends.left];
  return `SAs up; ${lost.label} from ${from} to ${to}: ${lost.note}`;
}
