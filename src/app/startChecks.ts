// The checks of a service at its start, beside everything else: what is not well is one line each in its log, until it is well.

import type { Installation } from '../checks/installation.js';
import type { CheckResult } from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';

export interface StartCheckParts {
  readonly installation: Installation;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly signal: AbortSignal;
}

/** A key that a firewall refused rests for ten minutes; sooner there is nothing new to see. */
const againMs = 15 * 60_000;

export async function checkAtStart({ installation, clock, log, signal }: StartCheckParts): Promise<void> {
  let told = new Map<string, string>();
  while (!signal.aborted) {
    const { results } = await installation.examine(signal, () => undefined);
    if (signal.aborted) return;
    const troubles = results.filter(isTrouble);
    for (const trouble of troubles) if (told.get(trouble.what) !== trouble.says) tell(trouble, log);
    const still = new Map(troubles.map(({ what, says }) => [what, says]));
    for (const what of told.keys())
      if (!still.has(what)) log.info({ check: what }, named(what, 'well again'));
    told = still;
    if (!troubles.some(({ state }) => state === 'failed')) {
      log.info({ checks: results.length }, 'the installation was checked; nothing failed');
      return;
    }
    await clock.sleep(againMs, signal).catch(() => undefined);
  }
}

function isTrouble({ state }: CheckResult): boolean {
  return state === 'failed' || state === 'warning';
}

function tell({ what, state, says, remedy }: CheckResult, log: StartCheckParts['log']): void {
  const line = named(what, `${says}${remedy === null ? '' : ` ${remedy}`}`);
  if (state === 'failed') log.error({ check: what }, line);
  else log.warn({ check: what }, line);
}

/** In brackets: what stands behind `bot token:` is taken for a token, and would not be said. */
function named(what: string, says: string): string {
  return `[${what}] ${says}`;
}
