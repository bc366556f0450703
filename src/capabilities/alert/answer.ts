// What is said of alerts that open nothing: why not, which tunnel is asked for, or how to map it.

import type { AlertAnswer, QuietAlert } from '../../domain/alertAnswer.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { type Block, bareReport, type Report, type Span, type Text } from '../../domain/report.js';

const mostShown = 10;
/** As many as a menu takes. */
const mostChoices = 60;
const mostButtons = 4;

export function answerReport(answer: AlertAnswer): Report {
  switch (answer.about) {
    case 'quiet':
      return quietReport(answer.alerts);
    case 'several':
      return severalReport(answer);
    case 'none':
      return noneReport(answer);
  }
}

const frame = {
  ...bareReport,
  kind: 'alert',
  audience: 'everyone',
  json: null,
} as const;

function quietReport(alerts: readonly QuietAlert[]): Report {
  const [only, ...others] = alerts;
  if (only && others.length === 0)
    return {
      ...frame,
      tone: 'quiet',
      title: `${only.tunnel}: ${titles[only.outcome]}`,
      summary: [
        {
          kind: 'callout',
          tone: 'quiet',
          text: [...said(only), '. ', { strong: 'Nothing was opened.' }, ` ${only.says}`],
        },
      ],
      actions: [
        { label: 'Diagnose', command: commandLine(commandNames.diagnose, [only.tunnel]) },
        { label: 'Status', command: commandLine(commandNames.status, [only.tunnel]) },
      ],
    };
  const more = alerts.length - mostShown;
  return {
    ...frame,
    tone: 'quiet',
    title: `${alerts.length} alerts open nothing`,
    summary: [
      {
        kind: 'list',
        items: alerts
          .slice(0, mostShown)
          .map((alert): Text => [{ strong: alert.tunnel }, `: ${titles[alert.outcome]}. ${alert.says}`]),
      },
      ...(more > 0 ? [{ kind: 'note' as const, text: `And ${more} more.` }] : []),
    ],
  };
}

const titles: Readonly<Record<QuietAlert['outcome'], string>> = {
  muted: 'muted',
  maintenance: 'planned maintenance',
  idle: 'idle',
  disabled: 'disabled',
  rekeying: 'it was rekeying',
  up: 'its SAs are up',
};

/** `Alert TunnelDown for paris-hq`. */
function said({ name, link, tunnel }: QuietAlert): readonly Span[] {
  return ['Alert ', nameOf(name, link), ' for ', { strong: tunnel }];
}

function nameOf(name: string, link: string | null): Span {
  return link === null ? { strong: name } : { link, text: name };
}

function severalReport(answer: Extract<AlertAnswer, { readonly about: 'several' }>): Report {
  const { alert, name, link, why, tunnels, chosen } = answer;
  if (chosen !== null)
    return {
      ...frame,
      tone: 'quiet',
      title: `Alert ${name}: ${chosen.tunnel}`,
      summary: [
        {
          kind: 'paragraph',
          text: [
            'Alert ',
            nameOf(name, link),
            ': ',
            { strong: chosen.by },
            ' says that it means ',
            { strong: chosen.tunnel },
            '.',
          ],
        },
      ],
    };
  const choices = tunnels.slice(0, mostChoices).map((tunnel) => ({
    label: tunnel,
    command: commandLine(commandNames.alertFor, [tunnel, alert]),
  }));
  const isShort = choices.length <= mostButtons;
  const more = tunnels.length - choices.length;
  return {
    ...frame,
    tone: 'warning',
    title: `Alert ${name}: which tunnel?`,
    summary: [
      {
        kind: 'callout',
        tone: 'warning',
        text: [
          'Alert ',
          nameOf(name, link),
          ` fits ${tunnels.length} tunnels: ${why}. Nothing is opened until somebody says which.`,
        ],
      },
      ...(more > 0 ? [{ kind: 'note' as const, text: `And ${more} more.` }] : []),
    ],
    actions: isShort ? choices : [],
    choice: isShort ? null : { prompt: 'Which tunnel does it mean?', options: choices },
  };
}

/** How to map it stands there, because whoever reads it may change the configuration, and nobody else can. */
function noneReport({ name, source, link, why }: Extract<AlertAnswer, { readonly about: 'none' }>): Report {
  const told: Block = {
    kind: 'callout',
    tone: 'warning',
    text: [
      'From ',
      source,
      link === null ? '' : ' (',
      ...(link === null ? [] : [{ link, text: 'open' }, ')']),
      `: ${why}.`,
    ],
  };
  return {
    ...frame,
    tone: 'warning',
    title: `Alert ${name} names no tunnel`,
    summary: [
      told,
      { kind: 'fields', rows: [{ label: 'Do this', value: howToMap }] },
      { kind: 'note', text: 'Said once for alerts of this name.' },
    ],
  };
}

const howToMap: Text = [
  'Give the alert a label ',
  { code: 'tunnel' },
  ' with the name of the tunnel, or name its own labels under ',
  { code: 'alerts.labels' },
  ', or a text under ',
  { code: 'alerts.patterns' },
  '. ',
  { code: 'tunnelmedic alert test FILE' },
  ' shows what a body would do.',
];
