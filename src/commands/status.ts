// `status TUNNEL`: how one tunnel is right now.

import { Problem } from '../domain/problem.js';
import { fetchStatus, type StatusParts } from '../engine/status.js';
import { type Command, type CommandParts, isOn } from './definition.js';
import { nothingRead } from './statusGaps.js';
import { composeStatus } from './statusReport.js';
import { tunnelNamed, tunnelWord } from './tunnelWord.js';

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
