// The text of docs/vendors.md: what the devices of each vendor can be asked, from the declarations in their folders.

import type { EvidenceKind } from '../../src/domain/device.js';
import { productTitle } from '../../src/products/words.js';
import { vendors } from '../../src/vendors/registry.js';
import type { Told } from '../../src/vendors/tells.js';
import type { Vendor } from '../../src/vendors/vendor.js';

const head = `# What each vendor's devices tell

Written by \`npm run vendors\` from \`tells\` of each vendor's folder (\`src/vendors/*/tells.ts\`); a test keeps both the same, and the suite that every device must pass compares them with
what the devices answer. Nothing else is asked: [what is sent](../SECURITY.md#what-is-sent-to-a-device). A product that is not here is known from what its people paste: logs, status output and
configurations ([README](../README.md)).

A version stands where one is known to be the first, or the oldest whose replies are known; where none does, no version with that interface is known to lack it.
`;

/** In the order in which an operator asks. */
const meanings: { readonly [K in EvidenceKind]: string } = {
  inventory: 'tunnels as configured',
  overview: 'state of every tunnel',
  sweep: 'the same each minute',
  live: 'SAs and counters of one tunnel',
  log: 'VPN log',
  path: 'routes, policies, drops of one tunnel',
  changes: 'who changed what',
  certificates: 'certificates',
  ha: 'state of a pair',
  identity: 'model, version, serial',
  clock: 'clock',
  uptime: 'since when it runs',
  drops: 'drop counters',
};
const kinds = Object.keys(meanings) as EvidenceKind[];

export function vendorsDocument(): string {
  return [head, glance(), ...vendors.map(section)].join('\n');
}

function glance(): string {
  const rows = kinds.map((kind) => {
    const cells = vendors.map(({ tells }) =>
      'gap' in tells[kind] ? 'no' : tells[kind].lacks ? 'yes, but' : 'yes',
    );
    return `| ${meanings[kind]} | ${cells.join(' | ')} |`;
  });
  return [
    '## At a glance',
    `| | ${vendors.map(nameOf).join(' | ')} |`,
    `|---|${vendors.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

function section(vendor: Vendor): string {
  const rows = kinds.map((kind) => {
    const told = vendor.tells[kind];
    return 'gap' in told
      ? `| ${meanings[kind]} | nothing | | ${cell(told.gap)} |`
      : `| ${meanings[kind]} | ${from(told)} | ${told.since ?? ''} | ${cell(told.lacks ?? '')} |`;
  });
  return [
    `## ${nameOf(vendor)}`,
    '| what | from | since | what it does not tell, and why |',
    '|---|---|---|---|',
    ...rows,
    '',
    `What only a real device can prove (\`tunnelmedic doctor --capture DIR\` writes what is needed: [how](doctor.md#capture)):`,
    ...vendor.unproven.map((one) => `- [ ] ${one}`),
    '',
  ].join('\n');
}

function from({ from: requests, besides }: Told): string {
  return [
    ...requests.map((one) => `\`${one.replaceAll('|', '\\|')}\``),
    ...(besides ? [cell(besides)] : []),
  ].join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function nameOf({ name }: Pick<Vendor, 'name'>): string {
  return productTitle(name);
}
