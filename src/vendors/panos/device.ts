// A PAN-OS firewall as a Device: which kinds of evidence it answers, and how each is asked.

import type { Device } from '../../domain/device.js';
import { type Answers, deviceOver } from '../https/deviceOver.js';
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

/** `needsActive`: the passive unit of a pair cannot tell. */
const answers: Answers<Question, Session> = {
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

/** Keeps nothing but ids, clock, HA state and the last inventory. */
export function createPanosDevice(settings: PanosSettings, options: SessionOptions): Device {
  const session = new Session(settings, options);
  return deviceOver(session, {
    vendor: 'panos',
    api: 'PAN-OS',
    answers,
    checks: panosChecks,
    question: (call, needs) => new Question(session, call, needs),
    capture: captureReplies,
  });
}
