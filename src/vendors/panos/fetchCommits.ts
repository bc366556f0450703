// Asking what was committed and what waits: jobs of commits and pushes with their results, and changes that are not in force.

import type { ConfigChange } from '../../domain/device.js';
import type { DeviceTime } from './deviceTime.js';
import type { Question } from './question.js';
import { findAll, list, text } from './words.js';
import type { XmlNode } from './xml.js';

/** `Commit`, and `CommitAll` or `CommitAndPush` when Panorama pushed. */
const commitJob = /^commit|^(auto)?com/i;

/** Nothing where the firewall does not answer: the configuration log is the main witness. */
export async function fetchCommits(
  question: Question,
  time: DeviceTime,
  sinceMs: number,
): Promise<readonly ConfigChange[]> {
  const [jobs, pending] = await Promise.all([
    question.read('jobs'),
    question.read('pending-changes', {}, { text: true }),
  ]);
  const commits = jobs.known ? findAll(jobs.value, (node) => node.name === 'job') : [];
  const waits = pending.known && /^\s*yes\s*$/i.test(pending.value.text);
  const now = question.session.clock.now().toISOString();
  return [
    ...commits.flatMap((job) => commitOf(job, time)).filter((one) => Date.parse(one.at) >= sinceMs),
    ...(waits
      ? [{ kind: 'pending' as const, at: now, who: '', command: 'changes that were not committed', path: '' }]
      : []),
  ];
}

function commitOf(job: XmlNode, time: DeviceTime): readonly ConfigChange[] {
  const [type, user, result] = [text(job, 'type'), text(job, 'user'), text(job, 'result')];
  const began = text(job, 'tenq');
  const at = began === null ? null : time.readLogTime(began);
  if (type === null || at === null || !commitJob.test(type) || type === 'AutoCom') return [];
  const failed = result?.toUpperCase() === 'FAIL';
  const details = list(job, 'line', 'details').map((line) => line.text.trim());
  return [
    {
      kind: failed ? 'failed-commit' : 'commit',
      at,
      who: user ?? '',
      command: failed ? `${type} failed` : type,
      path: failed ? details.join(' ').slice(0, 200) : '',
    },
  ];
}
