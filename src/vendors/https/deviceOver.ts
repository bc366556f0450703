// A firewall over HTTPS as a Device: each kind of evidence is one question of its session, which ends with its answer.

import type { CapturedReply } from '../../domain/capture.js';
import type { CallContext, Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { Vendor } from '../../domain/tunnelConfig.js';
import { putQuestion, type QuestionFrame, type QuestionNeeds } from './questionFrame.js';
import { type CheckedClient, type SessionChecks, sessionChecks } from './sessionChecks.js';
import type { SessionFrame, SessionSettings } from './sessionFrame.js';

interface Answering<K extends EvidenceKind, Q, S> {
  /** The unit of a pair that stands by cannot tell. */
  readonly needsActive: boolean;
  answer(question: Q, scope: EvidenceScope): Promise<Observation<EvidenceTypes[K]>>;
  /** It may take the unit that answered last for the active one, because it sees by the answer when it no longer is. */
  readonly trustsUnit?: (session: S) => boolean;
}

/** The kinds of evidence that it answers, and how each is asked. */
export type Answers<Q, S> = { readonly [K in EvidenceKind]?: Answering<K, Q, S> };

interface DeviceParts<Q, S, Client> {
  readonly vendor: Vendor;
  /** What answers, at the beginning of a sentence: `FortiOS`. */
  readonly api: string;
  readonly answers: Answers<Q, S>;
  readonly checks: SessionChecks<Q, Client>;
  question(call: CallContext, needs: QuestionNeeds): Q;
  capture(question: Q): AsyncIterable<CapturedReply>;
}

/** Reads only; keeps what the session keeps. */
export function deviceOver<
  Q extends QuestionFrame,
  Client extends CheckedClient,
  S extends SessionFrame<SessionSettings, Client>,
>(session: S, { vendor, api, answers, checks, question, capture }: DeviceParts<Q, S, Client>): Device {
  /** Of any unit. */
  const anywhere = (call: CallContext): Q => question(call, { needsActive: false });
  return {
    name: session.name,
    vendor,
    answers: Object.keys(answers) as EvidenceKind[],
    async fetch<K extends EvidenceKind>(kind: K, scope: EvidenceScope, call: CallContext) {
      const how: Answering<K, Q, S> | undefined = answers[kind];
      if (how === undefined)
        return await putQuestion(anywhere(call), async (asked) => cannotTell(asked, api, kind));
      const { needsActive, trustsUnit } = how;
      const asked = question(call, { needsActive, trustsUnit: trustsUnit?.(session) ?? false });
      return await putQuestion(asked, () => how.answer(asked, scope));
    },
    checks: () => sessionChecks(session, checks, anywhere),
    async *capture(call) {
      const asked = anywhere(call);
      try {
        yield* capture(asked);
      } finally {
        asked.end();
      }
    },
    callCount: () => session.calls,
    close: async () => session.close(),
  };
}

function cannotTell(question: QuestionFrame, api: string, kind: EvidenceKind): Observation<never> {
  return question.gap(
    'not-supported',
    `${api} does not tell the ${kind} over its API.`,
    'Look at the console of the firewall.',
  );
}
