// `status TUNNEL`: how one tunnel is right now.

import { type Command, type CommandParts, isOn } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { basisOfStatus, decisionOfStatus } from '../../diagnosis/statusDecision.js';
import { commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import { fetchStatus, type StatusParts } from '../../fleet/status.js';
import type { Playbook } from '../../playbook/playbook.js';
import { sinceOf } from '../../watch/since.js';
import type { WatchReading } from '../../watch/store.js';
import { nothingRead } from './gaps.js';
import { composeStatus } from './report.js';
import { statusAnswer } from './schema.js';

export const statusDeclaration: Declaration = {
  ...plain,
  name: commandNames.status,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [{ name: 'refresh', type: 'switch', summary: 'ask the devices anew', refreshes: true }],
  summary: 'One tunnel right now: both phases, counters, monitor, last events.',
  examples: ['status paris-hq', 'status fw-paris/tunnel-x --refresh'],
  right: 'read',
  about: 'tunnel',
  doors: { ask: [] },
  answer: statusAnswer,
  tool: { name: 'status' },
};

interface Parts extends CommandParts, StatusParts {
  /** Read when first needed. */
  readonly playbooks: () => readonly Playbook[];
  /** What the watch knows, when its store is open already: a status never waits for a database. */
  readonly openedWatch: () => Pick<WatchReading, 'state'> | null;
}

export function statusCommand(parts: Parts): Command {
  return {
    declaration: statusDeclaration,
    tunnelsOf: tunnelNamed(parts),
    async run({ words, ask }) {
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      const fresh = isOn(words, 'refresh') ? { ...ask, maxAgeMs: 0 } : ask;
      const [status, watched] = await Promise.all([
        fetchStatus(parts, tunnel, fresh),
        parts
          .openedWatch()
          ?.state(tunnel.name)
          .catch(() => null) ?? null,
      ]);
      const gaps = nothingRead(status);
      const [first] = gaps;
      if (first) {
        const detail = gaps.map((gap) => gap.says.replace(/\.$/, '')).join('; ');
        throw new Problem('no-device', { detail, hint: first.remedy });
      }
      const decision = decisionOfStatus(status, parts.playbooks());
      const basis = basisOfStatus(status, parts.playbooks());
      return composeStatus(status, sinceOf(decision, watched, parts.clock.now()), basis);
    },
  };
}
