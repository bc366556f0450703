// What was wrong stays known when the tunnel works again, or when a later look cannot tell.

import { describe, expect, it } from 'vitest';
import { incidentCard } from '../../../../src/capabilities/incident/card.js';
import { closingBlocks } from '../../../../src/capabilities/incident/closing.js';
import type { Cause } from '../../../../src/domain/causes.js';
import type { Happening, IncidentEvent } from '../../../../src/incidents/events.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import { questionEvents } from '../../../../src/incidents/walk.js';

function verdict(cause: Cause, summary = `It is ${cause}.`): Happening {
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

const initialCause = (incident: Incident) =>
  incidentCard(incident)
    .actions.find((action) => action.label === 'Close')
    ?.inputs?.find((field) => field.name === 'cause')?.initial;

describe('an incident whose tunnel works again', () => {
  const incident = incidentWith(verdict('psk-mismatch'), verdict('tunnel-up-healthy', 'It is up.'));

  it('says so on its card, and what was wrong, instead of steps that are done', () => {
    const said = JSON.stringify(incidentCard(incident).summary);
    expect(said).toContain('It works again');
    expect(said).toContain('It is psk-mismatch.');
    expect(said).not.toContain('Change theirs.');
    expect(incident.recovered).toEqual({ at: '2026-03-01T10:02:00.000Z' });
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
    const said = JSON.stringify(closingBlocks(closed));
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
    const said = JSON.stringify(closingBlocks(closed));
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
    expect(JSON.stringify(closingBlocks(closed))).toContain('no look since shows that it works again');
  });
});

describe('the card', () => {
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
