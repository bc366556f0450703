// Whatever happens to an incident, in whatever order: folding never throws, and every event has its card, line and message.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeHandoff } from '../../../src/capabilities/handoff/handoff.js';
import { handoffReport } from '../../../src/capabilities/handoff/report.js';
import { incidentCard, incidentReport } from '../../../src/capabilities/incident/card.js';
import { eventMessage } from '../../../src/capabilities/incident/threadMessages.js';
import { causeCodes } from '../../../src/domain/causes.js';
import { shareKinds } from '../../../src/domain/share.js';
import { actOn } from '../../../src/incidents/act.js';
import type { Happening, IncidentEvent } from '../../../src/incidents/events.js';
import { incidentFrom } from '../../../src/incidents/incident.js';
import type { IncidentStore } from '../../../src/incidents/store.js';

const word = fc.string({ maxLength: 40 });
const fact = fc.constantFrom('answer.changed', 'answer.offered-traffic', 'peer.vendor');
const cause = fc.constantFrom(...causeCodes);
const person = fc.record({ id: fc.constantFrom('U1', 'U2', 'tunnelmedic'), name: word });
const severity = fc.constantFrom('low', 'normal', 'high', 'critical');

const members = ['tunnel-x', 'tunnel-y', 'tunnel-z'] as const;
const tunnels = fc.uniqueArray(fc.constantFrom(...members), { minLength: 1 });
const share = fc.record({
  kind: fc.constantFrom(...shareKinds),
  device: fc.option(word),
  value: word,
  of: fc.nat(),
});
const tunnelState = fc.constantFrom('up', 'degraded', 'down', 'idle', 'disabled', 'unknown');
const time = fc.constantFrom('2026-03-01T00:10:00.000Z', '2026-03-01T00:20:00.000Z');

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('owner'), owner: fc.option(person) }),
  fc.record({ kind: fc.constant('severity'), severity }),
  fc.record({
    kind: fc.constant('state'),
    state: fc.constantFrom('open', 'waiting-for-partner', 'monitoring'),
    waitingFor: word,
  }),
  fc.record({ kind: fc.constant('note'), text: word, source: fc.option(word) }),
  fc.record({
    kind: fc.constant('asked'),
    fact,
    question: word,
    step: word,
    form: fc.constantFrom('yes-no', 'choice', 'address', 'number', 'text', 'list', 'log'),
    choices: fc.array(word, { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('withdrawn'), fact, why: word }),
  fc.record({ kind: fc.constant('answered'), fact, value: word, replaces: fc.option(word) }),
  fc.record({ kind: fc.constant('partner-log'), document: word, name: word, lines: fc.nat(), says: word }),
  fc.record({
    kind: fc.constant('partner-config'),
    document: word,
    name: word,
    product: word,
    tunnel: word,
    says: word,
  }),
  fc.record({ kind: fc.constant('sheet'), document: word, name: word, differs: fc.array(word) }),
  fc.record({
    kind: fc.constant('thread'),
    place: fc.record({ channel: word, ts: word, link: fc.option(word) }),
  }),
  fc.record({
    kind: fc.constant('verdict'),
    verdict: fc.record({
      cause,
      confidence: fc.constantFrom('certain', 'likely', 'possible', 'none'),
      side: fc.constantFrom('ours', 'theirs', 'both', 'path', 'unknown'),
      summary: word,
      ruledOut: fc.array(word),
      nextOurs: word,
      nextTheirs: word,
    }),
  }),
  fc.record({ kind: fc.constant('closed'), cause, remedy: word }),
  fc.record({ kind: fc.constant('reopened'), why: word }),
  fc.record({ kind: fc.constant('joined'), tunnels, shares: fc.option(share) }),
  fc.record({ kind: fc.constant('left'), tunnels, to: word }),
  fc.record({ kind: fc.constant('merged'), from: word, tunnels, shares: fc.option(share) }),
  fc.record({ kind: fc.constant('merged-into'), into: word }),
  fc.record({
    kind: fc.constant('alert'),
    source: word,
    name: word,
    status: fc.constantFrom('firing', 'resolved'),
    still: fc.constantFrom('up', 'down', 'unknown'),
    link: fc.option(word),
    key: fc.option(word),
    tunnels,
  }),
  fc.record({
    kind: fc.constant('looked'),
    tunnels: fc.array(
      fc.record({ tunnel: fc.constantFrom(...members), state: tunnelState, since: fc.option(time) }),
    ),
  }),
) as fc.Arbitrary<Happening>;

function eventsOf(happenings: readonly Happening[], people: readonly { id: string; name: string }[]) {
  const opened: Happening = { kind: 'opened', tunnel: 'tunnel-x', severity: 'normal', channel: null };
  return [opened, ...happenings].map(
    (what, index): IncidentEvent => ({
      incident: 'inc-1',
      seq: index + 1,
      at: new Date(Date.UTC(2026, 2, 1) + index * 60_000).toISOString(),
      by: people[index % people.length] ?? { id: 'U1', name: 'Ada' },
      key: `k${index}`,
      what,
    }),
  );
}

describe('any sequence of events', () => {
  it('folds, and can be shown in every form', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 40 }),
        fc.array(person, { minLength: 1, maxLength: 3 }),
        (happenings, people) => {
          const incident = incidentFrom(eventsOf(happenings, people));
          expect(incident.lastSeq).toBe(happenings.length + 1);
          expect(incident.state === 'resolved').toBe(incident.closed !== null);
          const card = incidentCard(incident);
          expect(card.summary.length).toBeGreaterThan(0);
          for (const action of card.actions) {
            expect(action.label.trim(), action.command).not.toBe('');
            expect(action.command, action.label).toMatch(/\b(inc-1|tunnel-[xyz])\b/);
          }
          incidentReport(incident);
          for (const event of incident.timeline) eventMessage(event, incident);
          const handoff = composeHandoff({
            team: 'net',
            from: '2026-03-01T00:00:00.000Z',
            to: '2026-03-02T00:00:00.000Z',
            incidents: [incident],
            tunnels: [],
            due: [],
            remarks: [],
            watched: null,
            unread: null,
            unseen: [],
          });
          handoffReport(handoff, { key: 'net 1' });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says the same about an event whatever came after it', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 20 }), fc.nat(19), (happenings, cut) => {
        const all = eventsOf(happenings, [{ id: 'U1', name: 'Ada' }]);
        const upTo = all.slice(0, Math.min(cut, happenings.length - 1) + 2);
        const event = upTo.at(-1);
        if (!event) return;
        expect(eventMessage(event, incidentFrom(all))).toEqual(eventMessage(event, incidentFrom(upTo)));
      }),
    );
  });
});

