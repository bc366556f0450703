// The text of docs/troubleshooting.md: what people meet first, and every problem that Tunnelmedic can say, from its catalogue.

import { type ProblemCode, problemTexts } from '../../src/domain/problem.js';

const head = `# Troubleshooting

Written by \`npm run problems\` from the catalogue in \`src/domain/problem.ts\`; a test keeps both the same.

Every problem is one sentence with its remedy, in Slack and on the terminal. \`{…}\` below is what it fills in. As JSON (\`--json\`) the code stands under \`problem\`.
A device that could not be asked is no problem of this list: the answer then says what could not be checked, why, and how to get it.

The exit code of a command: 0 answered, whatever the verdict; 2 bad usage, configuration or input; 3 nothing could be answered, because no device could be asked; 4 only a part could be read.

| you see | look at |
|---|---|
| the bot does not answer in Slack | \`tunnelmedic doctor\`: tokens, scopes, connection; then the log of the service |
| "unknown" where you expect a state | the answer's last part, what could not be checked: a key, a right or an address; \`tunnelmedic doctor\` tries each request once |
| a state is older than you like | \`--refresh\` asks the firewalls; \`watch\` says how often they are looked at |
| a verdict that is wrong | the buttons below it, or \`judge\`: the correction is kept with its evidence and counts in \`accuracy\` |
| \`/metrics\`, \`/mcp\` or \`/alerts/…\` answer 404 | no secret is configured for that path; 401: another one is sent |
| a command waits in the terminal | the running service holds the data folder and is asked; its log says what it does |

## Every problem
`;

export function troubleshootingDocument(): string {
  const codes = (Object.keys(problemTexts) as ProblemCode[]).toSorted();
  return [head, ...codes.map(section)].join('\n');
}

function section(code: ProblemCode): string {
  const { says, remedy, exit } = problemTexts[code];
  const does = /^\{\w+\}$/.test(remedy) ? 'It depends on the case; the sentence ends with it.' : remedy;
  return `### ${code}\n\n> ${says.replaceAll('<', '&lt;')}\n\n${does}${exit === 2 ? '' : ` Exit code ${exit}.`}\n`;
}
