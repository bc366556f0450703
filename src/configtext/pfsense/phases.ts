// The tunnels of `<ipsec>` in config.xml of pfSense, and of OPNsense where its connections are of the old form.

import { allNamed, type Element, has, textOf } from '../../vendors/looseXml.js';
import { type ConfSection, emptySection } from '../../vendors/strongswan/swanctlConf.js';
import { mostChildren, mostTunnels } from '../configText.js';
import { espProposals, networkOf, phase1Section, put } from './sections.js';

/** A connection as its product would write it for the daemon. */
export interface Written {
  readonly name: string;
  readonly section: ConfSection;
  readonly isWhole: boolean;
  readonly isDisabled: boolean;
  readonly interface: string | null;
  /** What the text does not tell of it, which the daemon's defaults must not fill. */
  readonly gaps: readonly Gap[];
}

export interface Gap {
  readonly setting:
    | 'ike.auth'
    | 'ike.proposals'
    | 'ike.peer-id'
    | 'ike.local-id'
    | 'child.selectors'
    | 'child.proposals';
  readonly why: string;
}

export function phasesIn(root: Element): readonly Written[] {
  const children = new Map<string, Element[]>();
  for (const phase2 of allNamed(root, 'phase2').filter((one) => !has(one, 'disabled'))) {
    const id = textOf(phase2, 'ikeid') ?? '';
    children.set(id, [...(children.get(id) ?? []).slice(0, mostChildren - 1), phase2]);
  }
  return allNamed(root, 'phase1')
    .slice(0, mostTunnels)
    .map((phase1) => {
      const id = textOf(phase1, 'ikeid') ?? '';
      return written(phase1, children.get(id) ?? [], root, id);
    });
}

/** Both products write these of every phase 1. */
const told = [
  ['ike.auth', 'authentication_method'],
  ['ike.local-id', 'myid_type'],
  ['ike.peer-id', 'peerid_type'],
] as const;

function written(phase1: Element, own: readonly Element[], root: Element, id: string): Written {
  const section = phase1Section(phase1, root);
  const name = textOf(phase1, 'descr') || `con${id}`;
  const all = emptySection();
  const gaps: Gap[] = [];
  const isMobile = has(phase1, 'mobile');
  for (const [index, phase2] of own.entries())
    all.sections.set(`${index + 1}`, childSection(phase1, phase2, root, gaps));
  section.sections.set('children', isMerged(phase1) ? merged(all, name) : all);
  if (!section.settings.has('proposals'))
    gaps.push({ setting: 'ike.proposals', why: 'The phase 1 tells no whole proposal in the text.' });
  for (const [setting, key] of told)
    if (textOf(phase1, key) === undefined && !(isMobile && setting === 'ike.peer-id'))
      gaps.push({ setting, why: `The phase 1 has no \`${key}\` in the text.` });
  const gateway = textOf(phase1, 'remote-gateway') ?? '';
  if (textOf(phase1, 'peerid_type') === 'peeraddress' && !/^[\d.]+$|:/.test(gateway))
    gaps.push({ setting: 'ike.peer-id', why: `It expects the address that ${gateway} resolves to.` });
  if (isMobile)
    gaps.push({ setting: 'child.selectors', why: 'Each mobile client gets an address of its own.' });
  const unit = own.find((child) => /^(?:vti|route-based)$/.test(textOf(child, 'mode') ?? ''));
  return {
    name,
    section,
    isWhole: [phase1, ...own].every((one) => one.isWhole),
    isDisabled: has(phase1, 'disabled'),
    interface: unit === undefined ? null : `ipsec${textOf(unit, 'reqid') ?? ''}`,
    gaps,
  };
}

/** With IKEv2 all networks are one child SA, unless connections are split (`splitconn`, on OPNsense `tunnel_isolation`). */
function isMerged(phase1: Element): boolean {
  const type = textOf(phase1, 'iketype');
  const isOne = type === 'ikev2' || type === 'auto';
  return isOne && !has(phase1, 'splitconn') && !has(phase1, 'tunnel_isolation');
}

function merged(all: ConfSection, name: string): ConfSection {
  const [first] = all.sections.values();
  if (first === undefined || all.sections.size === 1) return all;
  const one = emptySection();
  for (const [key, value] of first.settings) one.settings.set(key, value);
  for (const key of ['local_ts', 'remote_ts', 'esp_proposals'] as const) {
    const values = [...all.sections.values()].flatMap(({ settings }) => settings.get(key)?.split(',') ?? []);
    put(one, key, [...new Set(values)].join(','));
  }
  const both = emptySection();
  both.sections.set(name, one);
  return both;
}

function childSection(phase1: Element, phase2: Element, root: Element, gaps: Gap[]): ConfSection {
  const section = emptySection();
  const mode = textOf(phase2, 'mode') ?? 'tunnel';
  const isRouted = mode === 'vti' || mode === 'route-based';
  put(section, 'mode', mode === 'transport' ? 'transport' : 'tunnel');
  if (mode !== 'transport') {
    for (const [key, id] of [
      ['local_ts', 'localid'],
      ['remote_ts', 'remoteid'],
    ] as const) {
      const network = isRouted ? '0.0.0.0/0' : networkOf(phase2, id, root);
      put(section, key, network);
      if (network === undefined)
        gaps.push({
          setting: 'child.selectors',
          why: `The network of ${textOf(phase2, id, 'type') ?? id} is not in the text.`,
        });
    }
  }
  const proposals = espProposals(phase2);
  put(section, textOf(phase2, 'protocol') === 'ah' ? 'ah_proposals' : 'esp_proposals', proposals);
  if (proposals === undefined)
    gaps.push({ setting: 'child.proposals', why: 'The phase 2 tells no whole proposal in the text.' });
  put(section, 'rekey_time', textOf(phase2, 'lifetime'));
  // `startaction` of pfSense, `auto` of OPNsense; on traffic where neither is set, at once for an interface.
  const start = textOf(phase1, 'startaction') || textOf(phase1, 'auto');
  const standard = isRouted ? 'start' : 'trap';
  if (phase1.isWhole)
    put(section, 'start_action', start === 'add' || has(phase1, 'mobile') ? 'none' : start || standard);
  return section;
}
