// What the watch saw in a shift: one line for a tunnel, whatever else tells of it, and nothing that was planned.

import { describe, expect, it } from 'vitest';
import { composeHandoff, type HandoffInput } from '../../../../src/capabilities/handoff/handoff.js';
import type { SeenTunnel } from '../../../../src/capabilities/handoff/lines.js';
import { handoffReport } from '../../../../src/capabilities/handoff/report.js';
import { handoffAnswer } from '../../../../src/capabilities/handoff/schema.js';
import type { IncidentEvent } from '../../../../src/incidents/events.js';
import { incidentFrom } from '../../../../src/incidents/incident.js';
import { renderTerminal } from '../../../../src/render/terminal.js';
import type { Period } from '../../../../src/watch/state.js';
import { periodOf } from '../../doubles/periods.js';

const at = (time: string): string => `2026-03-01T${time}.000Z`;
const seen = (
  tunnel: string,
  state: SeenTunnel['state'] = 'up',
  cause: SeenTunnel['cause'] = null,
): SeenTunnel => {
  return { tunnel, state, since: null, basis: 'no IKE SA', cause, partner: null, criticality: 'normal' };
};
const period = (
  state: Period['state'],
  from: string,
  to: string | null,
  more: Partial<Period> = {},
): Period => periodOf(state, at(from), to === null ? null : at(to), { tunnel: 'a', ...more });
const trigger = {
  says: 'Started 11 s after admin edited gw-a on fw-a.',
  at: at('09:59:49'),
  device: 'fw-a',
  who: 'admin',
};
const outage = [
  period('up', '06:00:00', '10:00:00'),
  period('down', '10:00:00', '10:14:00', { cause: 'psk-mismatch', confidence: 'certain', trigger }),
  period('up', '10:14:00', null),
];
const mute = {
  id: 'm1',
  tunnel: 'a',
  by: { id: 'U1', name: 'Ana' },
  from: at('09:00:00'),
  until: at('20:00:00'),
  why: 'the ISP works.',
};

function handoff(more: Partial<HandoffInput>) {
  const input: HandoffInput = {
    team: 'net',
    from: at('06:00:00'),
    to: at('18:00:00'),
    incidents: [],
    tunnels: [seen('a')],
    due: [],
    remarks: [],
    watched: { periods: [], states: [], mutes: [], marks: [] },
    unread: null,
    unseen: [],
    ...more,
  };
  const report = handoffReport(composeHandoff(input), { key: null });
  handoffAnswer.parse(report.json);
  const look = { color: false, width: 200, now: new Date(at('18:00:00')), zone: 'utc' };
  const lines = renderTerminal(report, look)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
}
const watched = (periods: readonly Period[]) => ({ periods, states: [], mutes: [], marks: [] });

