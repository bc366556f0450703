// npm run accuracy -- FILE [--failures]: how often analyze-log is right on labelled cases. Needs the build.
import { readFile } from 'node:fs/promises';
import { accuracyText, figuresOf, judgeAll, parseCases } from '../dist/logs/accuracy.js';

const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (files.length !== 1) {
  console.error('Usage: npm run accuracy -- FILE [--failures]   (FILE in the format of cases.jsonl)');
  process.exit(2);
}
const text = await readFile(files[0], 'utf8').catch(() => null);
if (text === null) {
  console.error(`The file ${files[0]} cannot be read.`);
  process.exit(2);
}
const judged = await judgeAll(parseCases(text));
process.stdout.write(accuracyText(judged, process.argv.includes('--failures')));
process.exitCode = figuresOf(judged).confidentlyWrong > 0 ? 1 : 0;
