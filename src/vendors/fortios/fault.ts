// What a FortiGate answers instead of what was asked, in the sentence and remedy that an operator needs.

import { again, type Fault, fault, inItsWords, statusFault, type Words } from '../https/fault.js';

/** By HTTP status, which the envelope repeats (REST API reference, "Error codes"). */
const statusWords: Readonly<Record<number, Words>> = {
  400: ['device-error', 'The firewall says the request is malformed.', 'Report it with the version.'],
  401: [
    'unauthorized',
    'The firewall refuses the API token, or the address that it was sent from.',
    'Check in System > Administrators that the REST API administrator is there, that its trusted hosts hold the address of this host, and that the token is its newest. Refusals count towards a lockout: the token is sent again only after 10 minutes, or when it changes.',
  ],
  403: [
    'unauthorized',
    'The API user may not ask this.',
    'Give its admin profile the rights that docs/fortios.md lists, and the API user the virtual domain.',
  ],
  404: [
    'not-supported',
    'This FortiOS version does not know the request, or the firewall has no such object.',
    'Compare the version with the supported ones, and check the name.',
  ],
  405: ['not-supported', 'This FortiOS version does not answer the request.', 'Report it with the version.'],
  413: ['device-error', 'The firewall says the request is too large.', 'Report it with the version.'],
  424: [
    'device-error',
    'The firewall says that something the request depends on is missing.',
    'Check the name and the virtual domain.',
  ],
};

/** Of the configuration's tables: the object is not there (documented, no capture). */
const notFound = -3;

/**
 * @param code what the envelope says in `error`, null where it says none
 * @param told the device's own text, cleaned of secrets; may be empty
 */
export function apiFault(status: number, code: number | null, told: string): Fault {
  if (code === notFound)
    return fault(
      ['not-present', 'The firewall says there is no such object.', 'Check the name and the virtual domain.'],
      {
        code,
      },
    );
  const words = statusWords[status];
  if (words === undefined) {
    // A reply that calls itself an error without saying which.
    if (status < 300)
      return fault(['device-error', inItsWords('The firewall answered with an error', told), again], {
        code: code ?? status,
      });
    const byStatus = statusFault(status, 'FortiOS API');
    return { ...byStatus, says: inItsWords(byStatus.says, told), code: status };
  }
  const said: Fault = fault([words[0], inItsWords(words[1], told), words[2]], {
    code: status,
  });
  if (status === 401) return { ...said, refusesKey: true };
  return status === 403 ? { ...said, lacksRight: true, told } : said;
}

export const noTokenFault: Fault = fault([
  'not-configured',
  'The API token of the firewall could not be read.',
  'Check the reference to the token.',
]);
