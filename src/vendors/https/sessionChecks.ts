// What is checked of a firewall before evidence is asked of it: the way to it, the key, and each right that our requests need.

import type { Check, CheckCall, CheckFinding } from '../../domain/check.js';
import type { CallContext, DeviceChecks } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { accessChecks } from './checks.js';
import type { ReadFrame } from './client.js';
import type { Outcome } from './fault.js';
import { judgeTrials } from './judgeTrials.js';
import { putQuestion, type QuestionFrame } from './questionFrame.js';
import type { SessionFrame, SessionSettings } from './sessionFrame.js';

export interface CheckedClient {
  close(): void;
}

/** What an adapter knows of the key and the rights of its firewalls. */
export interface SessionChecks<Q, Client> {
  /** What it is asked with: `API key`, `API token`. */
  readonly keyName: string;
  /** One call, which says whether the key is known. */
  tryKey(client: Client, frame: ReadFrame): Promise<Outcome<unknown>>;
  /** In the order in which they are listed to people. */
  readonly rights: readonly string[];
  /** What holds the rights, at the beginning of a sentence: `The role of the API user`. */
  readonly whose: string;
  /** The requests that this right covers, each tried once: what the role lacks is found before somebody needs it. */
  tryRight(question: Q, right: string): Promise<readonly Observation<unknown>[]>;
}

export function sessionChecks<Q extends QuestionFrame, Client extends CheckedClient>(
  { name, clock, settings, clients }: SessionFrame<SessionSettings, Client>,
  { keyName, tryKey, rights, whose, tryRight }: SessionChecks<Q, Client>,
  question: (call: CallContext) => Q,
): DeviceChecks {
  const { checks, open } = accessChecks({
    name,
    clock,
    access: settings,
    keyName,
    callMs: settings.timeouts.callMs,
    tryKey: (unit, frame) => tryKey(clients[unit] as Client, frame),
  });
  const tried = rights.map(
    (right): Check => ({
      what: `${name}: right ${right}`,
      needs: open,
      run: (call: CheckCall): Promise<CheckFinding> =>
        putQuestion(question(call), async (asked) => {
          const answers = await tryRight(asked, right);
          call.signal.throwIfAborted();
          return judgeTrials(answers, whose);
        }),
    }),
  );
  return { checks: [...checks, ...tried], open };
}
