// What a configuration that can be read may still say in vain.

import { type Check, type CheckFinding, fails, warns, well } from '../domain/check.js';
import { Problem } from '../domain/problem.js';
import { listenerSecrets } from './listenerSecrets.js';
import { openSecretFiles } from './openSecrets.js';
import type { Secret } from './secret.js';
import type { Settings } from './settings.js';

export function configurationChecks(settings: Settings): readonly Check[] {
  return [
    { what: 'configuration', needs: [], run: async () => examine(settings) },
    { what: 'secrets', needs: [], run: async () => await ofSecrets(settings) },
  ];
}

function examine(settings: Settings): CheckFinding {
  const [first, ...others] = inVain(settings);
  if (first) {
    const more = others.length === 0 ? '' : ` ${others.map(({ says }) => says).join(' ')}`;
    return warns(`${first.says}${more}`, first.remedy);
  }
  const { file, devices, tunnels } = settings;
  const count = (all: readonly unknown[], one: string) =>
    `${all.length} ${one}${all.length === 1 ? '' : 's'}`;
  return well(
    `${file} is read, every key in it is known and used: ${count(devices, 'device')}, ${count(tunnels, 'declared tunnel')}.`,
  );
}

interface Vain {
  readonly says: string;
  readonly remedy: string;
}

/** Settings that have no effect as the others are. */
function inVain({ metrics, alerts, assistants, listen }: Settings): readonly Vain[] {
  return [
    ...(metrics.token !== null && listen.port === null
      ? [
          {
            says: '"metrics.token" is set, and nothing listens: "listen.port" names no port.',
            remedy: 'Set "listen.port", or leave "metrics" out.',
          },
        ]
      : []),
    ...(listen.port === null && Object.values(alerts.secrets).some((secret) => secret !== null)
      ? [
          {
            says: 'A sender of alerts has a secret, and nothing listens: "listen.port" names no port.',
            remedy: 'Set "listen.port", or leave the secrets in "alerts" out.',
          },
        ]
      : []),
    ...(listen.port === null && assistants.length > 0
      ? [
          {
            says: '"assistants" names who may ask over the network, and nothing listens: "listen.port" names no port.',
            remedy: 'Set "listen.port", or leave "assistants" out.',
          },
        ]
      : []),
    ...tooSlow(alerts),
  ];
}

function tooSlow({ overruns }: Settings['alerts']): readonly Vain[] {
  overruns.tryAll();
  return overruns.sources.map((source) => ({
    says: `The expression \`${source}\` in "alerts" takes more than a second for some texts, and then finds nothing in them.`,
    remedy: 'Write it without a repetition inside a repetition, such as `(a+)+`.',
  }));
}

/** Those of devices and of Slack are tried where they are used; whether others may read their files is looked at here. */
async function ofSecrets(settings: Settings): Promise<CheckFinding> {
  const { out, teams } = settings;
  const all = [
    ...listenerSecrets(settings),
    out.webhook?.secret,
    out.pagerduty?.token,
    out.proxy?.login,
    ...teams.flatMap(({ calendar }) =>
      calendar && 'url' in calendar.source ? [calendar.source.url, calendar.source.proxy?.login] : [],
    ),
  ].filter((secret) => secret !== null && secret !== undefined);
  const missing = await Promise.all(all.map(problemOf));
  const found = missing.filter((problem) => problem !== null);
  const [first] = found;
  if (first) {
    const more = found.length > 1 ? ` ${found.length - 1} more cannot be had.` : '';
    return fails(`${first.message}${more}`, first.remedy);
  }
  const open = await openSecretFiles(settings);
  if (open.length > 0)
    return warns(
      `Others on this machine may read or change ${open.length === 1 ? 'the file of a secret' : `${open.length} files of secrets`}: ${open.join(', ')}.`,
      `\`chmod 600 ${open.join(' ')}\`, or 640 with the group of the user that runs Tunnelmedic.`,
    );
  return well(
    all.length === 0
      ? 'The configuration names none but those of devices and Slack.'
      : `Each of the ${all.length} that listener, alerts, assistants, calendars and others need is there.`,
  );
}

/** Null when it can be had. */
async function problemOf(secret: Secret): Promise<Problem | null> {
  try {
    await secret();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
