// What can go wrong between us and a firewall, in the sentence and remedy that an operator needs.

import {
  again,
  emptyFault,
  type Fault,
  fault,
  htmlFault,
  inItsWords,
  interfaceRemedy,
  statusFault,
  tooLargeFault,
  truncatedFault,
  type Words,
} from '../https/fault.js';
import type { XmlFaultKind } from './xml.js';

const xmlFaults: Readonly<Record<XmlFaultKind, Fault>> = {
  empty: emptyFault,
  html: htmlFault,
  truncated: truncatedFault,
  'too-large': tooLargeFault,
  doctype: fault([
    'unreadable',
    'The reply carries a DOCTYPE, which no PAN-OS reply does; it was not read.',
    interfaceRemedy,
  ]),
  entity: fault([
    'unreadable',
    'The reply uses an entity that XML does not define; it was not read.',
    interfaceRemedy,
  ]),
  malformed: fault(['unreadable', 'The reply is not well-formed XML.', interfaceRemedy]),
  'too-deep': fault([
    'too-large',
    'The reply is nested deeper than any real one; it was not read.',
    interfaceRemedy,
  ]),
  'too-many': fault([
    'too-large',
    'The reply holds more elements or attributes than are read.',
    'Ask for less, or raise the limit.',
  ]),
};

export function xmlFault(kind: XmlFaultKind): Fault {
  return xmlFaults[kind];
}

/** By error code of the reply (vendor table "PAN-OS XML API Error Codes"); the device's own text follows the sentence. */
const codeWords = {
  1: [
    'not-supported',
    'This PAN-OS version does not know the command.',
    'Compare the version with the supported ones.',
  ],
  6: [
    'not-supported',
    'This PAN-OS version does not know the configuration path.',
    'Report it with the version.',
  ],
  7: ['not-present', 'The firewall says there is no such object.', 'Check the name and the vsys.'],
  8: ['device-error', 'The firewall says the object is not unique.', 'Report it with the version.'],
  10: ['device-error', 'The firewall says the object is still in use.', 'Report it with the version.'],
  12: ['device-error', 'The firewall says the object is invalid.', 'Report it with the version.'],
  13: ['not-present', 'The firewall does not know the named object.', 'Check the name and the vsys.'],
  14: ['device-error', 'The firewall says the operation is not possible.', again],
  15: [
    'standby',
    'The firewall refuses the command in its present state, as a passive HA unit does.',
    'Ask the active unit of the pair.',
  ],
  16: [
    'unauthorized',
    'The API user may not ask this.',
    'Give its admin role the XML API rights Operational Requests, Log and Configuration.',
  ],
  17: [
    'not-supported',
    'The firewall does not accept the command or a name in it.',
    'Check the name; the command may be missing in this version.',
  ],
  18: ['device-error', 'The firewall says the command is malformed.', 'Report it with the version.'],
  22: ['unauthorized', 'The API session has timed out.', 'Ask again; obtain a new key if it stays.'],
  400: ['device-error', 'The firewall says a parameter is missing or wrong.', 'Report it with the version.'],
  403: [
    'unauthorized',
    'The firewall refuses the API key.',
    'Obtain a new key with `tunnelmedic keygen`, and check that the role of its user has XML API rights. Refusals count towards a lockout: the key is sent again only after 10 minutes, or when it changes.',
  ],
} as const satisfies Readonly<Record<number, Words>>;
const internalCodes = new Set([2, 3, 4, 5, 9, 11, 21]);

/** "Type [op] not authorized for user role.", "Unauthorized request", "Permission denied": how versions say that a role has not the right. */
const lackingRight =
  /not (authori[sz]ed|permitted|allowed) for|unauthori[sz]ed request|not permitted|permission denied|insufficient (permission|privilege)|no permission/i;

/** @param message the device's own text, cleaned of secrets; may be empty. */
export function apiFault(code: number | null, status: string, message: string): Fault {
  const words = wordsOfCode(code, status, message);
  const told = fault([words[0], inItsWords(words[1], message), words[2]], {
    code,
    transient: code !== null && internalCodes.has(code),
  });
  if (words === codeWords[16]) return { ...told, lacksRight: true, told: message };
  return words === codeWords[403] ? { ...told, refusesKey: true } : told;
}

function wordsOfCode(code: number | null, status: string, message: string): Words {
  if (/not connected/i.test(message) && !/session/i.test(message))
    return [
      'unreachable',
      'Panorama has no connection to the firewall',
      'Check the serial number and the connection of the firewall to Panorama.',
    ];
  if (code !== null && internalCodes.has(code))
    return ['device-error', 'The firewall reports an internal error.', again];
  // Also with the code of a wrong key, or with none: the key is known, and sending it again locks nobody out.
  if ((code === null || code === 403) && lackingRight.test(message)) return codeWords[16];
  const known = code !== null && code in codeWords ? codeWords[code as keyof typeof codeWords] : undefined;
  if (known) return known;
  if (status === 'unauth' || /invalid credential|not authenticated|unauthorized/i.test(message))
    return codeWords[403];
  return ['device-error', 'The firewall answered with an error.', again];
}

export function httpFault(status: number): Fault {
  if (status === 401 || status === 403) return apiFault(403, 'error', '');
  return statusFault(status, 'PAN-OS API');
}
