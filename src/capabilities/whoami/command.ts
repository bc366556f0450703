// `whoami`: who asks, as the rules see it, and what they may; for whoever wonders why something is refused.

import { allRights, type Granted, type Person, type Right } from '../../access/access.js';
import type { Command } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import type { Asker } from '../../commands/dispatcher.js';
import { type Block, bareReport, type Report, type Text } from '../../domain/report.js';
import { whoamiAnswer } from './schema.js';

export const whoamiDeclaration: Declaration = {
  ...plain,
  name: 'whoami',
  words: '',
  positionals: { least: 0, most: 0 },
  options: [],
  summary: 'Who you are to the rules, and what you may do.',
  examples: ['whoami'],
  right: 'none',
  answer: whoamiAnswer,
  tool: { name: 'whoami' },
};

export interface WhoamiParts {
  readonly rightsOf: (
    person: Person,
  ) => Promise<{ readonly granted: readonly Granted[]; readonly groupsUnread: boolean }>;
  /** Who can grant what is missing. */
  readonly grantedBy: string;
}

export function whoamiCommand(parts: WhoamiParts): Command {
  return {
    declaration: whoamiDeclaration,
    async run({ asker }) {
      return composeWhoami(asker, await parts.rightsOf(asker), parts.grantedBy);
    },
  };
}

const rightSays: Readonly<Record<Right, string>> = {
  read: 'Check tunnels',
  triage: 'Open and work on incidents',
  close: 'Close and reopen incidents',
  audit: 'Read the audit log',
  handoff: 'Hand shifts over',
  operate: 'Check the installation',
};

function composeWhoami(
  { id, name, channel }: Asker,
  { granted, groupsUnread }: Awaited<ReturnType<WhoamiParts['rightsOf']>>,
  grantedBy: string,
): Report {
  const missing = allRights.filter((right) => !granted.some((one) => one.right === right));
  const rows = allRights.map((right) => {
    const found = granted.find((one) => one.right === right);
    return { label: rightSays[right], value: found ? tunnelsText(found) : 'no' };
  });
  const notes: Block[] = [
    ...(groupsUnread
      ? [{ kind: 'note' as const, text: 'Your user groups could not be read, so you may have more rights.' }]
      : []),
    ...(missing.length > 0
      ? [{ kind: 'note' as const, text: `What is missing is granted by ${grantedBy}.` }]
      : []),
  ];
  return {
    ...bareReport,
    kind: 'whoami',
    tone: groupsUnread ? 'unknown' : 'quiet',
    title: `You are ${name}`,
    summary: [{ kind: 'fields', rows: [{ label: 'Known as', value: { code: id } }, ...rows] }, ...notes],
    audience: 'asker',
    json: { schema: 1, id, name, channel, rights: granted, missing, groupsUnread },
  };
}

function tunnelsText({ tunnels }: Granted): Text {
  return tunnels === null ? 'yes' : ['yes, for ', { code: tunnels.join(', ') }];
}
