// The network of a lab: left - wan - right, three namespaces joined by two veth pairs, wan forwards.

import { must, runNow } from './shell.js';
import type { EndSpec, LabSpec, Side } from './spec.js';
import type { Teardown } from './teardown.js';

export interface Network {
  left: string;
  wan: string;
  right: string;
}

/** The interfaces of wan are named after where they lead. */
export const WAN_INTERFACE: Record<Side, string> = { left: 'to-left', right: 'to-right' };

const gatewayOf = (address: string): string => address.replace(/\.\d+$/, '.1');

async function makeNamespace(name: string, teardown: Teardown): Promise<void> {
  await must('ip', ['netns', 'add', name]);
  teardown.add(() => runNow('ip', ['netns', 'del', name]));
  // Link-local addresses appear seconds later and make MOBIKE announce them: noise that no fault asked for.
  const quiet = ['all', 'default'].map((which) => `net.ipv6.conf.${which}.disable_ipv6=1`);
  await must('ip', ['netns', 'exec', name, 'sysctl', '-q', '-w', ...quiet]);
  await must('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
}

async function joinEnd(network: Network, side: Side, end: EndSpec): Promise<void> {
  const { wan } = network;
  const name = network[side];
  const gateway = gatewayOf(end.address);
  const link = WAN_INTERFACE[side];
  // Made inside the namespaces, so that no interface name of the machine itself is ever touched.
  await must('ip', [
    '-n',
    wan,
    'link',
    'add',
    'name',
    link,
    'type',
    'veth',
    'peer',
    'name',
    'eth0',
    'netns',
    name,
  ]);
  await must('ip', ['-n', wan, 'addr', 'add', `${gateway}/24`, 'dev', link]);
  await must('ip', ['-n', wan, 'link', 'set', link, 'up']);
  await must('ip', ['-n', name, 'addr', 'add', `${end.address}/24`, 'dev', 'eth0']);
  for (const inside of [end.inside, ...(end.alsoInside ?? [])]) {
    await must('ip', ['-n', name, 'addr', 'add', `${inside}/32`, 'dev', 'lo']);
  }
  await must('ip', ['-n', name, 'link', 'set', 'eth0', 'up']);
  if (end.defaultRoute) await must('ip', ['-n', name, 'route', 'add', 'default', 'via', gateway]);
}

/** Builds the three namespaces; `id` makes their names unique on the machine. */
export async function makeNetwork(id: string, spec: LabSpec, teardown: Teardown): Promise<Network> {
  const network: Network = { left: `${id}-left`, wan: `${id}-wan`, right: `${id}-right` };
  for (const name of [network.left, network.wan, network.right]) await makeNamespace(name, teardown);
  await must('ip', ['netns', 'exec', network.wan, 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1']);
  await joinEnd(network, 'left', spec.left);
  await joinEnd(network, 'right', spec.right);
  return network;
}