describe('an act', () => {
  it('is decided anew when somebody else was faster', async () => {
    const events = eventsOf([], [{ id: 'U1', name: 'Ada' }]);
    const bo = { id: 'U2', name: 'Bo' };
    let overtaken = 0;
    const store: Pick<IncidentStore, 'events' | 'append'> = {
      events: async () => [...events],
      async append(incident, event, afterSeq) {
        const last = events.length;
        if (overtaken < 3) {
          overtaken += 1;
          events.push({
            incident,
            seq: last + 1,
            at: event.at,
            by: bo,
            key: `bo-${last}`,
            what: { kind: 'note', text: 'first', source: null },
          });
          return { outcome: 'overtaken', events: [...events] };
        }
        expect(afterSeq).toBe(last);
        const appended = { incident, seq: last + 1, ...event };
        events.push(appended);
        return { outcome: 'appended', event: appended };
      },
    };
    const seen: number[] = [];
    const result = await actOn(
      store as IncidentStore,
      'inc-1',
      { by: { id: 'U1', name: 'Ada' }, at: '2026-03-01T10:00:00.000Z', key: 'mine' },
      (incident) => {
        seen.push(incident.lastSeq);
        return { do: { kind: 'severity', severity: 'high' } };
      },
    );
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(result).toMatchObject({ outcome: 'done', event: { seq: 5 } });
  });
});
