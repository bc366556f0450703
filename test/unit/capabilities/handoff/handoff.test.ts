// The handoff puts first what the next shift must do first.

import { describe, expect, it } from 'vitest';
import {
  composeHandoff,
  type Handoff,
  type HandoffInput,
} from '../../../../src/capabilities/handoff/handoff.js';
import type { SeenTunnel } from '../../../../src/capabilities/handoff/lines.js';
import { handoffReport } from '../../../../src/capabilities/handoff/report.js';
import type { Happening, IncidentEvent, RecordedVerdict } from '../../../../src/incidents/events.js';
import { incidentFrom } from '../../../../src/incidents/incident.js';
import { renderMarkdown } from '../../../../src/render/markdown.js';
import { renderTerminal } from '../../../../src/render/terminal.js';

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
const closing: Happening = { kind: 'closed', cause: 'pfs-mismatch', remedy: 'PFS group14 on both ends' };
const waiting = (waitingFor: string): Happening => ({
  kind: 'state',
  state: 'waiting-for-partner',
  waitingFor,
});
const thread = (link: string): Happening => ({ kind: 'thread', place: { channel: 'C1', ts: '1.1', link } });
const verdictOf = (more: Partial<RecordedVerdict>): Happening => ({
  kind: 'verdict',
  verdict: { ...verdict, ...more },
});
const seen = (tunnel: string, state: SeenTunnel['state'], more: Partial<SeenTunnel> = {}): SeenTunnel => ({
  tunnel,
  state,
  since: null,
  cause: null,
  basis: 'no IKE SA',
  partner: null,
  criticality: 'normal',
  ...more,
});
const remark = (id: string, link: string | null) => ({
  id,
  team: 'net',
  text: `Look at ${id}`,
  by: ada,
  at: '2026-03-01T11:00:00.000Z',
  link,
});
const now = new Date('2026-03-01T18:00:00.000Z');
const terminal = (handoff: Handoff) =>
  renderTerminal(handoffReport(handoff, { key: null, remarkTeams: ['net'] }), {
    color: false,
    width: 200,
    now,
    zone: 'utc',
  });
const empty: HandoffInput = {
  team: 'net',
  from: '2026-03-01T06:00:00.000Z',
  to: '2026-03-01T18:00:00.000Z',
  incidents: [],
  tunnels: [
    {
      tunnel: 'tunnel-a',
      state: 'up',
      since: null,
      basis: '',
      cause: null,
      partner: null,
      criticality: 'normal',
    },
  ],
  due: [],
  remarks: [],
  watched: null,
  unread: null,
  unseen: [],
};

