// A tunnel that is established: ESP each way, what of it arrives, and which sizes pass.

import type { Cause } from '../../domain/causes.js';
import { type EndName, otherEnd } from '../../domain/evidence.js';
import type { LadderPicture } from '../../domain/picture.js';
import type { FactBook } from '../../facts/book.js';
import { shown } from './refusedValues.js';

type Message = LadderPicture['messages'][number];

const dataCauses: readonly Cause[] = [
  'esp-blocked',
  'fragmentation-mtu',
  'nat-t-problem',
  'sa-mismatch',
  'routing-missing',
  'policy-denied',
];

/** Null where no SA is up, or where the cause is about something else than what passes. */
export function dataMessages(cause: Cause, book: FactBook): readonly Message[] | null {
  const installed = shown(book, 'children.installed');
  if (!dataCauses.includes(cause) || (installed !== 'all' && installed !== 'some')) return null;
  return [
    message('left', 'IKE SA and IPsec SA up', 'ok', ''),
    wayOf('ours', book),
    wayOf('theirs', book),
    ...sizes(book),
  ];
}

function wayOf(end: EndName, book: FactBook): Message {
  const from = end === 'ours' ? 'left' : 'right';
  const arrival = shown(book, `${end}.arrival`);
  const lost = shown(book, `${end}.arrival.lost-packets`);
  const share = shown(book, `${end}.arrival.lost-share`);
  switch (arrival) {
    case 'all':
      return message(from, 'ESP', 'ok', 'all packets arrive');
    case 'none':
      return message(from, 'ESP', 'dropped', 'nothing arrives');
    case 'stopped':
      return message(
        from,
        'ESP',
        'dropped',
        `arrived before, nothing now${lost ? `: ${lost} packets lost` : ''}`,
      );
    case 'part':
      return message(
        from,
        'ESP',
        'dropped',
        [share ? `${share} % lost` : 'some packets lost', sizeWords(shown(book, `${end}.arrival.lost-sizes`))]
          .filter((part) => part !== '')
          .join(', '),
      );
    case 'nothing-sent':
      return message(from, 'ESP', 'ok', 'nothing sent');
    default:
      return oneEnd(end, from, book);
  }
}

function sizeWords(size: string | null): string {
  return size === 'large' ? 'only large ones' : size === 'every' ? 'of every size' : '';
}

/** What passes, as the one end that can be read counts it. */
function oneEnd(end: EndName, from: Message['from'], book: FactBook): Message {
  const counts = (name: EndName) => shown(book, `${name}.traffic.since-installed`);
  const sent = counts(end);
  const received = counts(otherEnd(end));
  if (received === 'only-out') return message(from, 'ESP', 'dropped', 'nothing comes back');
  if (received === 'both-ways' || received === 'only-in') return message(from, 'ESP', 'ok', 'packets arrive');
  if (sent === 'only-out' || sent === 'both-ways')
    return message(from, 'ESP', 'ok', 'sent; not read whether it arrives');
  return message(from, 'ESP', 'ok', 'not read');
}

function sizes(book: FactBook): Message[] {
  const large = shown(book, 'answer.large-packets-fail');
  if (large !== 'yes') return [];
  return [
    message('left', 'Ping, 64 bytes', 'ok', 'passes'),
    message('left', 'Ping with DF, 1400 bytes', 'dropped', 'does not pass'),
  ];
}

function message(from: Message['from'], label: string, outcome: Message['outcome'], note: string): Message {
  return { from, label, at: null, outcome, note };
}
