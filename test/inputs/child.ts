// Process: gives the inputs of one class to the product, one after the other, as its parent asks. What dies here is seen there.
import { classes } from './classes.js';
import { gradeOf, type Outcome } from './input.js';

const name = process.argv[2] ?? '';
const open = classes[name];
if (open === undefined) throw new Error(`There is no class of inputs called "${name}".`);

let stray: string | null = null;
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    stray = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });

const { inputs, close, boundMs } = await open();

async function give(index: number): Promise<void> {
  const input = inputs[index];
  if (input === undefined) return;
  stray = null;
  const outcome: Outcome = await input.give().catch((error: unknown) => ({
    exit: 1,
    said: '',
    crashed: error instanceof Error ? (error.stack ?? '') : String(error),
  }));
  const seen = stray === null ? outcome : { ...outcome, crashed: stray };
  process.send?.({
    index,
    grade: gradeOf(input, seen),
    said: (seen.crashed ?? seen.said).slice(0, 2000),
    exit: seen.exit,
  });
}

process.on('message', (message: { readonly give?: number }) => {
  if (message.give !== undefined) void give(message.give);
  else
    void (close?.() ?? Promise.resolve()).finally(() => {
      process.exit(0);
    });
});
process.send?.({ names: inputs.map((input) => input.name), boundMs });
