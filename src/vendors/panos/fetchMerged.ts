// The merged running configuration: the firewall's own with what Panorama pushed. Read again only when something was committed since.

import type { Observation } from '../../domain/observation.js';
import type { Marks, MergedNetwork, NetworkWords } from './configWords.js';
import { fetchTime } from './fetchBasics.js';
import { keepNetwork, parseNetwork } from './parseConfig.js';
import { marksIn } from './provenance.js';
import type { Question } from './question.js';
import { findAll, text } from './words.js';
import { defaultLimits } from './xml.js';

/** A full effective-running configuration measured 11.8 MB at one site; it is streamed and only its network part is kept. */
const configLimits = { ...defaultLimits, maxBytes: 128 * 1024 * 1024 };
export const configRead = { slow: true, collect: { keep: keepNetwork, limits: configLimits } } as const;

/** Where the firewall does not tell its commits. */
const uncertainMs = 3_600_000;
/** A commit that ended so shortly before the read may not have been in it. */
const settlingMs = 10_000;

/** A configuration may only change by a commit or a push, and both are jobs of the firewall. */
export async function readMerged(question: Question): Promise<Observation<MergedNetwork>> {
  const { memory } = question.session;
  const kept = memory.merged.get(Number.POSITIVE_INFINITY);
  if (kept !== null && !(await changedSince(question, kept.atMs))) return question.known(kept.merged);
  const atMs = question.nowMs;
  const network = await readEffective(question);
  if (!network.known) return network;
  const merged = { network: network.value, candidate: await readMarks(question, network.value) };
  memory.merged.set({ atMs, merged });
  return question.known(merged);
}

/** Whether something was committed, pushed or started since; what cannot be told is trusted for an hour. */
async function changedSince(question: Question, sinceMs: number): Promise<boolean> {
  const [jobs, time] = await Promise.all([question.read('jobs'), fetchTime(question)]);
  if (!jobs.known || !time.known) return question.nowMs - sinceMs > uncertainMs;
  return findAll(jobs.value, (node) => node.name === 'job').some((job) => {
    if (!/com/i.test(text(job, 'type') ?? '')) return false;
    if (text(job, 'status') !== 'FIN') return true;
    const ended = text(job, 'tfin') ?? text(job, 'tenq');
    const at = ended === null ? null : time.value.readLogTime(ended);
    return at === null || Date.parse(at) >= sinceMs - settlingMs;
  });
}

/** With an xpath where the version takes one; otherwise everything, of which only the network part is kept. */
async function readEffective(question: Question): Promise<Observation<NetworkWords>> {
  const narrow = await question.read('effective-network', {}, configRead);
  const network = narrow.known ? parseNetwork(narrow.value) : null;
  if (network) return question.known(network);
  if (!narrow.known && narrow.reason !== 'not-supported' && narrow.reason !== 'device-error') return narrow;
  const whole = await question.read('effective-all', {}, configRead);
  if (!whole.known) return whole;
  const found = parseNetwork(whole.value);
  return found
    ? question.known(found)
    : question.gap(
        'unreadable',
        'The effective configuration holds no network part.',
        'Report it with the version.',
      );
}

/** The candidate marks every object that came from a template (`ptpl`); some versions mark the running one as well. */
async function readMarks(question: Question, network: NetworkWords): Promise<Marks> {
  if (network.tunnels.length === 0 || [...network.marks.values()].some((mark) => mark !== null))
    return network.marks;
  const reply = await question.read('template-marks', {}, configRead);
  const [part] = reply.known ? findAll(reply.value, (node) => node.name === 'network') : [];
  return part ? marksIn(part) : new Map();
}
