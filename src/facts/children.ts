// What each end is configured with for phase 2, and how the ends compare: PFS, mode, protocol, lifetimes.

import { isNone } from '../domain/strength.js';
import type { ChildConfig } from '../domain/tunnelConfig.js';
import { algorithmIn } from '../products/algorithms.js';
import {
  choice,
  combine,
  type FactDefinition,
  type FactValue,
  knownFact,
  list,
  number,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, setting } from './perEnd.js';
import { behind, weakerEnd, weakerEndType } from './weakerEnd.js';

/** One value for all children: null when one does not tell or they differ from each other. */
function common<T>(children: readonly ChildConfig[], read: (child: ChildConfig) => T | null): T | null {
  const values = children.map(read);
  const first = values[0] ?? null;
  return first !== null && values.every((value) => value === first) ? first : null;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'child.pfs',
    type: list,
    says: 'The DH groups for PFS at {end}; empty when PFS is off.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'child.pfs',
        ({ children }) => {
          const groups = children.map((child) => child.pfs);
          if (groups.length === 0 || groups.some((one) => one === null)) return null;
          return [...new Set(groups.flatMap((one) => one ?? []))];
        },
        (value) =>
          `PFS: ${typeof value === 'object' && value.length > 0 ? value.map((name) => algorithmIn(end.vendor, name)).join(', ') : 'off'}`,
      ),
  },
  {
    name: 'child.pfs.must-be',
    type: list,
    says: 'The DH groups for PFS that {end} needs to match the other end, in the words of its product; unknown where the other end has PFS off, since off is weaker.',
    needs: [],
    from: ['other:child.pfs'],
    derive: ({ end, others }) => {
      const wanted = others('child.pfs');
      if (!wanted.known) return wanted;
      const names = groups(wanted.value);
      return isNone(names)
        ? unknownFact('The other end has PFS off.', 'Set a PFS group there.')
        : knownFact(
            names.map((name) => algorithmIn(end.vendor, name)),
            wanted.evidence,
          );
    },
  },
  {
    name: 'child.protocol',
    type: choice('esp', 'ah'),
    says: 'Whether {end} protects traffic with ESP or AH.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'child.mode',
        ({ children }) => common(children, (child) => child.protocol),
        (value) => `protocol: ${String(value)}`,
      ),
  },
  {
    name: 'child.mode',
    type: choice('tunnel', 'transport'),
    says: 'The encapsulation mode at {end}.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'child.mode',
        ({ children }) => common(children, (child) => child.mode),
        (value) => `mode: ${String(value)}`,
      ),
  },
  {
    name: 'child.lifetime',
    type: number('seconds'),
    says: 'The phase 2 lifetime at {end}.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'child.lifetime',
        ({ children }) => common(children, (child) => child.lifetimeSeconds),
        (value) => `phase 2 lifetime in seconds: ${String(value)}`,
      ),
  },
  {
    name: 'starts',
    type: choice('at-once', 'on-traffic', 'never'),
    says: 'When {end} brings phase 2 up by itself.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'child.start',
        ({ children, ike }) => (ike.passive === true ? 'never' : common(children, (child) => child.start)),
        (value) => `starts: ${String(value)}`,
      ),
  },
];

function groups(value: FactValue | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}

const pair = (name: string): readonly string[] => [`ours.${name}`, `theirs.${name}`];

function compared(
  name: string,
  says: string,
  from: readonly string[],
  derive: (ours: FactValue, theirs: FactValue) => FactValue | ReturnType<typeof unknownFact>,
): FactDefinition {
  return {
    name,
    type: yesNo,
    says,
    needs: [],
    from,
    derive: (view) =>
      combine(
        from.map((fact) => view.fact(fact)),
        ([ours, theirs]) => derive(ours ?? '', theirs ?? ''),
      ),
  };
}

/** The end with the value that a repair should not go to. */
function weaker(name: string, says: string, from: readonly string[], value: string): FactDefinition {
  return {
    name,
    type: weakerEndType,
    says,
    needs: [],
    from,
    derive: (view) =>
      combine(
        from.map((fact) => view.fact(fact)),
        ([ours, theirs]) => behind(ours === value, theirs === value),
      ),
  };
}

export const childFacts: readonly FactDefinition[] = [
  ...forEachEnd(perEnd),
  compared(
    'child.pfs.shared',
    'Whether the ends agree on PFS; off on both is agreement.',
    pair('child.pfs'),
    (ours, theirs) => {
      const [mine, other] = [groups(ours), groups(theirs)];
      if (mine.length === 0 && other.length === 0) return 'yes';
      return yes(mine.some((group) => other.includes(group)));
    },
  ),
  {
    name: 'child.pfs.weaker',
    type: weakerEndType,
    says: 'The end with the weaker DH group for PFS; off is weaker than any group.',
    needs: [],
    from: pair('child.pfs'),
    derive: (view) =>
      combine(
        pair('child.pfs').map((fact) => view.fact(fact)),
        ([ours, theirs]) => weakerEnd(groups(ours ?? ''), groups(theirs ?? '')),
      ),
  },
  weaker('child.protocol.weaker', 'The end with AH, which encrypts nothing.', pair('child.protocol'), 'ah'),
  weaker(
    'child.mode.weaker',
    'The end with transport mode, which cannot carry traffic between networks.',
    pair('child.mode'),
    'transport',
  ),
  compared('child.protocol.same', 'Whether both ends use ESP, or both AH.', pair('child.protocol'), (a, b) =>
    yes(a === b),
  ),
  compared(
    'child.mode.same',
    'Whether both ends use the same encapsulation mode.',
    pair('child.mode'),
    (a, b) => yes(a === b),
  ),
];
