// The text of docs/json.md: what every command prints with `--json`, from the schemas that its output is checked against.

import { declarations } from '../../src/app/registry.js';
import { outgoingBody } from '../../src/capabilities/incident/schema.js';
import { terminalCommands } from '../../src/cli/terminalCommands.js';
import { type Declaration, usageOf } from '../../src/commands/declaration.js';
import { shapeText } from './shape.js';

const head = `# JSON answers

What each command prints with \`--json\`, written from the schemas beside the commands (\`src/capabilities/*/schema.ts\`) by
\`npm run answers\`; tests check the output against the same schemas, and this page against them.

Keys may be added, none is renamed or removed while \`schema\` stays. \`?\` behind a key: it may be absent. Times are ISO 8601, \`null\`
is what nobody tells. A question that cannot be asked prints nothing here: one sentence on stderr, and the exit code says why.
`;

export function answersDocument(): string {
  const all: readonly Declaration[] = [
    ...declarations,
    ...terminalCommands.map((command) => command.declaration),
  ];
  // The terminal's own help stands behind that door.
  const shown = all.filter((one) => one.answer !== null && !one.doors?.nothing);
  return [head, ...shown.map(section), outgoing()].join('\n');
}

function outgoing(): string {
  return `## The outgoing webhook\n\n[How it comes](webhook.md).\n\n\`\`\`text\n${shapeText(outgoingBody)}\n\`\`\`\n`;
}

function section({ name, words, answer }: Declaration): string {
  const usage = usageOf({ name, words, options: [] });
  const shape = answer === null ? '' : shapeText(answer);
  return `## ${usage}\n\n\`\`\`text\n${shape}\n\`\`\`\n`;
}
