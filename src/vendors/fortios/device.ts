// A FortiGate as a Device: which kinds of evidence it answers, and how each is asked.

import type { CallContext, Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { captureReplies } from './capture.js';
import { fortiosChecks } from './checks.js';
import { fetchClock, fetchIdentity, fetchUptime } from './fetchBasics.js';
import { fetchCertificates } from './fetchCertificates.js';
import { fetchChanges } from './fetchChanges.js';
import { fetchInventory } from './fetchInventory.js';
import { fetchLive } from './fetchLive.js';
import { fetchLog } from './fetchLog.js';
import { fetchOverview } from './fetchOverview.js';
import { fetchPath } from './fetchPath.js';
import { fetchSweep } from './fetchSweep.js';
import { vendor } from './normalizeInventory.js';
import { Question } from './question.js';
import { Session, type SessionOptions } from './session.js';
import type { FortiosSettings } from './settings.js';

interface Answering<K extends EvidenceKind> {
  /** The secondary unit of a cluster cannot tell. */
  readonly needsActive: boolean;
  answer(question: Question, scope: EvidenceScope): Promise<Observation<EvidenceTypes[K]>>;
  /** It may take the unit that answered last for the primary one, because it sees by the answer when it no longer is. */
  readonly trustsUnit?: (session: Session) => boolean;
}

const answering: { readonly [K in EvidenceKind]?: Answering<K> } = {
  identity: { needsActive: false, answer: fetchIdentity },
  clock: { needsActive: false, answer: fetchClock },
  uptime: { needsActive: true, answer: fetchUptime },
  ha: { needsActive: true, answer: (question) => question.session.units.haState(question) },
  inventory: { needsActive: false, answer: fetchInventory },
  overview: { needsActive: true, answer: fetchOverview },
  // At one address the primary unit answers, whichever it is; of two addresses each may have become the secondary one.
  sweep: { needsActive: true, answer: fetchSweep, trustsUnit: ({ units }) => units.count === 1 },
  certificates: { needsActive: false, answer: fetchCertificates },
  live: { needsActive: true, answer: fetchLive },
  path: { needsActive: true, answer: fetchPath },
  log: { needsActive: true, answer: fetchLog },
  changes: { needsActive: true, answer: fetchChanges },
};

/** Reads only; keeps nothing but what it is, its clock, HA state and the last inventory. */
export function createFortiosDevice(settings: FortiosSettings, options: SessionOptions): Device {
  const session = new Session(settings, options);
  return {
    name: settings.name,
    vendor,
    answers: Object.keys(answering) as EvidenceKind[],
    async fetch<K extends EvidenceKind>(kind: K, scope: EvidenceScope, call: CallContext) {
      const how: Answering<K> | undefined = answering[kind];
      const question = new Question(session, call, {
        needsActive: how?.needsActive ?? false,
        trustsUnit: how?.trustsUnit?.(session) ?? false,
      });
      try {
        return how === undefined ? cannotTell(question, kind) : await how.answer(question, scope);
      } finally {
        question.end();
      }
    },
    checks: () => fortiosChecks(session),
    capture: (call) => captureReplies(session, call),
    callCount: () => session.calls,
    close: async () => session.close(),
  };
}

function cannotTell(question: Question, kind: EvidenceKind): Observation<never> {
  return question.gap(
    'not-supported',
    `FortiOS does not tell the ${kind} over its API.`,
    'Look at the console of the firewall.',
  );
}
