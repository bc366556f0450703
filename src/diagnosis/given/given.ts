// What people gave, laid over what devices said: answers, and the log of an end that nobody can read.

import type { Answer, TunnelEvidence } from '../../domain/evidence.js';
import { tellingAnswers } from '../../domain/given.js';
import type { LogReading } from '../../domain/log.js';
import { known } from '../../domain/observation.js';
import type { Unchecked } from '../../domain/verdict.js';
import { signaturesByProduct } from '../../products/words.js';

/** What was given does not count: the reason, and what would. */
export function unusedLog(name: string, says: string, remedy: string): Unchecked {
  return { what: `The log that was given (${name}).`, why: says, how: remedy };
}

function notNeeded(device: string): Unchecked {
  return unusedLog(
    device,
    `The log of ${device} was read from the device itself.`,
    'Nothing: that one counts.',
  );
}

export interface GivenLog {
  readonly reading: LogReading;
  /** What it is called where its lines are quoted. */
  readonly name: string;
  readonly by: string;
  /** ISO 8601 UTC: when it was given. */
  readonly at: string;
}

/**
 * A log that was read from a device is never replaced by one that was pasted.
 * @param setAside what was given and cannot be used, with the reason.
 */
export function withGiven(
  evidence: TunnelEvidence,
  answers: readonly Answer[],
  log: GivenLog | null,
  setAside: readonly Unchecked[] = [],
): TunnelEvidence {
  const told = {
    ...evidence,
    answers: [...evidence.answers, ...tellingAnswers(answers)],
    setAside: [...(evidence.setAside ?? []), ...setAside],
  };
  if (log === null) return told;
  if (evidence.theirs.log.known)
    return { ...told, setAside: [...told.setAside, notNeeded(evidence.theirs.name)] };
  const { theirs } = evidence;
  return {
    ...told,
    theirs: {
      ...theirs,
      vendor: productOf(log.reading, [theirs.vendor, saidProduct(told)]),
      log: known(log.reading, {
        device: theirs.name,
        request: `log given by ${log.by}`,
        file: log.name,
        at: log.at,
        fromCache: false,
        calls: 0,
      }),
    },
  };
}

function saidProduct({ answers }: Pick<TunnelEvidence, 'answers'>): string | null {
  return answers.findLast(({ fact }) => fact === 'peer.vendor')?.value ?? null;
}

/** What prints its words tells the product, unless somebody said one that prints the same: that is the finer name. */
function productOf({ vendor, sharedBy }: LogReading, said: readonly (string | null)[]): string | null {
  const names = said.filter((name) => name !== null);
  const fits = names.find((name) => signaturesByProduct().get(name.toLowerCase()) === vendor);
  if (fits !== undefined) return fits;
  return vendor === 'unknown' || sharedBy.length > 0 ? (names[0] ?? null) : vendor;
}
