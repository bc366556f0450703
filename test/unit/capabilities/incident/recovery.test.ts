// What was wrong stays known when the tunnel works again, or when a later look cannot tell.

import { describe, expect, it } from 'vitest';
import { incidentCard, incidentReport } from '../../../../src/capabilities/incident/card.js';
import { closingDetail, closingSummary } from '../../../../src/capabilities/incident/closing.js';
import { eventMessage } from '../../../../src/capabilities/incident/threadMessages.js';
import type { Cause } from '../../../../src/domain/causes.js';
import type { Happening, IncidentEvent, RecordedVerdict } from '../../../../src/incidents/events.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import { outageOf } from '../../../../src/incidents/outage.js';
import { questionEvents } from '../../../../src/incidents/walk.js';

function verdict(cause: Cause, summary = `It is ${cause}.`, more: Partial<RecordedVerdict> = {}): Happening {
  return {
    kind: 'verdict',
    verdict: {
      cause,
      confidence: 'certain',
      side: 'theirs',
      summary,
      ruledOut: [],
      evidence: [`fw-a: the line of ${cause}`],
      nextOurs: 'Change ours.',
      nextTheirs: 'Change theirs.',
      ...more,
    },
  };
}

function incidentWith(...happened: readonly Happening[]): Incident {
  const opened: Happening = { kind: 'opened', tunnel: 'tunnel-x', severity: 'high', channel: null };
  return incidentFrom(
    [opened, ...happened].map(
      (what, index): IncidentEvent => ({
        incident: 'inc-1',
        seq: index + 1,
        at: new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString(),
        by: { id: 'U1', name: 'Ada' },
        key: `k${index}`,
        what,
      }),
    ),
  );
}

const closingOf = (incident: Incident) => [...closingSummary(incident), ...closingDetail(incident)];

const initialCause = (incident: Incident) =>
  incidentCard(incident)
    .actions.find((action) => action.label === 'Close')
    ?.inputs?.find((field) => field.name === 'cause')?.initial;

describe('an incident whose tunnel works again', () => {
  const incident = incidentWith(verdict('psk-mismatch'), verdict('tunnel-up-healthy', 'It is up.'));

  it('says so on its card, and what was wrong, instead of steps that are done', () => {
    const said = JSON.stringify(incidentCard(incident).summary);
    expect(said).toContain('Back up since 10:02:00 UTC.');
    expect(said).toContain('It is psk-mismatch.');
    expect(said).not.toContain('Change theirs.');
    expect(incident.recovered).toEqual({ at: '2026-03-01T10:02:00.000Z', since: '2026-03-01T10:02:00.000Z' });
  });

  it('is closed with what was wrong, not with being healthy', () => {
    expect(initialCause(incident)).toBe('psk-mismatch');
  });

  it('is told as verified in its closing summary, with the evidence of the fault', () => {
    const closed = incidentWith(verdict('psk-mismatch'), verdict('tunnel-up-healthy', 'It is up.'), {
      kind: 'closed',
      cause: 'psk-mismatch',
      remedy: 'A new key.',
    });
    const said = JSON.stringify(closingOf(closed));
    expect(said).toContain('"Verified","value":[{"at":"2026-03-01T10:02:00.000Z"');
    expect(said).toContain(': It is up.');
    expect(said).toContain('the line of psk-mismatch');
    expect(said).not.toContain('The diagnosis said');
  });

  it('is closed with the evidence of its cause, also when the last diagnosis named another', () => {
    const closed = incidentWith(verdict('psk-mismatch'), verdict('dpd-timeout'), {
      kind: 'closed',
      cause: 'psk-mismatch',
      remedy: 'A new key.',
    });
    const said = JSON.stringify(closingOf(closed));
    expect(said).toContain('the line of psk-mismatch');
    expect(said).not.toContain('the line of dpd-timeout');
    expect(said).toContain('The diagnosis said');
  });

  it('is asked nothing any more; a question that still stands is withdrawn', () => {
    const ask = {
      fact: 'answer.changed',
      question: 'Changed?',
      step: 'p/s',
      form: 'yes-no' as const,
      choices: [],
    };
    expect(questionEvents(incident, [{ ...ask, why: '' }])).toEqual([]);
    const standing = incidentWith(
      verdict('psk-mismatch'),
      { kind: 'asked', ...ask },
      verdict('tunnel-up-healthy'),
    );
    expect(questionEvents(standing, [{ ...ask, why: '' }]).map((event) => event.kind)).toEqual(['withdrawn']);
  });

  it('is broken again when a later look says so', () => {
    const again = incidentWith(verdict('psk-mismatch'), verdict('tunnel-up-healthy'), verdict('dpd-timeout'));
    expect(again.recovered).toBeNull();
    expect(again.fault?.cause).toBe('dpd-timeout');
  });
});

describe('that it is up again', () => {
  const said = (...confidences: readonly RecordedVerdict['confidence'][]) => {
    const incident = incidentWith(
      verdict('psk-mismatch'),
      ...confidences.map((confidence) => verdict('tunnel-up-healthy', 'Up.', { confidence })),
    );
    return incident.timeline.slice(2).map((event) => JSON.stringify(eventMessage(event, incident)));
  };

  it('is said once, however often somebody looks', () => {
    expect(said('certain', 'certain').map((text) => text.includes('Back up since'))).toEqual([true, false]);
  });

  it('is said once more when it is proven', () => {
    const [first, second] = said('possible', 'certain');
    expect(first).toContain('Possibly back up since 10:02:00 UTC.');
    expect(second).toContain('Back up since 10:02:00 UTC.');
  });
});

