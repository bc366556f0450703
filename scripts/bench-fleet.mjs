// The simulated firewalls of a measurement, in a process of their own: what they take is not what the product takes.

import { writeFleetConfig } from '../dist/demo/demo.js';
import { bigFleet, startFleet } from '../dist/simulator/index.js';

const { firewalls, tunnels, folder, answerMs, isWell, more } = JSON.parse(process.argv[2]);
const spec = bigFleet({ firewalls, tunnels });
const pairs = isWell ? spec.pairs.map((pair) => ({ ...pair, faults: [] })) : spec.pairs;
const fleet = await startFleet({ ...spec, pairs });
const config = await writeFleetConfig(fleet, folder, {}, more);
for (const firewall of fleet.firewalls) await firewall.inject({ kind: 'slow', delayMs: answerMs });
process.on('message', (ask) => {
  if (ask === 'break') {
    for (const { name } of pairs)
      fleet.injectFault(name, { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' }, 'bench');
    process.send({});
  }
  if (ask === 'requests') process.send({ requests: fleet.firewalls.map(({ requests }) => requests.length) });
});
process.on('disconnect', () => process.exit(0));
process.send({ config, names: pairs.map(({ name }) => name) });
