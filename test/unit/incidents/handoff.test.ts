// The handoff puts first what the next shift must do first.

import { describe, expect, it } from 'vitest';
import type { Happening, IncidentEvent, RecordedVerdict } from '../../../src/incidents/events.js';
import { composeHandoff, type HandoffInput } from '../../../src/incidents/handoff.js';
import { incidentFrom } from '../../../src/incidents/incident.js';

const ada = { id: 'U1', name: 'Ada' };
const verdict: RecordedVerdict = {
  cause: 'psk-mismatch',
  confidence: 'likely',
  side: 'theirs',
  summary: 'The keys differ.',
  ruledOut: ['the peer answers'],
  nextOurs: '',
  nextTheirs: 'Enter the agreed key.',
};

function incident(id: string, ...happenings: Happening[]) {
  const all: Happening[] = [
    { kind: 'opened', tunnel: `tunnel-${id}`, severity: 'normal', channel: 'C1' },
    ...happenings,
  ];
  const events = all.map(
    (what, index): IncidentEvent => ({
      incident: id,
      seq: index + 1,
      at: `2026-03-01T1${index}:00:00.000Z`,
      by: ada,
      key: `${id}-${index}`,
      what,
    }),
  );
  return incidentFrom(events);
}

const owned: Happening = { kind: 'owner', owner: ada };
const empty: HandoffInput = {
  team: 'net',
  from: '2026-03-01T06:00:00.000Z',
  to: '2026-03-01T18:00:00.000Z',
  incidents: [],
  tunnels: [{ tunnel: 'tunnel-a', state: 'up', since: null, basis: '' }],
  due: [],
  remarks: [],
  unseen: [],
};

describe('the handoff', () => {
  it('is quiet when nothing happened, nothing is open and everything was seen', () => {
    expect(composeHandoff(empty).quiet).toBe(true);
    expect(composeHandoff({ ...empty, unseen: ['fw-b could not be asked.'] }).quiet).toBe(false);
  });

  it('orders open incidents by severity, then by what they need', () => {
    const handoff = composeHandoff({
      ...empty,
      incidents: [
        incident(
          'waiting',
          owned,
          { kind: 'verdict', verdict },
          { kind: 'state', state: 'waiting-for-partner', waitingFor: 'Acme' },
        ),
        incident('orphan'),
        incident('asked', owned, { kind: 'asked', fact: 'q', question: 'Does UDP 4500 pass?', step: 's' }),
        incident('critical', { kind: 'severity', severity: 'critical' }, owned, {
          kind: 'verdict',
          verdict: { ...verdict, side: 'ours', nextOurs: 'Set the key.' },
        }),
      ],
    });
    expect(handoff.start.map((line) => [line.incident, line.need])).toEqual([
      ['critical', 'a change on our side'],
      ['orphan', 'an owner'],
      ['asked', 'an answer'],
      ['waiting', 'the partner'],
    ]);
    expect(handoff.start.map((line) => line.nextStep)).toEqual([
      'Set the key.',
      'Take it.',
      'Answer: Does UDP 4500 pass?',
      'Waiting for Acme.',
    ]);
  });

  it('watches tunnels that are down without an incident, and no healthy or idle ones', () => {
    const state = (tunnel: string, value: 'down' | 'idle' | 'up' | 'unknown') => ({
      tunnel,
      state: value,
      since: null,
      basis: 'no IKE SA',
    });
    const handoff = composeHandoff({
      ...empty,
      incidents: [incident('a', owned)],
      tunnels: [state('tunnel-a', 'down'), state('b', 'down'), state('c', 'idle'), state('d', 'unknown')],
    });
    expect(handoff.watch.map((line) => line.tunnel)).toEqual(['b']);
  });

  it('tells what was resolved in this shift, with cause and remedy, and nothing older', () => {
    const closed = incident('x', owned, {
      kind: 'closed',
      cause: 'pfs-mismatch',
      remedy: 'PFS group14 on both ends',
    });
    expect(composeHandoff({ ...empty, incidents: [closed] }).resolved).toMatchObject([
      { cause: 'pfs-mismatch', remedy: 'PFS group14 on both ends', by: 'Ada' },
    ]);
    expect(
      composeHandoff({ ...empty, from: '2026-03-01T17:00:00.000Z', incidents: [closed] }).resolved,
    ).toEqual([]);
  });
});

describe('an incident', () => {
  it('takes the newest answer, and a question that was answered is open no more', () => {
    const one = incident(
      'q',
      { kind: 'asked', fact: 'f', question: '?', step: 's' },
      { kind: 'answered', fact: 'f', value: 'yes', replaces: null },
      { kind: 'answered', fact: 'f', value: 'no', replaces: 'yes' },
    );
    expect(one.answers.map((answer) => answer.value)).toEqual(['no']);
    expect(one.openQuestions).toEqual([]);
  });

  it('is resolved when it is closed and open when it is reopened', () => {
    const closing: Happening = { kind: 'closed', cause: 'other', remedy: 'r' };
    expect(incident('c', closing).state).toBe('resolved');
    expect(incident('c', closing, { kind: 'reopened', why: 'again' }).state).toBe('open');
  });
});
