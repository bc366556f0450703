// A PAN-OS firewall as a Device: which kinds of evidence it answers, and how each is asked.

import type { CallContext, Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { captureReplies } from './capture.js';
import { panosChecks } from './checks.js';
import { fetchClock, fetchDrops, fetchIdentity, fetchUptime } from './fetchBasics.js';
import { fetchCertificates } from './fetchCertificates.js';
import { fetchInventory } from './fetchInventory.js';
import { fetchLive } from './fetchLive.js';
import { fetchChanges, fetchLog } from './fetchLog.js';
import { fetchOverview } from './fetchOverview.js';
import { fetchPath } from './fetchPath.js';
import { fetchSweep } from './fetchSweep.js';
import { Question } from './question.js';
import { Session, type SessionOptions } from './session.js';
import type { PanosSettings } from './settings.js';

type Answer<K extends EvidenceKind> = (
  question: Question,
  scope: EvidenceScope,
) => Promise<Observation<EvidenceTypes[K]>>;

interface Answering<K extends EvidenceKind> {
  /** The passive unit of a pair cannot tell. */
  readonly needsActive: boolean;
  readonly answer: Answer<K>;
  /** It may take the unit that answered last for the active one, because it sees by the answer when it no longer is. */
  readonly trustsUnit?: (session: Session) => boolean;
}

const answering: { readonly [K in EvidenceKind]: Answering<K> } = {
  identity: { needsActive: false, answer: fetchIdentity },
  clock: { needsActive: false, answer: fetchClock },
  uptime: { needsActive: true, answer: fetchUptime },
  ha: { needsActive: true, answer: (question) => question.session.units.haState(question) },
  inventory: { needsActive: false, answer: fetchInventory },
  overview: { needsActive: true, answer: fetchOverview },
  sweep: { needsActive: true, answer: fetchSweep, trustsUnit: (session) => session.sweep.unitSeemsActive },
  certificates: { needsActive: false, answer: fetchCertificates },
  live: { needsActive: true, answer: fetchLive },
  path: { needsActive: true, answer: fetchPath },
  log: { needsActive: false, answer: fetchLog },
  changes: { needsActive: false, answer: fetchChanges },
  drops: { needsActive: true, answer: fetchDrops },
};

/** Reads only; keeps nothing but ids, clock, HA state and the last inventory. */
export function createPanosDevice(settings: PanosSettings, options: SessionOptions): Device {
  const session = new Session(settings, options);
  return {
    name: settings.name,
    vendor: 'panos',
    answers: Object.keys(answering) as EvidenceKind[],
    async fetch<K extends EvidenceKind>(kind: K, scope: EvidenceScope, call: CallContext) {
      const how: Answering<K> = answering[kind];
      const question = new Question(session, call, {
        needsActive: how.needsActive,
        trustsUnit: how.trustsUnit?.(session) ?? false,
      });
      try {
        return await how.answer(question, scope);
      } finally {
        question.end();
      }
    },
    checks: () => panosChecks(session),
    capture: (call) => captureReplies(session, call),
    callCount: () => session.calls,
    close: async () => session.close(),
  };
}