describe('how long it was down', () => {
  const from = '2026-03-01T07:33:48.000Z';
  const since = '2026-03-01T10:01:30.000Z';
  const close: Happening = { kind: 'closed', cause: 'psk-mismatch', remedy: 'A new key.' };

  it('is told beside how long the incident was open', () => {
    const closed = incidentWith(
      verdict('psk-mismatch', 'It is wrong.', { since: from }),
      verdict('tunnel-up-healthy', 'It is up.', { since }),
      close,
    );
    expect(closed.recovered).toEqual({ at: '2026-03-01T10:02:00.000Z', since });
    expect(outageOf(closed)).toEqual({ from, seenFrom: '2026-03-01T10:01:00.000Z', to: since });
    expect(JSON.stringify(closingSummary(closed))).toContain(
      'Down 2 h 27 min (07:33 to 10:01 UTC); incident open 3 min',
    );
  });

  it('is at least as long as it was seen, where nothing tells when it began', () => {
    const closed = incidentWith(verdict('psk-mismatch'), verdict('tunnel-up-healthy'), close);
    expect(JSON.stringify(closingSummary(closed))).toContain(
      'Down at least 1 min (seen down from 10:01 to 10:02 UTC)',
    );
  });

  it('is open at its end where no look shows it up again', () => {
    const closed = incidentWith(verdict('psk-mismatch', 'It is wrong.', { since: from }), close);
    expect(JSON.stringify(closingSummary(closed))).toContain(
      'Down since 07:33:48 UTC, no end seen; incident open 2 min',
    );
  });

  it('ends no earlier than the last look at the fault, however old its IKE SA is', () => {
    const up = incidentWith(
      verdict('psk-mismatch'),
      verdict('tunnel-up-healthy', 'It is up.', { since: from }),
    );
    expect(up.recovered?.since).toBe('2026-03-01T10:02:00.000Z');
  });

  it('begins anew when it breaks again', () => {
    const again = incidentWith(
      verdict('psk-mismatch', 'It is wrong.', { since: from }),
      verdict('tunnel-up-healthy'),
      verdict('dpd-timeout'),
    );
    expect(outageOf(again)).toEqual({ from: null, seenFrom: '2026-03-01T10:03:00.000Z', to: null });
  });

  it('comes with what set it off, and is told once in the timeline', () => {
    const trigger = { says: 'Ana edited gw-x on fw-a 11 s before.', at: from, device: 'fw-a', who: 'Ana' };
    const closed = incidentWith(verdict('psk-mismatch', 'It is wrong.', { trigger }), close);
    expect(JSON.stringify(closingSummary(closed))).toContain('Ana edited gw-x on fw-a 11 s before.');
    const page = JSON.stringify([incidentReport(closed).summary, incidentReport(closed).detail]);
    expect(page.match(/A new key/g)).toHaveLength(1);
  });
});

describe('an incident that is not known to work again', () => {
  it('keeps the cause when the firewall does not answer a later look', () => {
    const blind = incidentWith(verdict('psk-mismatch'), verdict('device-unreachable'));
    expect(blind.fault?.cause).toBe('psk-mismatch');
    expect(blind.recovered).toBeNull();
    expect(initialCause(blind)).toBe('psk-mismatch');
  });

  it('names a cause once one is found after a look that could not tell', () => {
    const found = incidentWith(verdict('auth-rejected-by-peer'), verdict('psk-mismatch'));
    expect(found.fault?.cause).toBe('psk-mismatch');
  });

  it('is not called working because the tunnel is idle: nothing was negotiated', () => {
    expect(incidentWith(verdict('psk-mismatch'), verdict('idle-on-demand')).recovered).toBeNull();
  });

  it('is not called recovered when nothing was ever wrong', () => {
    expect(incidentWith(verdict('tunnel-up-healthy')).recovered).toBeNull();
  });

  it('warns before it is closed, and says in its summary that nobody verified it', () => {
    const open = incidentWith(verdict('psk-mismatch'));
    const close = incidentCard(open).actions.find((action) => action.label === 'Close');
    expect(close?.inputs?.at(-1)?.hint).toContain('Check again');
    const closed = incidentWith(verdict('psk-mismatch'), {
      kind: 'closed',
      cause: 'psk-mismatch',
      remedy: 'A new key.',
    });
    expect(JSON.stringify(closingOf(closed))).toContain('no look since shows that it works again');
  });
});

describe('the card', () => {
  it('offers no message and no sheet for a partner where both ends are ours', () => {
    const labels = (partner: string | null) =>
      incidentCard(incidentWith(verdict('psk-mismatch', 'It.', { partner }))).actions.map(
        ({ label }) => label,
      );
    expect(labels('Acme')).toEqual(expect.arrayContaining(['Message partner', 'Parameter sheet']));
    expect(labels(null)).not.toContain('Message partner');
    expect(labels(null)).not.toContain('Parameter sheet');
  });

  it('shows few buttons; whatever stands behind the menu asks for fields or only reads', () => {
    const { actions } = incidentCard(incidentWith(verdict('psk-mismatch')));
    expect(actions.filter((action) => !action.further).map((action) => action.label)).toEqual([
      'Take it',
      'Check again',
      'Message partner',
      'Close',
    ]);
    for (const action of actions.filter((one) => one.further)) {
      const reads = /^sheet /.test(action.command);
      expect(reads || (action.inputs?.length ?? 0) > 0, action.label).toBe(true);
    }
  });
});
