// A FortiGate as a Device: which kinds of evidence it answers, and how each is asked.

import type { Device } from '../../domain/device.js';
import { type Answers, deviceOver } from '../https/deviceOver.js';
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

/** `needsActive`: the secondary unit of a cluster cannot tell. */
const answers: Answers<Question, Session> = {
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

/** Keeps nothing but what it is, its clock, HA state and the last inventory. */
export function createFortiosDevice(settings: FortiosSettings, options: SessionOptions): Device {
  const session = new Session(settings, options);
  return deviceOver(session, {
    vendor,
    api: 'FortiOS',
    answers,
    checks: fortiosChecks,
    question: (call, needs) => new Question(session, call, needs),
    capture: captureReplies,
  });
}
