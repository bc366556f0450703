// What surrounds the tunnel: clocks, recent configuration changes, history, weak algorithms, and what people said.

import type { EndEvidence } from '../domain/evidence.js';
import { isWeak } from '../domain/transforms.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { productCalled, productNames, productTitle } from '../products/words.js';
import {
  choice,
  type FactDefinition,
  knownFact,
  list,
  number,
  text,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, lineOf, logSays, observed, printedLine } from './perEnd.js';
import { proposalsOf } from './proposals.js';

const perEnd: readonly EndFact[] = [
  {
    name: 'clock.offset',
    type: number('seconds'),
    says: 'How far the clock of {end} is ahead of ours; negative when it is behind.',
    needs: ['clock'],
    derive: ({ end }) =>
      observed(
        end.clock,
        ({ offsetMs, deviceTime }) => {
          const seconds = Math.round(offsetMs / 1000);
          return { value: seconds, text: `device clock ${deviceTime}, ${seconds} seconds from ours` };
        },
        '',
      ),
  },
  {
    name: 'weak',
    type: list,
    says: 'Algorithms that {end} still accepts and that no tunnel should use (RFC 8247, RFC 8221).',
    needs: ['config'],
    derive: ({ end, other }) => {
      const found = (['ike', 'child'] as const).map((kind) => proposalsOf(end, other, kind));
      const proposals = found.flatMap((one) => ('proposals' in one ? one.proposals : []));
      const unknown = found.find((one) => !('proposals' in one));
      if (proposals.length === 0 && unknown && !('proposals' in unknown)) return unknown;
      const names = [
        ...new Set(proposals.flatMap((one) => [...one.encryption, ...one.integrity, ...one.dh])),
      ].filter(isWeak);
      return knownFact(
        names,
        found.flatMap((one) => ('proposals' in one ? one.evidence : [])),
      );
    },
  },
];

function sawItUp(end: EndEvidence) {
  if (end.live.known) {
    const { ike, children } = end.live.value;
    const installed = children.find((child) => child.state === 'installed' || child.state === 'rekeying');
    if (installed) return lineOf(end.live, `IPsec SA ${installed.name} is installed`);
    const passed = children.find(
      (child) => (child.counters?.bytesIn ?? 0n) > 0n || (child.counters?.packetsIn ?? 0n) > 0n,
    );
    if (passed) return lineOf(end.live, `packets have arrived through ${passed.name}`);
    if (ike.some((sa) => sa.state === 'established' && sa.establishedAt !== null)) return null;
  }
  if (end.log.known) {
    const installed = end.log.value.events.find(({ says }) => says === 'child-up');
    if (installed || end.log.value.furthest === 'child-installed') {
      return [
        ...(installed
          ? [printedLine(end, installed.line)]
          : logSays(end, 'its log shows an installed IPsec SA')),
      ];
    }
  }
  return null;
}

function keptUp({ before }: EndEvidence): EvidenceLine[] | null {
  return before?.known ? lineOf(before, `it was last seen up at ${before.value.upUntil}`) : null;
}

/** Products whose own words for a setting are known. */

