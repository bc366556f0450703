// Whatever is wrong: nobody is told to set what their end has already.

import { describe, expect, it } from 'vitest';
import type { EndEvidence } from '../../src/domain/evidence.js';
import { identityText } from '../../src/domain/identity.js';
import type { TunnelConfig } from '../../src/domain/tunnelConfig.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { examined, vendorsOf } from './examined.js';
import { readSituation, situationNames } from './situation.js';

const isOn: Readonly<Record<string, (config: TunnelConfig) => boolean>> = {
  DPD: ({ ike }) => ike.dpd?.enabled === true,
  'NAT traversal': ({ ike }) => ike.natTraversal === 'on' || ike.natTraversal === 'forced',
  'IKE fragmentation': ({ ike }) => ike.fragmentation === true,
  'tunnel monitor': ({ monitor }) => monitor?.enabled === true,
};

/** What a sentence sets, and whether that end has it; null for a sentence that sets nothing which can be compared. */
const readers: readonly {
  readonly shape: RegExp;
  readonly has: (config: TunnelConfig, ...told: readonly string[]) => boolean;
}[] = [
  {
    shape: /^(?:Enable|Check that) (DPD|NAT traversal|IKE fragmentation|tunnel monitor)\b/,
    has: (config, name = '') => isOn[name]?.(config) === true,
  },
  {
    shape: /^Set Local ID on \S+ to (.+ \(\w+\)):/,
    has: ({ ike }, value) => ike.localId !== null && identityText(ike.localId) === value,
  },
  {
    shape: /^Set Peer ID on \S+ to (.+ \(\w+\)):/,
    has: ({ ike }, value) => ike.peerId !== null && identityText(ike.peerId) === value,
  },
  {
    shape: /^Set PFS on \S+ to (group\d+)/,
    has: ({ children }, group) => children.every(({ pfs }) => pfs?.length === 1 && pfs[0] === group),
  },
  {
    shape: /^Set the IKE version on \S+ to (\S+):/,
    has: ({ ike }, version) => ike.version === version,
  },
  {
    shape: /^Add ([a-z0-9-]+(?:, [a-z0-9-]+)*) to the (IKE|IPsec) proposal/,
    has: (config, names = '', phase) => {
      const proposals =
        phase === 'IKE' ? [config.ike.proposals] : config.children.map((one) => one.proposals);
      const known = proposals.flatMap((list) => list ?? []);
      const held = known.flatMap((one) => [...one.encryption, ...one.integrity, ...one.prf, ...one.dh]);
      return names.split(', ').every((name) => held.some((one) => one === name));
    },
  },
];

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=\.)\s+(?=[A-Z])/);
}

/** The sentences about that end which ask for what it has. */
function needless(text: string, end: EndEvidence): readonly string[] {
  if (!end.config.known) return [];
  const config = end.config.value;
  return sentencesOf(text).filter((sentence) =>
    readers.some(({ shape, has }) => {
      const told = shape.exec(sentence);
      return told !== null && sentence.includes(` on ${end.name}`) && has(config, ...told.slice(1));
    }),
  );
}

export function advice(): void {
  describe('a next step', () => {
    it.each(situationNames())('is needed, in the situation %s', (name) => {
      for (const vendor of vendorsOf(readSituation(name))) {
        for (const visible of ['both', 'left', 'right'] as const) {
          const { diagnosis, evidence } = examined(name, vendor, visible);
          for (const { id, next } of diagnosis.findings) {
            for (const end of [evidence.ours, evidence.theirs]) {
              const found = [next.ours, next.theirs].flatMap((text) => needless(text, end));
              expect(found, `${vendor}, ${visible}: ${id}`).toEqual([]);
            }
          }
        }
      }
    });

    it('that switches something on says so in the form that looks whether it is on', () => {
      const plain = ownPlaybookSet().flatMap(({ steps }) =>
        steps.flatMap(({ finding }) =>
          [finding?.next.ours ?? '', finding?.next.theirs ?? ''].filter((text) =>
            /(?:enable|turn on|switch on)[^.]*\{(?:ours|theirs)\.setting\.(?:ike\.(?:dpd|nat-traversal|fragmentation)|monitor)\}/i.test(
              text,
            ),
          ),
        ),
      );
      expect(plain).toEqual([]);
    });
  });
}
