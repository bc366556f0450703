// What a notice says on a phone: few words, the decision first, nothing that is not known, and texts of devices as mere text.

import { describe, expect, it } from 'vitest';
import { noticeReport } from '../../../../src/capabilities/notice/report.js';
import type { Decision } from '../../../../src/domain/decision.js';
import type { FirstDiagnosis, Notice, NoticedTunnel } from '../../../../src/notices/notice.js';
import { renderCard } from '../../../../src/render/slack/index.js';
import { at, firewall, leaves, mismatch } from '../../doubles/notices.js';

const tunnel = (name: string, more: Partial<NoticedTunnel> = {}): NoticedTunnel => ({
  tunnel: name,
  state: 'down',
  since: at(0),
  changedAt: at(0),
  basis: 'No IKE SA.',
  shares: [],
  endedAt: null,
  incident: null,
  ...more,
});
const found = (decision: Decision | null = mismatch, says = 'It looks up.'): FirstDiagnosis => {
  return { tunnel: 'paris-hq', at: at(25), decision, happened: set, says };
};
const set = 'Started 11 s after admin edited ike-crypto-hq on fw-paris.';
function notice(more: Partial<Notice> = {}): Notice {
  return {
    id: 'n1',
    channel: 'C1',
    phase: 'standing',
    openedAt: at(0),
    changedAt: at(0),
    seq: 0,
    posted: null,
    tunnels: [tunnel('paris-hq')],
    shares: [],
    devices: [],
    diagnosis: found(),
    ...more,
  };
}
const shown = (given: Notice) => JSON.stringify(renderCard(noticeReport(given)));
const words = (given: Notice): readonly string[] => {
  const { title, summary } = noticeReport(given);
  return [title, ...summary.map((block) => JSON.stringify(block.kind === 'fields' ? block.rows : block))]
    .join(' ')
    .replace(/"(kind|tone|text|strong|label|value|rows|at|as)":|"(callout|fields|note|bad|since)"/g, ' ')
    .split(/[^\p{L}\p{N}./:-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
};

describe('a notice of one tunnel', () => {
  it('says state, cause, trigger, what to do and who acts in a few words, with Triage first', () => {
    const report = noticeReport(notice());
    expect(report.title).toBe('paris-hq: down, IKE proposal mismatch');
    const labels = report.summary.flatMap((block) =>
      block.kind === 'fields' ? block.rows.map(({ label }) => label) : [],
    );
    expect(labels).toEqual(['Cause', 'Trigger', 'Do this', 'Who acts']);
    expect(words(notice()).length).toBeLessThanOrEqual(60);
    expect(report.actions[0]).toMatchObject({
      label: 'Triage',
      style: 'primary',
      command: 'triage paris-hq',
    });
  });

  it('says the state alone while it is being diagnosed', () => {
    const text = shown(notice({ diagnosis: null }));
    expect(text).toContain('paris-hq: down');
    expect(text).toContain('No IKE SA.');
    expect(text).toContain('The diagnosis is under way.');
  });

  it('claims no cause where the diagnosis found it well meanwhile', () => {
    const calm: Decision = { ...mismatch, state: 'up', cause: null, trigger: null, remedies: [] };
    const given = notice({ diagnosis: found(calm, 'Both ends have SAs that carry traffic.') });
    expect(noticeReport(given).title).toBe('paris-hq: down');
    expect(shown(given)).toContain('it is up: Both ends have SAs that carry traffic.');
    expect(shown(given)).not.toContain('mismatch');
  });

  it('says why it could not be diagnosed', () => {
    expect(shown(notice({ diagnosis: found(null, 'No device could be asked: no route.') }))).toContain(
      'No device could be asked: no route.',
    );
  });

  it('is what it was, once it is over: since when, how long, cause and trigger, and nothing to do', () => {
    const given = notice({ tunnels: [tunnel('paris-hq', { state: 'up', endedAt: at(158) })], phase: 'over' });
    const text = shown(given);
    expect(text).toContain('Back up since 10:02:38 UTC, after 2 min.');
    expect(text).toContain('IKE proposal mismatch');
    expect(text).toContain('Started 11 s after admin edited ike-crypto-hq on fw-paris.');
    expect(text).not.toContain('Revert that first');
    expect(text).not.toContain('Do this');
    expect(text).not.toContain('Triage');
  });

  it('does not call one back that is idle', () => {
    const report = noticeReport(notice({ tunnels: [tunnel('paris-hq', { state: 'idle' })] }));
    expect([report.title, report.tone]).toEqual(['paris-hq: idle since it broke', 'quiet']);
  });

  it.each(['down', 'idle', 'up'] as const)(
    'that is %s leads to the incident that tells the rest',
    (state) => {
      const ended = state === 'up' ? at(158) : null;
      const taken = notice({ tunnels: [tunnel('paris-hq', { state, endedAt: ended, incident: 'inc-7' })] });
      expect(shown(taken)).toContain('Incident inc-7 tells the rest.');
      expect(shown(taken)).not.toContain('triage');
    },
  );

  it('shows what devices wrote as mere text', () => {
    const evil = '<!channel> *bold* <@U1> & `x`';
    const cause = { code: 'other', says: evil, confidence: 'likely' } as const;
    const given = notice({
      tunnels: [tunnel(evil, { basis: evil })],
      diagnosis: found({ ...mismatch, cause, trigger: null, remedies: [] }),
    });
    for (const one of [given, notice({ tunnels: [tunnel(evil, { basis: evil })], diagnosis: null })]) {
      const { text, blocks } = renderCard(noticeReport(one));
      expect(text).not.toMatch(/<!channel>|<@U1>/);
      expect(JSON.stringify(blocks.filter(({ type }) => type === 'context'))).not.toMatch(/<!channel>|<@U1>/);
    }
  });
});

describe('a notice of many', () => {
  const many = Array.from({ length: 40 }, (_, index) => tunnel(`branch-${index}`));
  const shares = [leaves('fw-hq', 'ethernet1/2'), firewall('fw-hq')];

  it('names what they share, the one that was looked at, and as many as fit', () => {
    const given = notice({ tunnels: many, shares });
    const text = shown(given);
    expect(noticeReport(given).title).toBe('40 tunnels down on fw-hq ethernet1/2');
    expect(text).toContain('They leave fw-hq by ethernet1/2 and end on fw-hq.');
    expect(text).toContain('one of the 40.');
    expect(text).toContain('branch-8 and 31 more');
  });

  it('counts those that are back, and lists those that are not', () => {
    const tunnels = many.map((one, index) =>
      index < 31 ? { ...one, state: 'up' as const, endedAt: at(90) } : one,
    );
    const given = notice({ tunnels, shares });
    expect(noticeReport(given).title).toBe('9 tunnels down on fw-hq ethernet1/2; 31 of 40 back');
    expect(shown(given)).not.toContain('branch-3,');
  });

  it('says when all are back, and what it was', () => {
    const tunnels = many.map((one) => ({ ...one, state: 'up' as const, endedAt: at(90) }));
    const given = notice({ tunnels, shares, phase: 'over' });
    expect(noticeReport(given)).toMatchObject({ tone: 'good', actions: [] });
    expect(shown(given)).toContain('IKE proposal mismatch');
  });

  it('names the incidents that are open, and offers none for a tunnel that has one', () => {
    const taken = ['paris-hq', 'oslo-hq'].map((name) => tunnel(name, { incident: `inc-${name}` }));
    const report = noticeReport(notice({ tunnels: [...taken, tunnel('rome-hq')] }));
    expect(JSON.stringify(report.summary)).toContain(
      'Incidents open: inc-paris-hq (paris-hq), inc-oslo-hq (oslo-hq)',
    );
    expect(report.actions.map(({ command }) => command)).toContain('incident inc-paris-hq');
    expect(JSON.stringify(report.actions)).not.toContain('triage');
  });

  it('counts each state by itself', () => {
    const tunnels = [...many.slice(0, 3), tunnel('x', { state: 'degraded' }), tunnel('y', { state: 'idle' })];
    expect(noticeReport(notice({ tunnels })).title).toBe('3 tunnels down, 1 degraded, 1 idle');
  });
});

describe('a notice of a device', () => {
  const silent = { device: 'fw-hq', since: at(0), says: 'No answer within 10 s.', remedy: 'Check the path.' };

  it('says that nothing is known of its tunnels, and never that they are down', () => {
    const given = notice({ tunnels: [], diagnosis: null, devices: [{ ...silent, endedAt: null }] });
    const report = noticeReport(given);
    expect([report.title, report.tone]).toEqual(['fw-hq cannot be asked', 'unknown']);
    expect(shown(given)).toContain('Not known; they may be up.');
    expect(shown(given)).not.toMatch(/\bdown\b/);
  });

  it('says how long it was, once it answers', () => {
    const given = notice({ tunnels: [], diagnosis: null, devices: [{ ...silent, endedAt: at(300) }] });
    expect(noticeReport(given).title).toBe('fw-hq answers again');
    expect(shown(given)).toContain('fw-hq could not be asked for 5 min.');
  });
});