describe('an outage of the shift', () => {
  it('is one line: how long, since when it is back, cause and trigger', () => {
    expect(handoff({ watched: watched(outage) })).toEqual([
      'a: down 14 min, back up since 2026-03-01 10:14:00 UTC: pre-shared key mismatch (confirmed). Started 11 s after admin edited gw-a on fw-a.',
    ]);
  });

  it('of several is one line, with how many and how long together', () => {
    const again = [
      ...outage.slice(0, 2),
      period('up', '10:14:00', '12:00:00'),
      period('degraded', '12:00:00', '12:01:00'),
      period('down', '12:01:00', '12:06:00'),
      period('up', '12:06:00', null),
    ];
    expect(handoff({ watched: watched(again) })).toEqual([
      'a: down 2 times, 20 min together, back up since 2026-03-01 12:06:00 UTC.',
    ]);
  });

  it('that ended in idleness did not come back up', () => {
    const [up, down] = outage;
    const idle = [...(up && down ? [up, down] : []), period('idle', '10:14:00', null)];
    expect(handoff({ watched: watched(idle) })[0]).toContain('idle since 2026-03-01 10:14:00 UTC');
  });

  it('that was planned is none', () => {
    const planned = outage.map((one) => ({ ...one, planned: true }));
    expect(handoff({ watched: watched(planned) })).toEqual([]);
  });

  it('that lasts stands once, with what is bad now', () => {
    const [up, down] = outage;
    const lasting = [...(up && down ? [up, { ...down, to: null }] : [])];
    expect(handoff({ tunnels: [seen('a', 'down')], watched: watched(lasting) })).toEqual([
      'a: down since 2026-03-01 10:00:00 UTC: pre-shared key mismatch (confirmed). Started 11 s after admin edited gw-a on fw-a.',
    ]);
  });

  it('that the watch found when it looked first may have begun before', () => {
    const lookedAt = at('17:59:00');
    const since = at('10:00:00');
    const state = { tunnel: 'a', state: 'down' as const, since, sinceAtLeast: true, basis: '', lookedAt };
    const periods = [period('down', '10:00:00', null)];
    expect(
      handoff({ tunnels: [seen('a', 'down')], watched: { periods, states: [state], mutes: [], marks: [] } }),
    ).toEqual(['a: down since at least 2026-03-01 10:00:00 UTC (no IKE SA)']);
  });

  it('of a tunnel whose incident was closed is told with it', () => {
    const event = (seq: number, time: string, what: IncidentEvent['what']): IncidentEvent => {
      return { incident: 'x', seq, at: at(time), by: { id: 'U1', name: 'Ana' }, key: `x${seq}`, what };
    };
    const closed = incidentFrom([
      event(1, '10:01:00', { kind: 'opened', tunnel: 'a', severity: 'normal', channel: null }),
      event(2, '10:20:00', { kind: 'closed', cause: 'psk-mismatch', remedy: 'new key' }),
    ]);
    const lines = handoff({ incidents: [closed], watched: watched(outage) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('Resolution: new key.');
    expect(lines[0]).toContain('Down 14 min.');
  });
});

describe('what the next shift must watch', () => {
  it('is one line for all tunnels of an incident that was closed while they were down', () => {
    const tunnels = ['a', 'b', 'c', 'd'];
    const event = (seq: number, time: string, what: IncidentEvent['what']): IncidentEvent => {
      return { incident: 'x', seq, at: at(time), by: { id: 'U1', name: 'Ana' }, key: `x${seq}`, what };
    };
    const closed = incidentFrom([
      event(1, '10:01:00', {
        kind: 'opened',
        tunnel: 'a',
        others: tunnels.slice(1),
        severity: 'normal',
        channel: null,
      }),
      event(2, '10:20:00', { kind: 'closed', cause: 'peer-unreachable', remedy: 'new cable' }),
    ]);
    const [watch, ...others] = handoff({
      incidents: [closed],
      tunnels: tunnels.map((one) => ({ ...seen(one, 'down'), since: at('10:00:00') })),
    });
    expect(watch).toMatch(/^a, b, c and 1 more: still down since .*, although incident x was closed/);
    expect(others).toHaveLength(1);
  });

  it('names a tunnel that flaps, also while it is up', () => {
    const flapping = [period('flapping', '17:00:00', null)];
    expect(handoff({ watched: watched(flapping) })).toEqual([
      'a: flapping since 2026-03-01 17:00:00 UTC (no IKE SA)',
    ]);
  });

  it('names the cause that the devices show, rather than what the state rests on', () => {
    const cause = { cause: 'peer-id-mismatch', confidence: 'certain' } as const;
    expect(handoff({ tunnels: [seen('a', 'down', cause)] })).toEqual([
      'a: down: IKE ID mismatch (confirmed).',
    ]);
  });

  it('names who is not told, until when, by whom and why', () => {
    expect(handoff({ watched: { periods: [], states: [], mutes: [mute], marks: [] } })).toEqual([
      'a: muted until 2026-03-01 20:00:00 UTC by Ana: the ISP works.',
    ]);
  });

  it('says of a tunnel that is down in the same line that it is muted', () => {
    const lines = handoff({
      tunnels: [seen('a', 'down')],
      watched: { periods: [], states: [], mutes: [mute], marks: [] },
    });
    expect(lines).toEqual(['a: down (no IKE SA); muted until 2026-03-01 20:00:00 UTC by Ana: the ISP works']);
  });
});

describe('a change by hand', () => {
  const mark = (tunnel: string) => {
    return {
      tunnel,
      at: at('11:00:00'),
      kind: 'change' as const,
      device: 'fw-a',
      text: 'fw-a: DPD on → off, by admin.',
    };
  };

  it('is one line for all that it touches', () => {
    const tunnels = ['a', 'b', 'c', 'd'];
    expect(
      handoff({
        tunnels: tunnels.map((one) => seen(one)),
        watched: { periods: [], states: [], mutes: [], marks: tunnels.map(mark) },
      }),
    ).toEqual(['a, b, c and 1 more: fw-a: DPD on → off, by admin (2026-03-01 11:00:00 UTC).']);
  });

  it('is not told beside the outage that it caused', () => {
    expect(handoff({ watched: { periods: outage, states: [], mutes: [], marks: [mark('a')] } })).toHaveLength(
      1,
    );
  });
});