describe('the handoff', () => {
  it('is quiet when nothing happened, nothing is open and everything was seen', () => {
    expect(composeHandoff(empty).quiet).toBe(true);
    expect(composeHandoff({ ...empty, unseen: ['fw-b could not be asked.'] }).quiet).toBe(false);
  });

  it('orders open incidents by what they need next, with what is critical first', () => {
    const handoff = composeHandoff({
      ...empty,
      incidents: [
        incident('waiting', owned, verdictOf({}), waiting('Acme')),
        incident('low', { kind: 'severity', severity: 'low' }),
        incident('orphan'),
        incident('asked', owned, { kind: 'asked', fact: 'q', question: 'Does UDP 4500 pass?', step: 's' }),
        incident(
          'critical',
          { kind: 'severity', severity: 'critical' },
          owned,
          verdictOf({ side: 'ours', nextOurs: 'Set the key.' }),
        ),
        incident('watched', owned, { kind: 'state', state: 'monitoring', waitingFor: '' }),
      ],
    });
    expect(handoff.start.map((line) => [line.incident, line.need])).toEqual([
      ['critical', 'a change on our side'],
      ['orphan', 'an owner'],
      ['asked', 'an answer'],
      ['waiting', 'the partner'],
      ['low', 'an owner'],
      ['watched', 'a look whether it holds'],
    ]);
    expect(handoff.start.map((line) => line.nextStep)).toEqual([
      'Set the key.',
      'Take it, then run `diagnose tunnel-orphan`.',
      'Answer: Does UDP 4500 pass?',
      'Ask the partner again: Enter the agreed key.',
      'Take it, then run `diagnose tunnel-low`.',
      'Check with `status tunnel-watched` that it holds, then close it.',
    ]);
  });

  it('puts the tunnel that matters most first, also when somebody owns it; what is up again waits', () => {
    const up = verdictOf({ cause: 'tunnel-up-healthy', confidence: 'certain', side: 'unknown' });
    const handoff = composeHandoff({
      ...empty,
      tunnels: [
        seen('tunnel-erp', 'down', { criticality: 'high' }),
        seen('tunnel-back', 'up', { criticality: 'high' }),
        seen('tunnel-lab', 'down', { criticality: 'low' }),
      ],
      incidents: [
        incident('orphan'),
        incident('back', verdictOf({}), up),
        incident('lab', { kind: 'severity', severity: 'low' }),
        incident('erp', owned, verdictOf({})),
      ],
    });
    expect(handoff.start.map((line) => line.incident)).toEqual(['erp', 'orphan', 'lab', 'back']);
    expect(terminal(handoff)).toContain('erp, high criticality, opened');
  });

  it('says that incidents could not be read, counts none, and is not quiet', () => {
    const blind = composeHandoff({ ...empty, unread: 'Another process holds the data folder.' });
    expect(blind.quiet).toBe(false);
    const report = handoffReport(blind, { key: null, remarkTeams: ['net'] });
    expect(report.title).toBe('Handoff of net: incidents could not be read');
    expect(report.unread).toBe('part');
    expect(report.json).toMatchObject({
      unread: 'Another process holds the data folder.',
      numbers: { opened: null, resolved: null, open: null, tunnels: 1 },
    });
    const said = terminal(blind);
    expect(said).not.toMatch(/No incident is open|0 opened|0 open\b/);
    expect(said).toContain('Another process holds the data folder.');
  });

  it.each([
    ['Globex', '', 'Globex'],
    ['Globex', 'their log', 'their log, from Globex'],
    ['Globex', 'globex, after 18:00', 'globex, after 18:00'],
    [null, 'their log', 'their log'],
    [null, '', 'the partner'],
  ])('says what is waited for and from whom: partner %s, typed "%s"', (partner, typed, said) => {
    const [line] = composeHandoff({
      ...empty,
      tunnels: [seen('tunnel-w', 'down', { partner })],
      incidents: [incident('w', owned, waiting(typed))],
    }).start;
    expect(line).toMatchObject({ waitingFor: said, waitingSince: '2026-03-01T12:00:00.000Z' });
  });

  it('tells a partner who was not told yet, and asks again one who was', () => {
    const nextSteps = (...more: Happening[]) =>
      composeHandoff({
        ...empty,
        tunnels: [seen('tunnel-p', 'down', { partner: 'Globex' })],
        incidents: [incident('p', owned, verdictOf({}), ...more)],
      }).start.map((line) => line.nextStep);
    expect(nextSteps()).toEqual(['Tell Globex: Enter the agreed key.']);
    expect(nextSteps(waiting(''))).toEqual(['Ask Globex again: Enter the agreed key.']);
  });

  it('asks for a look whether it holds when the tunnel works again, and still says what it was', () => {
    const again = verdictOf({ cause: 'tunnel-up-healthy', confidence: 'certain', side: 'unknown' });
    const handoff = composeHandoff({ ...empty, incidents: [incident('r', verdictOf({}), again)] });
    expect(handoff.start).toMatchObject([
      { need: 'a look whether it holds', recoveredAt: '2026-03-01T12:00:00.000Z' },
    ]);
    const said = terminal(handoff);
    expect(said).toContain('likely: pre-shared key mismatch');
    expect(said).toContain('Back up since 12:00:00 UTC.');
    expect(said).toContain('Check with `status tunnel-r` that it holds');
  });

  it('watches tunnels that are down without an open incident, and no healthy or idle ones', () => {
    const handoff = composeHandoff({
      ...empty,
      incidents: [incident('a', owned)],
      tunnels: [seen('tunnel-a', 'down'), seen('b', 'down'), seen('c', 'idle'), seen('d', 'unknown')],
    });
    expect(handoff.watch.map((line) => line.tunnel)).toEqual(['b']);
    expect(handoff.watch[0]?.closed).toBeNull();
  });

  it('tells what was resolved in this shift, with cause and remedy, and nothing older', () => {
    const closed = incident('x', owned, closing);
    expect(composeHandoff({ ...empty, incidents: [closed] }).resolved).toMatchObject([
      { cause: 'pfs-mismatch', remedy: 'PFS group14 on both ends', by: 'Ada', again: null },
    ]);
    expect(
      composeHandoff({ ...empty, from: '2026-03-01T17:00:00.000Z', incidents: [closed] }).resolved,
    ).toEqual([]);
  });

  it.each([
    ['2026-03-01T14:00:00.000Z', 'down again since'],
    ['2026-03-01T09:00:00.000Z', 'still down since'],
    [null, 'down, although'],
  ])('does not let a tunnel look solved that is down since %s', (since, words) => {
    const closed = incident('x', owned, thread('https://slack.test/x'), closing);
    const handoff = composeHandoff({
      ...empty,
      incidents: [closed],
      tunnels: [seen('tunnel-x', 'down', { since })],
    });
    expect(handoff.watch).toMatchObject([
      { tunnel: 'tunnel-x', closed: { incident: 'x', link: 'https://slack.test/x' } },
    ]);
    const said = terminal(handoff);
    expect(said).toContain(`tunnel-x: ${words}`);
    expect(said).toContain('although incident x (https://slack.test/x) was closed 2026-03-01 13:00:00 UTC');
    expect(said).toContain('Not over: it is down now.');
  });

  it('says of an incident that was closed that another one is open', () => {
    const first = incident('one', closing);
    const second = incident('two');
    const handoff = composeHandoff({
      ...empty,
      incidents: [first, { ...second, tunnel: first.tunnel, tunnels: first.tunnels }],
      tunnels: [seen(first.tunnel, 'down')],
    });
    expect(handoff.resolved).toMatchObject([{ incident: 'one', again: 'open' }]);
    expect(handoff.watch).toEqual([]);
    expect(terminal(handoff)).toContain('Not over: another incident is open.');
  });

  it('tells an incident of many tunnels once, and none of them beside it', () => {
    const many = incident('many', {
      kind: 'joined',
      tunnels: ['tunnel-2', 'tunnel-3'],
      shares: { kind: 'interface', device: 'hub', value: 'ethernet1/3', of: 3 },
    });
    const down = ['tunnel-many', 'tunnel-2', 'tunnel-3'].map((tunnel) => seen(tunnel, 'down'));
    const open = composeHandoff({ ...empty, incidents: [many], tunnels: down });
    expect(open.start).toMatchObject([{ incident: 'many', subject: '3 tunnels on hub ethernet1/3' }]);
    expect(open.watch).toEqual([]);
    const closed = incident(
      'many',
      { kind: 'joined', tunnels: ['tunnel-2', 'tunnel-3'], shares: null },
      closing,
    );
    const after = composeHandoff({ ...empty, incidents: [closed], tunnels: down.slice(2) });
    expect(after.resolved).toMatchObject([{ subject: '3 tunnels', again: 'down' }]);
    expect(terminal(after)).toContain('3 tunnels');
  });

  it('does not call an incident resolved that another one goes on with', () => {
    const gone = incident('gone', { kind: 'merged-into', into: 'many' });
    expect(composeHandoff({ ...empty, incidents: [gone] }).resolved).toEqual([]);
  });

  it('leads from what is due to the incident of that tunnel, open or closed', () => {
    const due = (tunnel: string) => ({ tunnels: ['other', tunnel], what: 'It has no monitor.', at: null });
    const handoff = composeHandoff({
      ...empty,
      incidents: [
        incident('o', thread('https://slack.test/o')),
        incident('c', thread('https://slack.test/c'), closing),
      ],
      due: [due('tunnel-o'), due('tunnel-c'), due('tunnel-n')],
    });
    expect(handoff.due.map((line) => line.incident?.link ?? null)).toEqual([
      'https://slack.test/o',
      'https://slack.test/c',
      null,
    ]);
    expect(terminal(handoff)).toContain('other, tunnel-o: It has no monitor. See incident o (https://');
  });
});