const joint: readonly FactDefinition[] = [
  {
    name: 'tunnel.history',
    type: choice('worked', 'no-sign'),
    says: 'Whether the tunnel was ever up: `worked` when an SA, a counter, a log line or a person says so; `no-sign` when none of what was read does.',
    needs: [
      { end: 'ours', kind: 'live' },
      { end: 'theirs', kind: 'live' },
      { end: 'ours', kind: 'log' },
      { end: 'theirs', kind: 'log' },
      { end: 'ours', kind: 'before' },
      { end: 'theirs', kind: 'before' },
    ],
    from: [],
    derive: ({ evidence: { ours, theirs } }) => {
      const seen = sawItUp(ours) ?? sawItUp(theirs) ?? keptUp(ours) ?? keptUp(theirs);
      if (seen) return knownFact('worked', seen);
      const readers = [ours, theirs].filter((end) => end.live.known && end.log.known);
      if (readers.length === 0)
        return unknownFact(
          'No SA and no log could be read that would show whether it ever worked.',
          'Ask people whether it ever worked, and since when it does not.',
        );
      return knownFact(
        'no-sign',
        readers.flatMap((end) => logSays(end, 'no SA, counter or log line shows that it was ever up')),
      );
    },
  },
  {
    name: 'clock.skew',
    type: number('seconds'),
    says: 'How far the clocks of the ends are apart; logs of both ends are only comparable when that is known.',
    needs: [],
    from: ['ours.clock.offset', 'theirs.clock.offset'],
    derive: ({ fact }) => {
      const [ours, theirs] = [fact('ours.clock.offset'), fact('theirs.clock.offset')];
      if (!ours.known) return ours;
      if (!theirs.known) return theirs;
      return knownFact(Math.abs(Number(ours.value) - Number(theirs.value)), [
        ...ours.evidence,
        ...theirs.evidence,
      ]);
    },
  },
  {
    name: 'peer.vendor',
    type: { kind: 'choice', values: [...productNames(), 'other'] },
    valueCalled: productCalled,
    titleOf: (value) => (value === 'other' ? 'another product' : productTitle(value)),
    says: 'The product that terminates the tunnel at the partner, as declared or as a person said.',
    needs: [],
    from: [],
    derive: ({ evidence: { theirs, declared } }) => {
      const vendor = theirs.vendor ?? declared.partner?.vendor ?? null;
      if (!vendor)
        return unknownFact(
          'Nobody said which product terminates the tunnel at the partner.',
          'Ask the partner.',
        );
      const product = productCalled(vendor);
      return knownFact(
        product ?? 'other',
        shownBy(theirs, product === null ? vendor : productTitle(product)),
      );
    },
  },
  {
    name: 'answer.changed',
    type: yesNo,
    says: 'Whether somebody changed something at either end shortly before it broke, as a person said.',
    needs: [],
    from: ['ours.changes', 'theirs.changes'],
    derive: ({ fact }) => {
      for (const name of ['ours.changes', 'theirs.changes']) {
        const state = fact(name);
        if (state.known && typeof state.value === 'object' && state.value.length > 0)
          return knownFact(yes(true), state.evidence);
      }
      return unknownFact('Nobody said whether something was changed.', 'Ask the people of both ends.');
    },
  },
  {
    name: 'answer.large-packets-fail',
    type: yesNo,
    says: 'Whether small packets pass through the tunnel while full-size ones do not, as a person tried it.',
    needs: [],
    from: [],
    derive: () =>
      unknownFact(
        'Not tested: ping with DF through the tunnel, 64 and 1400 bytes.',
        'Ping through the tunnel with 64 and with 1400 bytes, not to be fragmented.',
      ),
  },
  {
    name: 'answer.offered-traffic',
    type: yesNo,
    says: 'Whether a host sends traffic for the tunnel right now, as a person said.',
    needs: [],
    from: [],
    derive: () =>
      unknownFact(
        'Nobody said whether traffic for the tunnel is sent right now.',
        'Send a ping from a host behind our end.',
      ),
  },
  {
    name: 'answer.theirs-log',
    type: text,
    says: 'What the log of a foreign end shows, as its people said.',
    needs: [],
    from: [],
    derive: () =>
      unknownFact('The log of the other end was not read.', 'Ask the people of the other end for it.'),
  },
];

export const surroundingFacts = [...forEachEnd(perEnd), ...joint];

/** Where the product is known from: what was given, the device itself, else our own declaration. */
function shownBy(end: EndEvidence, product: string): readonly EvidenceLine[] {
  if (end.vendor !== null && !end.readable && end.log.known) return logSays(end, `lines of ${product}`);
  if (end.vendor !== null && end.config.known) return lineOf(end.config, `configuration of ${product}`);
  return [
    { device: 'tunnelmedic', source: 'declaration', at: null, text: `product at the other end: ${product}` },
  ];
}
