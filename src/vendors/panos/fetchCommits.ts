// Asking what was committed and what waits: jobs of commits and pushes with their results, and changes that are not in force.

import type { ConfigChange } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { DeviceTime } from './deviceTime.js';
import type { Question } from './question.js';
import { findAll, list, text } from './words.js';
import type { XmlNode } from './xml.js';

/** `Commit`, and `CommitAll` or `CommitAndPush` when Panorama pushed. */
const commitJob = /^commit|^(auto)?com/i;
/** WildFire's come every few minutes and touch no tunnel. */
const updateJob = /^(install|swinstall|content|anti-?virus)/i;

export async function fetchCommits(
  question: Question,
  time: DeviceTime,
  sinceMs: number,
): Promise<Observation<readonly ConfigChange[]>> {
  const jobs = await question.read('jobs');
  if (!jobs.known) return jobs;
  const commits = findAll(jobs.value, (node) => node.name === 'job').flatMap((job) => commitOf(job, time));
  return question.known(
    commits.filter((one) => Date.parse(one.at) >= sinceMs).toSorted((a, b) => a.at.localeCompare(b.at)),
  );
}

/** `yes` or `no` as text. */
export async function fetchPending(question: Question): Promise<Observation<boolean>> {
  const reply = await question.read('pending-changes', {}, { text: true });
  if (!reply.known) return reply;
  const word = /^\s*(yes|no)\s*$/i.exec(reply.value.text)?.[1]?.toLowerCase();
  return word === undefined
    ? question.gap(
        'unreadable',
        'The firewall answered whether changes wait in an unknown form.',
        'Run `check pending-changes` on the firewall.',
      )
    : question.known(word === 'yes');
}

function commitOf(job: XmlNode, time: DeviceTime): readonly ConfigChange[] {
  const [type, user, result] = [text(job, 'type'), text(job, 'user'), text(job, 'result')];
  const began = text(job, 'tenq');
  const at = began === null ? null : time.readLogTime(began);
  if (type === null || at === null || type === 'AutoCom') return [];
  const isUpdate = updateJob.test(type);
  if (!isUpdate && !commitJob.test(type)) return [];
  if (isUpdate) return [{ kind: 'update', at, who: user ?? '', command: `update (${type})`, path: '' }];
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
