// The tables of a whole firewall that several kinds of evidence need: flow summary, IKE SAs and IPsec SAs.

import type { Gap, Observation } from '../../domain/observation.js';
import { type FlowWords, parseFlows } from './parseFlow.js';
import { type IkeSaWords, type IpsecSaWords, parseIkeSas, parseIpsecSas } from './parseVpn.js';
import type { Question } from './question.js';
import { findAll, list, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

/** Every tunnel that the dataplane has, up or not; remembers their ids. */
export function readFlows(question: Question): Promise<Observation<readonly FlowWords[]>> {
  return question.session.flowTable.ask(question, 0, async (part) => {
    const reply = await part.read('flow', {}, { table: 'wrapped' });
    if (!reply.known) return reply;
    const flows = parseFlows(reply.value);
    const listed = wholeNumber(reply.value, 'num_ipsec') ?? 0;
    if (flows.length === 0 && (listed > 0 || ipsecRows(reply.value) > 0)) return unknownForm(part);
    part.session.memory.learnRows(flows);
    return part.known(flows);
  });
}

/** Only SAs that are up have a row. */
export function readIkeSas(question: Question): Promise<Observation<readonly IkeSaWords[]>> {
  return question.session.ikeTable.ask(question, 0, async (part) => {
    const reply = await part.read('ike-sa', {}, { table: 'bare' });
    return reply.known ? part.knownRows(reply.value, parseIkeSas(reply.value)) : reply;
  });
}

/** The SAs that carry traffic; during a rekey the old one as well. */
export async function readIpsecSas(question: Question): Promise<Observation<readonly IpsecSaWords[]>> {
  const reply = await question.read('ipsec-sa', {}, { table: 'wrapped' });
  return reply.known ? question.knownRows(reply.value, parseIpsecSas(reply.value)) : reply;
}

/** GlobalProtect and SSL VPN have rows of their own beside these. */
function ipsecRows(result: XmlNode): number {
  return findAll(result, (node) => node.name === 'IPSec').flatMap((table) => list(table, 'entry')).length;
}

function unknownForm(question: Question): Gap {
  return question.gap(
    'unreadable',
    'The firewall says that it has tunnels, and lists none that can be read.',
    'Ask again; if it stays, report it with the version.',
  );
}
