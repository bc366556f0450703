// What a configuration that can be read may still say in vain.

import { type Check, type CheckFinding, warns, well } from '../domain/check.js';
import type { Settings } from './settings.js';

export function configurationChecks(settings: Settings): readonly Check[] {
  return [{ what: 'configuration', needs: [], run: async () => examine(settings) }];
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
function inVain({ metrics, listen }: Settings): readonly Vain[] {
  return [
    ...(metrics.token !== null && listen.port === null
      ? [
          {
            says: '"metrics.token" is set, and nothing listens: "listen.port" names no port.',
            remedy: 'Set "listen.port", or leave "metrics" out.',
          },
        ]
      : []),
  ];
}
