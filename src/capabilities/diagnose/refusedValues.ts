// What stands on the refused arrow: who refused, which notify the log shows, what came and what was expected.

import type { Cause } from '../../domain/causes.js';
import { type EndName, otherEnd } from '../../domain/evidence.js';
import type { FactBook } from '../../facts/book.js';
import { valueText } from '../../facts/fact.js';

/** What one end sends and the other must take, by the short names of facts, and the verb for what it takes. */
interface Compared {
  readonly sent: string;
  readonly taken: string;
  readonly verb: 'expects' | 'accepts';
  /** The fact says for the other end what it would have to be. */
  readonly mirrored?: true;
}

const same = (name: string, verb: Compared['verb']): Compared => ({ sent: name, taken: name, verb });

const compared: Readonly<Partial<Record<Cause, Compared>>> = {
  'peer-id-mismatch': { sent: 'local-id', taken: 'peer-id', verb: 'expects' },
  'ike-version-mismatch': same('ike.version', 'accepts'),
  'exchange-mode-mismatch': same('ike.mode', 'accepts'),
  'ike-proposal-mismatch': same('ike.proposals', 'accepts'),
  'auth-method-mismatch': same('ike.auth', 'expects'),
  'esp-proposal-mismatch': same('child.proposals', 'accepts'),
  'pfs-mismatch': same('child.pfs', 'accepts'),
  'traffic-selector-mismatch': {
    sent: 'child.selectors',
    taken: 'child.selectors.must-be',
    verb: 'expects',
    mirrored: true,
  },
  'encapsulation-mode-mismatch': same('child.mode', 'expects'),
};

export interface Refusal {
  /** The end that refuses; null where nothing tells. */
  readonly by: EndName | null;
  /** `AUTHENTICATION_FAILED`, as a log printed it; empty where none did. */
  readonly notify: string;
  /** `got 10.222.191.127` and, in a line of its own, `expects 198.51.100.10`; empty where one of the two is not known. */
  readonly values: string;
}

export function refusalOf(cause: Cause, book: FactBook): Refusal {
  const by = refuser(cause, book);
  const line = shown(book, 'log.line') ?? '';
  const notify =
    /\b(?:AUTHENTICATION|NO_PROPOSAL|TS|INVALID|NO-PROPOSAL|PAYLOAD)[_-](?:FAILED|CHOSEN|UNACCEPTABLE|ID[_-]INFORMATION|KE[_-]PAYLOAD|SYNTAX|MALFORMED)\b/.exec(
      line,
    )?.[0] ?? '';
  return { by, notify, values: valuesOf(cause, book, by) };
}

/** As a log says; else the end whose configuration does not take what the other sends. */
function refuser(cause: Cause, book: FactBook): EndName | null {
  const told = shown(book, 'log.refuser');
  if (told === 'ours' || told === 'theirs') return told;
  if (cause !== 'peer-id-mismatch') return null;
  return (
    (['ours', 'theirs'] as const).find((end) =>
      ['no', 'other-type'].includes(shown(book, `${end}.accepts-peer-id`) ?? ''),
    ) ?? null
  );
}

function valuesOf(cause: Cause, book: FactBook, by: EndName | null): string {
  const pair = compared[cause];
  if (!pair) return '';
  if (by === null) {
    const [ours, theirs] = [shown(book, `ours.${pair.sent}`), shown(book, `theirs.${pair.sent}`)];
    if (ours === null || theirs === null) return '';
    return `${shown(book, 'ours.name') ?? 'our end'}: ${ours}\n${shown(book, 'theirs.name') ?? 'their end'}: ${theirs}`;
  }
  const [received, configured] = [shown(book, 'log.received'), shown(book, 'log.configured')];
  if (received !== null && configured !== null) return `got ${received}\n${pair.verb} ${configured}`;
  const other = otherEnd(by);
  const sent = shown(book, `${other}.${pair.sent}`);
  const taken = shown(book, `${pair.mirrored ? other : by}.${pair.taken}`);
  return sent === null || taken === null ? '' : `got ${sent}\n${pair.verb} ${taken}`;
}

/** A fact as a sentence has it; null when it is not known. */
export function shown(book: FactBook, name: string): string | null {
  const state = book.fact(name);
  return state.known ? valueText(state.value, { kind: 'text' }) : null;
}
