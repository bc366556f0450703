// npm run accuracy -- FILE… [--failures] [--leave-one-vendor-out]: how often analyze-log is right on labelled cases. Needs the build.
import { readFile } from 'node:fs/promises';
import {
  accuracyText,
  figuresOf,
  judgeAll,
  leaveOneVendorOut,
  outcomes,
  parseCases,
} from '../dist/diagnosis/accuracy.js';

const words = process.argv.slice(2);
const files = words.filter((word) => !word.startsWith('--'));
const known = ['--failures', '--leave-one-vendor-out'];
const unknown = words.find((word) => word.startsWith('--') && !known.includes(word));
if (files.length === 0 || unknown) {
  if (unknown) console.error(`There is no option ${unknown}.`);
  console.error(
    `Usage: npm run accuracy -- FILE… [${known.join('] [')}]   (FILE: one labelled case a line, as JSON)`,
  );
  process.exit(2);
}
const cases = [];
for (const file of files) {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) {
    console.error(`The file ${file} cannot be read.`);
    process.exit(2);
  }
  cases.push(...parseCases(text));
}

const failures = words.includes('--failures');
if (words.includes('--leave-one-vendor-out')) await leaveOneOut();
else {
  const judged = await judgeAll(cases);
  process.stdout.write(accuracyText(judged, failures));
  const figures = figuresOf(judged);
  process.exitCode = figures['confident-wrong'] + figures['healthy-wrong'] > 0 ? 1 : 0;
}

/** Removes one vendor's signatures at a time and reads that vendor's cases: how the next unknown vendor will fare. */
async function leaveOneOut() {
  const all = [];
  console.log(
    `${'without'.padEnd(14)} ${'cases'.padStart(5)} ${outcomes.map((one) => one.padStart(20)).join('')}`,
  );
  const row = (name, judged) => {
    const figures = figuresOf(judged);
    const cells = outcomes.map((one) => String(figures[one]).padStart(20)).join('');
    console.log(`${name.padEnd(14)} ${String(figures.counted).padStart(5)} ${cells}`);
  };
  for (const { vendor, judged } of await leaveOneVendorOut(cases)) {
    all.push(...judged);
    row(vendor, judged);
  }
  row('all', all);
  if (!failures) return;
  for (const { case: one, outcome, diagnosis } of all)
    if (outcome !== 'right')
      console.log(
        `${one.id}  ${outcome}  label ${one.label}  verdict ${diagnosis.verdict.cause} (${diagnosis.verdict.confidence})`,
      );
}
