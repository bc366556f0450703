// Command: docs/accuracy.md from the labelled excerpts, the signatures taken away one vendor at a time, and what the labs wrote. `npm run accuracy:doc`
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  figuresOf,
  type JudgedCase,
  judgeAll,
  leaveOneVendorOut,
  type Outcome,
  outcomeOf,
  outcomes,
  parseCases,
} from '../../src/diagnosis/accuracy.js';
import { grepSays } from './grep.js';

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const read = (file: string): Promise<string> => readFile(path(file), 'utf8');

const cases = parseCases(await read('test/fixtures/logs/cases.jsonl'));
const began = performance.now();
const judged = await judgeAll(cases);
const milliseconds = Math.round((performance.now() - began) / judged.length);
const left = await leaveOneVendorOut(cases);

const heading = (first: string): string[] => [
  `| ${first} | cases | ${outcomes.join(' | ')} |`,
  `|---|---|${outcomes.map(() => '---').join('|')}|`,
];
const row = (name: string, found: readonly Outcome[]): string =>
  `| ${name} | ${found.length} | ${outcomes.map((one) => found.filter((two) => two === one).length).join(' | ')} |`;
const outcomesOf = (list: readonly JudgedCase[]): Outcome[] => list.map(({ outcome }) => outcome);
const allLeft = left.flatMap((one) => outcomesOf(one.judged));

/** Label against what was said, the most frequent first; a row where nothing else was said is left out. */
function confusion(): string[] {
  const labels = [...new Set(judged.map((one) => one.case.label))].sort();
  return labels.flatMap((label) => {
    const of = judged.filter((one) => one.case.label === label);
    const counts = new Map<string, number>();
    for (const { diagnosis } of of)
      counts.set(diagnosis.verdict.cause, (counts.get(diagnosis.verdict.cause) ?? 0) + 1);
    const said = [...counts].sort((a, b) => b[1] - a[1]).map(([cause, count]) => `${cause} ${count}`);
    return said.length === 1 && counts.has(label) ? [] : [`| ${label} | ${of.length} | ${said.join(', ')} |`];
  });
}

/** The first table of a lab's document with its figures, and how many situations it says it has. */
async function lab(file: string): Promise<{ situations: string; figures: string[] }> {
  const lines = (await read(file)).split('\n');
  const from = lines.findIndex((line) => line.startsWith('| readable'));
  const to = lines.findIndex((line, index) => index > from && !line.startsWith('|'));
  const cost = lines.findIndex((line) => line.startsWith('## What a diagnosis costs'));
  const after = lines.findIndex(
    (line, index) => index > cost && /^## (?!What was called|Whether)/.test(line),
  );
  const more = cost < 0 ? [] : lines.slice(cost, after < 0 ? undefined : after);
  const situations = lines.find((line) => /^\d+ situations/.test(line))?.split(' ')[0] ?? '0';
  return {
    situations,
    figures: [...lines.slice(from, to), '', ...more.map((line) => line.replace(/^##/, '###'))],
  };
}

/** Whether what is shown as proof was really printed: lines that a diagnosis cites, and those that stand in the text. */
function citedLines(): string {
  const cited = judged.flatMap(({ case: one, diagnosis }) =>
    diagnosis.findings
      .filter(({ cause }) => cause === diagnosis.verdict.cause)
      .flatMap(({ evidence }) => evidence.map(({ text }) => one.text.includes(text.trim()))),
  );
  return `${cited.filter((found) => found).length} of the ${cited.length} pieces of evidence that the verdicts' findings show are lines of the text; the others say what was counted or is missing.`;
}

const namespaces = await lab('docs/lab-results.md');
const kernel = await lab('docs/lab-kernel-results.md');
const pluto = await lab('docs/lab-pluto-results.md');
const iked = await lab('docs/lab-iked-results.md');
const figures = figuresOf(judged);
const vendors = new Set(judged.map((one) => one.case.vendor)).size;
const text = [
  '# How often the diagnosis is right',
  '',
  'Made by `npm run accuracy:doc`. What the labs wrote is read from their own documents; the rest is measured on the spot.',
  'right: a cause that the text supports, or an honest abstention where it supports none. right-but-unhelpful: an abstention that does',
  'not list what it must. missed: an abstention where the text supports a cause. healthy-wrong: a fault taken for health.',
  'confident-wrong: another cause, likely or certain. guess: another cause, said to be only possible.',
  '',
  '## Excerpts of logs',
  '',
  `${figures.counted} labelled excerpts of ${vendors} vendors in our own wording (\`test/fixtures/logs/cases.jsonl\`), read by \`analyze-log\` with`,
  'nothing but the text. They were written with the product in view: they show that it holds, not how it fares with what nobody',
  'has seen. For that, the last table takes the signatures of a vendor away. `grep` is a list of well-known phrases, the first of',
  'which that stands in the text names the cause (`scripts/accuracy/grep.ts`).',
  '',
  ...heading('read by'),
  row('this product', outcomesOf(judged)),
  row(
    'grep',
    judged.map((one) => outcomeOf(grepSays(one.case.text), one.case)),
  ),
  '',
  `An excerpt takes ${milliseconds} ms and asks no device. ${citedLines()}`,
  '',
  '## Causes that were called otherwise',
  '',
  '| label | cases | said |',
  '|---|---|---|',
  ...confusion(),
  '',
  '## Without the signatures of the vendor',
  '',
  'Only what other vendors print alike and the general reading of concepts is left.',
  '',
  ...heading('without'),
  ...left.map((one) => row(one.vendor, outcomesOf(one.judged))),
  row('all', allLeft),
  '',
  '## Faults between real daemons, before the tunnel stands and after',
  '',
  `${namespaces.situations} situations, [each with its verdicts](lab-results.md), made by \`npm run lab:table\`.`,
  '',
  ...namespaces.figures,
  '## Faults of tunnels that stand, with ESP of a real kernel',
  '',
  `${kernel.situations} situations, [each with its verdicts](lab-kernel-results.md), made by \`npm run lab:kernel\`.`,
  '',
  ...kernel.figures,
  "## Our strongSwan against a partner's libreswan",
  '',
  `${pluto.situations} situations, [each with its verdicts](lab-pluto-results.md), made by \`npm run lab:pluto\`.`,
  '',
  ...pluto.figures,
  "## Our strongSwan against a partner's OpenIKED",
  '',
  `${iked.situations} situations, [each with its verdicts](lab-iked-results.md), made by \`npm run lab:iked\`.`,
  '',
  ...iked.figures,
].join('\n');
await writeFile(path('docs/accuracy.md'), text);
console.log(text);