describe('the handoff as it is read', () => {
  const full = composeHandoff({
    ...empty,
    tunnels: [
      seen('tunnel-w', 'down', { partner: 'Globex' }),
      seen('b', 'degraded', { basis: 'monitor down.' }),
    ],
    incidents: [
      incident(
        'w',
        owned,
        thread('https://slack.test/w'),
        verdictOf({ ruledOut: ['one', 'two', 'three', 'four'] }),
        waiting('their log'),
      ),
      incident('n', { kind: 'severity', severity: 'high' }),
    ],
    due: [{ tunnels: ['b'], what: 'Planned work: upgrade.', at: '2026-03-01T20:00:00.000Z' }],
    remarks: [remark('r1', 'https://slack.test/r'), remark('r2', null)],
    unseen: ['fw-b did not answer.'],
  });

  it('has a short line for each question of a night, and what to do as the last of them', () => {
    expect(terminal(full)).toBe(
      [
        'Handoff of net',
        '',
        'Start here: 2 incidents are open',
        '',
        '1. tunnel-n',
        '  Incident  n, severity high, opened 8 h 0 min ago',
        '  Cause     not diagnosed yet',
        '  Owner     nobody',
        '  Next      Take it, then run `diagnose tunnel-n`.',
        '',
        '2. tunnel-w',
        '  Incident   w (https://slack.test/w), opened 8 h 0 min ago',
        '  Cause      likely: pre-shared key mismatch',
        '  Waits for  their log, from Globex, since 2026-03-01 14:00:00 UTC',
        '  Owner      Ada',
        '  Next       Ask Globex again: Enter the agreed key.',
        '',
        'Watch',
        '  - b: degraded (monitor down)',
        '  - b: Planned work: upgrade (2026-03-01 20:00:00 UTC).',
        '',
        'Remarks',
        '  - Look at r1 (Ada, thread (https://slack.test/r), 2026-03-01 11:00:00 UTC, r1)',
        '  - Look at r2 (Ada, 2026-03-01 11:00:00 UTC, r2)',
        '',
        'Could not be seen',
        '  - fw-b did not answer.',
        'From 2026-03-01 06:00:00 UTC to 2026-03-01 18:00:00 UTC: 2 opened, 0 resolved, 2 open; 0 of 2 tunnels are up. Times are in UTC.',
        '',
      ].join('\n'),
    );
  });

  it('says nothing twice', () => {
    const lines = terminal(full)
      .split('\n')
      .filter((line) => /^ {2}\S/.test(line));
    expect(lines).toEqual([...new Set(lines)]);
    expect(terminal(full).match(/their log/g)).toHaveLength(1);
  });

  it('is two lines when the shift was quiet', () => {
    expect(terminal(composeHandoff(empty)).split('\n')).toEqual([
      'Handoff of net',
      'A quiet shift: nothing is open, nothing happened, nothing is due.',
      '1 of 1 tunnel is up.',
      '',
    ]);
  });

  it('counts what it leaves out when half of the network is down', () => {
    const many = Array.from({ length: 40 }, (_, index) => index);
    const handoff = composeHandoff({
      ...empty,
      incidents: many.map((index) => incident(`i${index}`)),
      tunnels: many.map((index) => seen(`t${index}`, 'down')),
    });
    const said = terminal(handoff);
    expect(said).toContain('and 10 more: `incidents` lists them.');
    expect(said).toContain('- and 10 more');
  });

  it('stays plain text in markdown, whatever people wrote', () => {
    const said = renderMarkdown(
      handoffReport(
        composeHandoff({ ...empty, remarks: [{ ...remark('r', null), text: '# <b>x</b> @channel' }] }),
        { key: null, remarkTeams: ['net'] },
      ),
      { now, zone: 'utc' },
    );
    expect(said).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(said).not.toMatch(/^# <b>/m);
  });

  it('cuts a long remedy without leaving half a character', () => {
    const remedy = `${'x'.repeat(298)}😀${'y'.repeat(50)}`;
    const handoff = composeHandoff({
      ...empty,
      incidents: [incident('x', { kind: 'closed', cause: 'other', remedy })],
    });
    expect(JSON.stringify(handoffReport(handoff, { key: null, remarkTeams: [] }).summary)).not.toMatch(
      /\\ud83d(?!\\ude00)|\ud83d(?!\ude00)/,
    );
  });

  it('offers to take over only to a shift that was handed over, and a remark for each team', () => {
    const actions = (key: string | null, teams: string[]) =>
      handoffReport(full, { key, remarkTeams: teams }).actions.map(({ label, command }) => [label, command]);
    expect(actions('net 18', ['net'])).toEqual([
      ['I take over', 'confirm "net 18"'],
      ['Triage b', 'triage b'],
      ['Done: Look at r1', 'remark done r1'],
      ['Done: Look at r2', 'remark done r2'],
      ['Add a remark', 'remark --team net'],
    ]);
    expect(actions(null, ['net', 'paris']).map(([label]) => label)).toEqual([
      'Triage b',
      'Done: Look at r1',
      'Done: Look at r2',
      'Add a remark for net',
      'Add a remark for paris',
    ]);
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
