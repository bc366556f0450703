// Phase 1 of both ends compared: version, mode, authentication; an unknown side is "cannot compare", never "equal".

import {
  combine,
  type FactDefinition,
  type FactState,
  type FactType,
  type FactValue,
  knownFact,
  yes,
  yesNo,
} from './fact.js';
import { ofThisTunnel } from './logHeard.js';
import { logSays } from './perEnd.js';
import { behind, weakerEndType } from './weakerEnd.js';

function compared(
  name: string,
  says: string,
  from: readonly string[],
  derive: (values: readonly FactValue[]) => FactValue,
  type: FactType = yesNo,
): FactDefinition {
  return {
    name,
    type,
    says,
    needs: [],
    from,
    derive: (view) =>
      combine(
        from.map((fact) => view.fact(fact)),
        derive,
      ),
  };
}

/** Which versions a setting can end up with; `ikev2-preferred` falls back to IKEv1 when the peer knows no IKEv2. */
function versions(setting: FactValue): readonly (1 | 2)[] {
  if (setting === 'ikev1') return [1];
  if (setting === 'ikev2') return [2];
  return [1, 2];
}

/** The version in use: what the live SA says, else what the configuration leaves open. */
function versionInUse(name: string): FactDefinition {
  return {
    name,
    type: { kind: 'choice', values: ['ikev1', 'ikev2'] },
    says: 'The IKE version that the tunnel uses: of the SA, or the only one that the configuration allows.',
    needs: [
      { end: 'ours', kind: 'live' },
      { end: 'theirs', kind: 'live' },
      { end: 'ours', kind: 'log' },
      { end: 'theirs', kind: 'log' },
    ],
    from: ['ours.ike.version', 'theirs.ike.version'],
    derive: ({ evidence, fact }) => {
      for (const end of [evidence.ours, evidence.theirs]) {
        const sa = end.live.known ? end.live.value.ike.find((one) => one.version !== null) : undefined;
        if (sa && end.live.known) {
          return knownFact(`ikev${sa.version}`, [
            {
              device: end.live.source.device,
              source: end.live.source.request,
              at: end.live.source.at,
              text: `the IKE SA uses IKEv${sa.version}`,
            },
          ]);
        }
      }
      const settings: FactState[] = [fact('ours.ike.version'), fact('theirs.ike.version')];
      const open = settings.map((state) => (state.known ? versions(state.value) : [1, 2]));
      const both = [1, 2].filter((version) =>
        open.every((one) => (one as readonly number[]).includes(version)),
      );
      const only = both.length === 1 ? both[0] : undefined;
      const lines = settings.flatMap((state) => (state.known ? state.evidence : []));
      if (only !== undefined) return knownFact(`ikev${only}`, lines);
      for (const end of [evidence.ours, evidence.theirs]) {
        const version = ofThisTunnel(end)?.ikeVersion ?? null;
        if (version !== null)
          return knownFact(`ikev${version}`, logSays(end, `its log reads as IKEv${version}`));
      }
      const known = settings.find((state) => state.known);
      if (known?.known && known.value === 'ikev2-preferred' && settings.every((state) => state.known)) {
        return knownFact('ikev2', lines);
      }
      return {
        known: false,
        why: 'The configuration leaves the IKE version open and no SA or log shows which one is used.',
        how: 'Read the configuration of both ends.',
      };
    },
  };
}

export const gatewayCompareFacts: readonly FactDefinition[] = [
  versionInUse('ike.version.in-use'),
  compared(
    'ike.version.shared',
    'Whether both ends can speak the same IKE version.',
    ['ours.ike.version', 'theirs.ike.version'],
    ([ours, theirs]) => yes(versions(ours ?? '').some((one) => versions(theirs ?? '').includes(one))),
  ),
  compared(
    'ike.mode.shared',
    'Whether the exchange modes of IKEv1 go together: main against aggressive does not.',
    ['ours.ike.mode', 'theirs.ike.mode'],
    ([ours, theirs]) => yes(ours === theirs || ours === 'auto' || theirs === 'auto'),
  ),
  compared(
    'ike.network-id.shared',
    'Whether both ends send the same network ID of IKEv2, or none.',
    ['ours.ike.network-id', 'theirs.ike.network-id'],
    ([ours, theirs]) => yes(ours === theirs),
  ),
  compared(
    'ike.version.weaker',
    'The end with the older IKE version.',
    ['ours.ike.version', 'theirs.ike.version'],
    ([ours, theirs]) => behind(ours === 'ikev1', theirs === 'ikev1'),
    weakerEndType,
  ),
  compared(
    'ike.mode.weaker',
    'The end with aggressive mode, which shows identities and lets a key be guessed offline.',
    ['ours.ike.mode', 'theirs.ike.mode'],
    ([ours, theirs]) => behind(ours === 'aggressive', theirs === 'aggressive'),
    weakerEndType,
  ),
  compared(
    'ike.auth.shared',
    'Whether each end proves itself in the way the other end wants.',
    ['ours.ike.auth', 'theirs.ike.peer-auth', 'theirs.ike.auth', 'ours.ike.peer-auth'],
    ([ours, wantedOfUs, theirs, wantedOfThem]) => yes(ours === wantedOfUs && theirs === wantedOfThem),
  ),
  compared(
    'ike.lifetimes.equal',
    'Whether both ends have the same phase 1 lifetime, so that both may rekey at the same moment.',
    ['ours.ike.lifetime', 'theirs.ike.lifetime'],
    ([ours, theirs]) => yes(ours === theirs),
  ),
  compared(
    'child.lifetimes.equal',
    'Whether both ends have the same phase 2 lifetime, so that both may rekey at the same moment.',
    ['ours.child.lifetime', 'theirs.child.lifetime'],
    ([ours, theirs]) => yes(ours === theirs),
  ),
  compared(
    'ends.both-passive',
    'Whether neither end starts the negotiation.',
    ['ours.passive', 'theirs.passive'],
    ([ours, theirs]) => yes(ours === 'yes' && theirs === 'yes'),
  ),
];
