// What is said of alerts that open nothing, as Slack shows it: whatever stands in an alert mentions nobody and formats nothing.

import { describe, expect, it } from 'vitest';
import { answerReport } from '../../../../src/capabilities/alert/answer.js';
import type { AlertAnswer, QuietAlert } from '../../../../src/domain/alertAnswer.js';
import { renderCard } from '../../../../src/render/slack/index.js';

const shown = (answer: AlertAnswer): string => JSON.stringify(renderCard(answerReport(answer)));
const quiet = (tunnel: string, more: Partial<QuietAlert> = {}): QuietAlert => ({
  name: 'TunnelDown',
  link: null,
  tunnel,
  outcome: 'muted',
  says: 'Muted until 06:00 by ana: the line.',
  ...more,
});

describe('an alert that opens nothing', () => {
  it('is answered in one line with the reason', () => {
    const text = shown({ about: 'quiet', alerts: [quiet('paris-hq')] });
    expect(text).toContain('paris-hq: muted');
    expect(text).toMatch(/Nothing was opened\..*Muted until 06:00 by ana: the line\./);
  });

  it('beside forty others is answered in one message that says how many there are', () => {
    const alerts = Array.from({ length: 40 }, (_, index) => quiet(`t${index}`));
    const text = shown({ about: 'quiet', alerts });
    expect(text).toContain('40 alerts open nothing');
    expect(text).toContain('And 30 more.');
  });

  it.each<AlertAnswer>([
    { about: 'quiet', alerts: [quiet('x', { name: '<!channel> <@U1> *loud*' })] },
    { about: 'none', name: '<!channel>', source: 'Alertmanager', link: null, why: 'its labels are <@U1>' },
    {
      about: 'several',
      alert: 'a1',
      name: '<!here>',
      link: null,
      why: '<@U1>',
      tunnels: ['a', 'b'],
      chosen: null,
    },
    {
      about: 'several',
      alert: 'a1',
      name: '<!here>',
      link: null,
      why: '',
      tunnels: [],
      chosen: { tunnel: 'a', by: '<@U1>' },
    },
  ])('mentions nobody, whatever stands in it ($about)', (answer) => {
    const { text, blocks } = renderCard(answerReport(answer));
    expect(text).not.toMatch(/<[!@]/);
    // Plain elements of rich text; only mrkdwn would be read.
    expect(JSON.stringify(blocks).match(/"type":"(?:mrkdwn|user|usergroup|broadcast)"/g) ?? []).toEqual([]);
  });

  it('of several tunnels asks with a button each, or with a menu where they are many', () => {
    const of = (count: number): AlertAnswer => ({
      about: 'several',
      alert: 'a1',
      name: 'VPN',
      link: null,
      why: 'x',
      tunnels: Array.from({ length: count }, (_, index) => `t${index}`),
      chosen: null,
    });
    expect(shown(of(3))).toContain('alert-for t2 a1');
    expect(answerReport(of(30))).toMatchObject({
      actions: [],
      choice: { options: expect.arrayContaining([{ label: 't29', command: 'alert-for t29 a1' }]) },
    });
  });
});
