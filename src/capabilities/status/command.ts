// `status TUNNEL`: how one tunnel is right now.

import { type Command, type CommandParts, isOn } from '../../commands/definition.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { Problem } from '../../domain/problem.js';
import { fetchStatus, type StatusParts } from '../../fleet/status.js';
import { nothingRead } from './gaps.js';
import { composeStatus } from './report.js';

export function statusCommand(parts: CommandParts & StatusParts): Command {
  return {
    info: { name: 'status', usage: 'status TUNNEL [--refresh]', summary: 'How one tunnel is right now.' },
    right: 'read',
    options: [{ name: 'refresh', value: null, summary: 'ask the devices anew' }],
    positionals: { least: 1, most: 20 },
    tunnelOf: tunnelNamed(parts),
    async run({ words, ask }) {
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      const fresh = isOn(words, 'refresh') ? { ...ask, maxAgeMs: 0 } : ask;
      const status = await fetchStatus(parts, tunnel, fresh);
      const gaps = nothingRead(status);
      const [first] = gaps;
      if (first) {
        const detail = gaps.map((gap) => gap.says.replace(/\.$/, '')).join('; ');
        throw new Problem('no-device', { detail, hint: first.remedy });
      }
      return composeStatus(status);
    },
  };
}
