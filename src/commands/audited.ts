// Every command leaves a row in the audit log; what changes something leaves one before it is done.

import type { AuditLog, AuditRow } from '../access/audit.js';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import { scrub } from '../domain/secrets/index.js';
import type { RunOptions } from './dispatcher.js';

/** Where rows go. The log may be opened only when something is changed (a command line that reads needs no store). */
export interface AuditDoor {
  /** @throws when the store cannot be opened. */
  open(): Promise<AuditLog>;
  /** The log when it is open already. */
  opened(): AuditLog | null;
}

export interface AuditParts {
  readonly door: AuditDoor | null;
  readonly clock: Clock;
  readonly onFault: (error: unknown, command: string) => void;
}

const longestCommand = 500;

/** What was asked, in one line: the words, then the fields and attachments that came along. */
function commandText(words: readonly string[], options: RunOptions): string {
  const fields = Object.entries(options.fields ?? {}).map(([name, value]) => `--${name} ${value}`);
  const files = (options.attachments ?? []).map(({ name, bytes }) => `[${name}, ${bytes.length} bytes]`);
  // Before lines become one: keys are dumped over several.
  return scrub([...words, ...fields, ...files].join(' '))
    .text.replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, longestCommand);
}

/**
 * Runs a command between its audit rows. A row that cannot be written never blocks reading, but blocks changes: what nobody
 * can look up later is not done.
 * @throws Problem `audit-unwritable` before a change, and whatever the command throws.
 */
export async function audited<T>(
  parts: AuditParts,
  words: readonly string[],
  options: RunOptions,
  changes: boolean,
  run: () => Promise<T>,
): Promise<T> {
  const { door, clock } = parts;
  if (!door) return await run();
  const text = commandText(words, options);
  const began = clock.now();
  const row = (result: string): AuditRow => ({
    at: clock.now().toISOString(),
    personId: options.asker.id,
    personName: options.asker.name,
    channel: options.asker.channel,
    via: options.asker.via,
    command: text,
    result,
    durationMs: Math.max(0, clock.now().getTime() - began.getTime()),
  });
  if (changes) {
    try {
      await (await door.open()).add(row('started'));
    } catch (error) {
      // A store that somebody else holds says so itself.
      if (error instanceof Problem) throw error;
      parts.onFault(error, words[0] ?? '');
      throw new Problem('audit-unwritable');
    }
  }
  const note = async (result: string): Promise<void> => {
    try {
      await door.opened()?.add(row(result));
    } catch (error) {
      parts.onFault(error, words[0] ?? '');
    }
  };
  try {
    const answer = await run();
    await note('answered');
    return answer;
  } catch (error) {
    await note(resultOf(error));
    throw error;
  }
}

function resultOf(error: unknown): string {
  if (!(error instanceof Problem)) return 'failed';
  return error.code === 'not-allowed' ? 'refused' : 'problem';
}
