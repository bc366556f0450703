// Asking for every configured tunnel of the virtual domain: its phases, and what they name.

import { knownValue, type Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { sharedInventory } from '../https/inventory.js';
import { type FortiSettings, word } from './configObject.js';
import { normalizeInventory } from './normalizeInventory.js';
import { parseObjects } from './parseConfig.js';
import { parseHealthChecks } from './parseMonitors.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';
import { type Row, row, rows, text } from './words.js';

const slow = { slow: true };

export const { fetchInventory, knownInventory } = sharedInventory(readInventory);

async function readInventory(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  const phase1 = await table(question, 'phase1');
  if (!phase1.known) return phase1;
  if (phase1.value.length === 0) return await withoutTunnels(question);
  const phase2 = await table(question, 'phase2');
  if (!phase2.known) return phase2;
  const interfaces = await table(question, 'interfaces');
  const routes = await table(question, 'static-routes', 'seq-num');
  const monitors = await table(question, 'link-monitors');
  const objects = await readObjects(question, phase2.value, routes.known ? routes.value : []);
  const aggregates = phase1.value.some((one) => word(one, 'aggregate-member') === 'enable')
    ? await table(question, 'aggregates')
    : question.known([]);
  const sdwan = await question.read('sdwan');
  const { session } = question;
  const tunnels = normalizeInventory(
    { device: session.name, vdom: session.settings.vdom, firmware: session.firmware },
    {
      phase1: phase1.value,
      phase2: phase2.value,
      addresses: knownValue(objects.addresses),
      groups: knownValue(objects.groups),
      interfaces: knownValue(interfaces),
      routes: knownValue(routes),
      monitors: knownValue(monitors),
      sdwan: sdwan.known ? membersOf(sdwan.value.results) : null,
      ...(sdwan.known ? { healthChecks: parseHealthChecks(sdwanIn(sdwan.value.results)) } : {}),
      aggregates: knownValue(aggregates),
      missing: {
        ...reasonOf('addresses', objects.addresses, objects.groups),
        ...reasonOf('interfaces', interfaces),
        ...reasonOf('routes', routes),
        ...reasonOf('monitors', monitors),
      },
    },
  );
  return question.known(tunnels);
}

type Table = Observation<readonly FortiSettings[]>;

async function table(question: Question, name: ReadName, key?: string): Promise<Table> {
  const told = await question.readRows(name, {}, slow);
  return told.known ? question.knownRows(told.value, parseObjects(told.value, key)) : told;
}

function reasonOf(of: string, ...observed: readonly Table[]): Readonly<Record<string, string>> {
  const gap = observed.find((one) => !one.known);
  return gap && !gap.known ? { [of]: gap.says } : {};
}

/** Objects are read only where a phase or a route names any; both families, as far as the version has them. */
async function readObjects(
  question: Question,
  phase2: readonly FortiSettings[],
  routes: readonly FortiSettings[],
): Promise<{ readonly addresses: Table; readonly groups: Table }> {
  const names = (setting: string, of: readonly FortiSettings[]): boolean =>
    of.some((one) => word(one, setting) !== undefined);
  const has4 = names('src-name', phase2) || names('dst-name', phase2) || names('dstaddr', routes);
  const has6 = names('src-name6', phase2) || names('dst-name6', phase2);
  const none = question.known<readonly FortiSettings[]>([]);
  const addresses = has4 ? await table(question, 'addresses') : none;
  const groups = has4 ? await table(question, 'address-groups') : none;
  const addresses6 = has6 ? await table(question, 'addresses6') : none;
  const groups6 = has6 ? await table(question, 'address-groups6') : none;
  const both = (four: Table, six: Table): Table =>
    four.known && six.known ? question.known([...four.value, ...six.value]) : four.known ? six : four;
  return { addresses: both(addresses, addresses6), groups: both(groups, groups6) };
}

/** Nothing configured is believed only where nothing runs either. */
async function withoutTunnels(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  const running = await question.readRows('ipsec');
  if (!running.known) return running;
  if (running.value.length === 0) return question.known([]);
  return question.gap(
    'unreadable',
    `The firewall runs tunnels (${running.value.length} rows), but the configuration that the API user may read holds none.`,
    'Set vpngrp to read in its admin profile; tunnels of `config vpn ipsec phase1`, which are bound to policies and not to an interface, are not read.',
  );
}

/** One object, which some versions put into a list. */
function sdwanIn(results: unknown): Row {
  return row(results) ?? rows(results)?.[0] ?? {};
}

/** Interfaces that are members of SD-WAN, each with its zone; null where it does not tell. */
function membersOf(results: unknown): ReadonlyMap<string, string> | null {
  const members = rows(sdwanIn(results).members)?.flatMap((one): (readonly [string, string])[] => {
    const name = text(one, 'interface');
    return name === null ? [] : [[name, text(one, 'zone') ?? firstZone]];
  });
  return members === undefined ? null : new Map(members);
}

/** The zone that every FortiGate has. */
const firstZone = 'virtual-wan-link';
