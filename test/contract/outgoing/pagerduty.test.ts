// What PagerDuty is told, checked against the shapes of its REST API by a real HTTP server that refuses any other.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Happening, IncidentEvent } from '../../../src/incidents/events.js';
import { createCaller } from '../../../src/outgoing/call.js';
import { pagerduty } from '../../../src/outgoing/pagerduty.js';
import { ManualClock } from '../../support/manualClock.js';
import { type Arrived, type Receiver, startReceiver } from './receiver.js';

/** Update an incident: PUT /incidents/{id}. Create a note on an incident: POST /incidents/{id}/notes. */
const shapes = [
  {
    ...{ method: 'PUT', path: /^\/incidents\/[A-Z0-9]+$/, status: 200 },
    body: z.strictObject({
      incident: z.strictObject({
        type: z.enum(['incident', 'incident_reference']),
        status: z.enum(['acknowledged', 'resolved']),
        resolution: z.string().optional(),
      }),
    }),
  },
  {
    ...{ method: 'POST', path: /^\/incidents\/[A-Z0-9]+\/notes$/, status: 201 },
    body: z.strictObject({ note: z.strictObject({ content: z.string().min(1).max(25_000) }) }),
  },
];
const wantedHeaders = z.looseObject({
  accept: z.literal('application/vnd.pagerduty+json;version=2'),
  authorization: z.literal('Token token=a-key'),
  'content-type': z.literal('application/json'),
  from: z.literal('bot@corp.example'),
});

function answerOf({ method, path, headers, body }: Arrived): {
  readonly status: number;
  readonly body?: string;
} {
  const shape = shapes.find((one) => one.method === method && one.path.test(path));
  if (!wantedHeaders.safeParse(headers).success) return { status: 401 };
  if (!shape) return { status: 404 };
  return shape.body.safeParse(JSON.parse(body)).success ? { status: shape.status } : { status: 400 };
}

let server: Receiver;
beforeEach(async () => {
  server = await startReceiver(answerOf);
});
afterEach(() => server.close());

const ada = { id: 'U1', name: 'Ada' };
const because = { kind: 'alert', source: 'pagerduty', name: 'VPN', link: null, key: 'Q1ABC' } as const;
const opened: Happening = { kind: 'opened', tunnel: 'paris-hq', severity: 'high', channel: null, because };
const taken: Happening = { kind: 'owner', owner: ada };
const verdict: Happening = {
  kind: 'verdict',
  verdict: {
    ...{ cause: 'psk-mismatch', confidence: 'certain', side: 'theirs', summary: 'The keys differ.' },
    ...{ ruledOut: [], nextOurs: '', nextTheirs: '' },
    remedies: [{ actor: 'Globex', says: 'Enter the agreed key again.' }],
  },
};
const closed: Happening = { kind: 'closed', cause: 'psk-mismatch', remedy: 'a new key' };

function timeline(...happened: readonly Happening[]): readonly IncidentEvent[] {
  return happened.map((what, index) => ({
    ...{ incident: 'inc-1', seq: index + 1, at: '2026-03-01T10:00:00.000Z', by: ada, key: `k${index}`, what },
  }));
}

async function told(...happened: readonly Happening[]) {
  const caller = createCaller({ addresses: [], proxy: null });
  const destination = pagerduty({
    ...{ url: server.url.replace('/hook', ''), token: async () => 'a-key', from: 'bot@corp.example' },
    ...{ caller, clock: new ManualClock() },
  });
  const delivered = await destination.deliver(timeline(...happened), new AbortController().signal);
  await caller.close();
  const arrived = server.arrived.splice(0);
  return {
    outcome: delivered.outcome,
    sent: arrived.map(({ method, path, body }) => [`${method} ${path}`, JSON.parse(body)] as const),
  };
}

describe('PagerDuty', () => {
  it('hears that somebody took it, each verdict as a note, and that it is closed', async () => {
    expect(await told(opened, taken)).toEqual({
      outcome: 'delivered',
      sent: [['PUT /incidents/Q1ABC', { incident: { type: 'incident_reference', status: 'acknowledged' } }]],
    });
    const noted = await told(opened, verdict);
    expect(noted).toMatchObject({ outcome: 'delivered', sent: [['POST /incidents/Q1ABC/notes', {}]] });
    expect(noted.sent[0]?.[1].note.content).toMatch(
      /^paris-hq: confirmed: .*The keys differ\.\nGlobex: Enter the agreed key again\.\nTunnelmedic, incident inc-1$/,
    );
    const { sent } = await told(opened, verdict, closed);
    expect(sent.map(([where]) => where)).toEqual(['PUT /incidents/Q1ABC']);
    expect(sent[0]?.[1].incident).toMatchObject({
      status: 'resolved',
      resolution: expect.stringMatching(/\. a new key$/),
    });
  });

  it('hears nothing of what others told of, of who is on call by default, and of who let it go', async () => {
    const onCall = { team: 'netops', people: [ada], until: null, mentioned: true, owns: true };
    const ours = { ...opened, because: { ...because, source: 'alertmanager' } } as const;
    expect(await told(ours, taken)).toEqual({ outcome: 'nothing', sent: [] });
    expect(await told({ ...opened, onCall })).toEqual({ outcome: 'nothing', sent: [] });
    expect(await told(opened, { kind: 'owner', owner: null })).toEqual({ outcome: 'nothing', sent: [] });
  });

  it('tells an alert that joins later how it stands', async () => {
    const joined: Happening = {
      ...{ kind: 'alert', source: 'pagerduty', name: 'VPN', status: 'firing', link: null },
      ...{ key: 'Q2DEF', tunnels: ['paris-hq'] },
    };
    const { sent } = await told(opened, taken, verdict, joined);
    expect(sent.map(([where]) => where)).toEqual(['PUT /incidents/Q2DEF', 'POST /incidents/Q2DEF/notes']);
    expect((await told(opened, taken, verdict, joined, joined)).outcome).toBe('nothing');
    expect((await told(opened, joined, closed)).sent.map(([where]) => where)).toEqual([
      'PUT /incidents/Q1ABC',
      'PUT /incidents/Q2DEF',
    ]);
  });

  it('was faster where it is resolved already, comes later when it is away, and gives up what it does not know', async () => {
    const already = JSON.stringify({ error: { message: 'Incident Already Resolved', code: 1001 } });
    server.answers.push({ status: 400, body: already });
    expect((await told(opened, closed)).outcome).toBe('delivered');
    server.answers.push({ status: 429 }, { status: 401 }, { status: 404 });
    const outcomes = [];
    for (let turn = 0; turn < 3; turn += 1) outcomes.push((await told(opened, closed)).outcome);
    expect(outcomes).toEqual(['later', 'later', 'refused']);
  });
});
