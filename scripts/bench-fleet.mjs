// The simulated firewalls of a measurement, in a process of their own: what they take is not what the product takes.

import { writeFleetConfig } from '../dist/demo/demo.js';
import { bigFleet, startFleet } from '../dist/simulator/index.js';

const { firewalls, tunnels, folder, answerMs, more } = JSON.parse(process.argv[2]);
const fleet = await startFleet(bigFleet({ firewalls, tunnels }));
const config = await writeFleetConfig(fleet, folder, {}, more);
for (const firewall of fleet.firewalls) await firewall.inject({ kind: 'slow', delayMs: answerMs });
process.on('message', (ask) => {
  if (ask === 'requests') process.send({ requests: fleet.firewalls.map(({ requests }) => requests.length) });
});
process.on('disconnect', () => process.exit(0));
process.send({ config });
