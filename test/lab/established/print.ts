// Command: what every fault of an established tunnel looks like from each view. `npx tsx test/lab/established/print.ts [FAULT…]`, as root.
import { examineEstablished } from './examine.js';
import { establishedFaults } from './faults.js';
import { namespaceGround, specOf } from './namespaceGround.js';

const wanted = process.argv.slice(2);
for (const fault of establishedFaults) {
  if (fault.needsKernel === true || (wanted.length > 0 && !wanted.includes(fault.name))) continue;
  const ground = await namespaceGround(specOf(fault));
  try {
    for (const { moment, view, told, grade } of await examineEstablished(ground, fault)) {
      const others = told.alternatives.slice(0, 4).map(({ cause }) => cause);
      console.log(
        `${fault.name} | ${moment} | ${view} | ${grade} | ${told.verdict.cause} (${told.verdict.confidence}) | ${told.state} | ${others.join(', ')} | ${told.summary}`,
      );
    }
  } finally {
    await ground.stop();
  }
}
