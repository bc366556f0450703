// What nobody could look at, and that may show that an idle tunnel is wanted in vain, or that one that stands comes and goes.

import { durationText } from '../domain/duration.js';
import type { EndEvidence } from '../domain/evidence.js';
import { choice, type FactDefinition, knownFact, list, unknownFact, type View, yes, yesNo } from './fact.js';
import { stoodLine } from './logHeard.js';
import { type EndFact, forEachEnd, fromLog, type Sight } from './perEnd.js';
import { upSince } from './sinceWhen.js';

/** A tunnel that stands for so long does not come and go every few minutes; a log that reaches back so far would tell. */
const settledMs = 1_800_000;

const perEnd: readonly EndFact[] = [
  {
    name: 'way-in',
    type: choice('open', 'closed'),
    says: 'Whether what the hosts of {end} send can enter the tunnel, by its routes, its forwarding and its policy; `closed`: no traffic of theirs brings it up.',
    needs: ['path'],
    from: [
      'route.to-remote',
      'route.by-policy',
      'interface.up',
      'monitor.failed-over',
      'inner-policy',
      'denied.inner',
    ],
    derive: wayIn,
  },
  {
    name: 'log.shows-end',
    type: yesNo,
    says: 'Whether the log of {end} reaches back to a time when the tunnel stood, so that it shows how that ended.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        (reading) => {
          const stood = stoodLine(reading);
          return {
            value: yes(stood !== null),
            text: stood?.line.text ?? 'its log shows no time when the tunnel stood',
          };
        },
        '',
      ),
  },
];

function wayIn({ end, view, own }: Sight) {
  const is = (name: string, ...values: readonly string[]) => {
    const state = own(name);
    return state.known && values.includes(String(state.value)) ? state.evidence : null;
  };
  const denied = is('denied.inner', 'yes') ?? is('inner-policy', 'denied');
  if (denied) return knownFact('closed', denied);
  const route = own('route.to-remote');
  const backup = view.fact('tunnel.backup');
  // An interface that is down takes its routes with it: they tell nothing then.
  const decides =
    !is('route.by-policy', 'yes') &&
    !is('interface.up', 'no') &&
    !is('monitor.failed-over', 'yes') &&
    !(backup.known && backup.value === 'yes');
  if (route.known)
    return knownFact(decides && route.value !== 'into-tunnel' ? 'closed' : 'open', route.evidence);
  return decides ? route : unknownFact(`The routes of ${end.name} do not decide.`, `Check ${end.name}.`);
}

/** Of one end: what would show an attempt, or traffic that asks in vain. */
function unseenOfIdle({ evidence, fact }: View, end: EndEvidence): readonly string[] {
  if (!end.readable) return [evidence.theirs.name];
  const unread = [
    ...(end.config.known ? [] : [`the configuration of ${end.name}`]),
    ...(end.live.known ? [] : [`the SAs of ${end.name}`]),
    ...(fact(`${end.end}.way-in`).known ? [] : [`the routes of ${end.name}`]),
  ];
  if (!end.log.known) return [...unread, `the log of ${end.name}`];
  const waits = end.live.known && end.live.value.waitsForTraffic === true;
  const shown = fact(`${end.end}.log.shows-end`);
  return waits || (shown.known && shown.value === 'yes')
    ? unread
    : [...unread, `how ${end.name} lost its SAs, which its log does not show`];
}

interface UnseenOfUp {
  readonly list: readonly string[];
  readonly confidence: 'certain' | 'likely' | 'possible';
}

/** Counters tell of the present SAs; that they come and go stands in a log, or shows by their age. */
function unseenOfUp({ evidence: { ours, theirs, collectedAt } }: View): UnseenOfUp {
  const now = Date.parse(collectedAt);
  const ends = [ours, theirs].filter(({ readable }) => readable);
  const bare = ends
    .filter(({ config }) => !config.known)
    .map(({ name }) => `the networks that ${name} is set up for`);
  const logs = ends.flatMap(({ log }) => (log.known ? [log.value] : []));
  const isTold = logs.some(({ from }) => from !== null && now - Date.parse(from) >= settledMs);
  const [since] = ends.flatMap(({ live }) => (live.known ? (upSince(live.value) ?? []) : [])).sort();
  const ageMs = since === undefined ? null : now - Date.parse(since);
  const isYoung = !isTold && ageMs !== null && ageMs < settledMs;
  const young = isYoung ? [`why the SAs are only ${durationText(ageMs)} old`] : [];
  const unread = logs.length === 0 ? ends.map(({ name }) => `the log of ${name}`) : [];
  return {
    list: [...bare, ...young, ...unread],
    confidence: bare.length + young.length > 0 ? 'possible' : unread.length > 0 ? 'likely' : 'certain',
  };
}

const joint: readonly FactDefinition[] = [
  {
    name: 'idle.unseen',
    type: list,
    says: 'What could not be read and may show that a tunnel without SAs is wanted, and comes up for nobody: empty when both ends show that nothing asks for it.',
    needs: [],
    from: [
      'ours.way-in',
      'theirs.way-in',
      'ours.log.shows-end',
      'theirs.log.shows-end',
      'ours.sa.ike',
      'theirs.sa.ike',
    ],
    derive: (view) => {
      const { ours, theirs } = view.evidence;
      return knownFact([...unseenOfIdle(view, ours), ...unseenOfIdle(view, theirs)], []);
    },
  },
  {
    name: 'up.unseen',
    type: list,
    says: 'What could not be read and may show that a tunnel whose SAs carry traffic comes and goes, or carries only a part: empty when a log, or the age of the SAs, shows that it stands.',
    needs: [],
    from: ['ours.log.read', 'theirs.log.read', 'ours.sa.ike', 'theirs.sa.ike'],
    derive: (view) => knownFact(unseenOfUp(view).list, []),
  },
  {
    name: 'up.confidence',
    type: choice('certain', 'likely', 'possible'),
    says: 'How sure traffic that arrives makes it that the tunnel is well, by what could not be read beside it.',
    needs: [],
    from: ['up.unseen'],
    derive: (view) => knownFact(unseenOfUp(view).confidence, []),
  },
];

export const unseenFacts: readonly FactDefinition[] = [...forEachEnd(perEnd), ...joint];
