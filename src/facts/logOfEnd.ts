// What the log of each end says by itself: role, how far it got, its cause, what repeats.

import { causeCodes } from '../domain/causes.js';
import type { EventWord } from '../domain/eventWords.js';
import type { Milestone } from '../domain/log.js';
import { choice, knownFact, number, unknownFact, yes, yesNo } from './fact.js';
import { jointCandidates } from './logCandidates.js';
import { hasNoAnswerAtAll } from './logHeard.js';
import { readingFacts } from './logReading.js';
import { hasStopped, outageWords, tellsOfRekey } from './logRepeats.js';
import { type EndFact, forEachEnd, fromGap, fromLog } from './perEnd.js';

const milestones: readonly Milestone[] = [
  'started',
  'answered',
  'proposals-agreed',
  'authenticated',
  'child-installed',
];

const hourMs = 3_600_000;
const rekeyTrouble: readonly EventWord[] = ['rekey-failed', 'collision', 'child-failed'];
const perEnd: readonly EndFact[] = [
  {
    name: 'log.read',
    type: yesNo,
    says: 'Whether the log of {end} could be read and holds lines of this tunnel.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ lines, recognized, events }) => ({
          // A line that was read by its words alone says something, too.
          value: yes(recognized > 0 || events.length > 0),
          text: `${lines} log lines read, ${recognized} of them known`,
        }),
        '',
      ),
  },
  {
    name: 'log.role',
    type: choice('initiator', 'responder'),
    says: 'The role of {end} in the negotiation that its log shows.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ side }) => (side ? { value: side, text: `its log reads as ${side}` } : null),
        `The log of ${end.name} does not show who started.`,
      ),
  },
  {
    name: 'log.furthest',
    type: choice(...milestones),
    says: 'How far the negotiation got by the log of {end}.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ furthest }) =>
          furthest ? { value: furthest, text: `its log gets as far as: ${furthest}` } : null,
        `The log of ${end.name} shows no negotiation.`,
      ),
  },
  {
    name: 'log.ends-up',
    type: yesNo,
    says: 'Whether the log of {end} ends with the tunnel up.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ endsUp }) =>
          endsUp === null
            ? null
            : {
                value: yes(endsUp),
                text: `its log ends with the tunnel ${endsUp ? 'up' : 'down'}`,
              },
        `The log of ${end.name} does not show how it ended.`,
      ),
  },
  {
    name: 'log.cause',
    type: choice(...causeCodes),
    says: 'The cause that the log of {end} supports best, read alone.',
    needs: ['log'],
    derive: ({ end, view }) => {
      if (!end.log.known) return fromGap(end.log);
      const [first] = jointCandidates(view).filter((candidate) => candidate.end === end.end);
      return first
        ? knownFact(first.cause, first.evidence)
        : unknownFact(`The log of ${end.name} points to no cause.`, `Read more of the log of ${end.name}.`);
    },
  },
  {
    name: 'log.negotiations',
    type: yesNo,
    says: 'Whether the log of {end} shows any negotiation at all.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ furthest, events }) => {
          const any = furthest !== null || events.some((event) => event.phase !== null && !event.harmless);
          return {
            value: yes(any),
            text: any ? 'its log shows negotiations' : 'its log shows no negotiation',
          };
        },
        '',
      ),
  },
  {
    name: 'log.rekey-failures',
    type: number('failed rekeys'),
    says: 'How often a rekey failed by the log of {end}.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ events }) => {
          const failed = events.filter(
            (event) => rekeyTrouble.includes(event.says) && tellsOfRekey(event.line.text),
          );
          const times = failed.reduce((sum, event) => sum + event.count, 0);
          return {
            value: times,
            text: failed.at(-1)?.line.text ?? 'no failed rekey in its log',
          };
        },
        '',
      ),
  },
  {
    name: 'log.attempts-in-silence',
    type: number('attempts'),
    says: 'How many attempts of {end}, since its last DPD timeout, ended without any answer: the responder SPI is all zero.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ events }) => {
          const lost = events.findLastIndex((event) => event.says === 'dpd-lost');
          if (lost < 0) return { value: 0, text: 'its log tells of no dead peer' };
          const since = events.slice(lost + 1);
          const silent = since.filter(hasNoAnswerAtAll);
          const times = silent.reduce((sum, event) => sum + event.count, 0);
          return { value: times, text: silent.at(-1)?.line.text ?? 'no attempt since without an answer' };
        },
        '',
      ),
  },
  {
    name: 'log.rekeys-collide',
    type: yesNo,
    says: 'Whether the log of {end} tells of rekeys that both ends began at once.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ events }) => {
          const hit = events.findLast((event) => event.says === 'collision');
          return {
            value: yes(hit !== undefined),
            text: hit?.line.text ?? 'no colliding rekey in its log',
          };
        },
        '',
      ),
  },
  {
    name: 'log.displaced',
    type: number('times'),
    says: 'How often the IKE SA of {end} was deleted within the last hour of its log and a new one made, without anything that failed; 0 where that has stopped.',
    needs: ['log'],
    derive: ({ end, view }) =>
      fromLog(
        end,
        ({ events, to }) => {
          const since = to === null ? 0 : Date.parse(to) - hourMs;
          const recent = events.filter(
            (event) => event.line.at !== null && Date.parse(event.line.at) >= since,
          );
          const broke = recent.some((event) => outageWords.includes(event.says));
          const made = recent.filter(
            (event) => event.says === 'authenticated' && !tellsOfRekey(event.line.text),
          );
          const isOver = hasStopped(made, Date.parse(view.evidence.collectedAt));
          const times = broke || isOver ? 0 : made.length;
          return {
            value: times,
            text: made.at(-1)?.line.text ?? 'no new IKE SA in the last hour of its log',
          };
        },
        '',
      ),
  },
  {
    name: 'log.peer-deleted',
    type: yesNo,
    says: 'Whether the log of {end} shows that the other end deleted the SA.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ events }) => {
          const hit = events.findLast((event) => event.says === 'peer-deleted');
          return {
            value: yes(hit !== undefined),
            text: hit?.line.text ?? 'no delete from the peer in its log',
          };
        },
        '',
      ),
  },
];

export const endLogFacts = forEachEnd([...perEnd, ...readingFacts]);
