// `phase1` and `phase2` of pfSense and of OPNsense's old form → the sections of swanctl.conf that both write for their daemon.

import { addressNumber } from '../../domain/selector.js';
import { allNamed, type Element, has, textOf } from '../../vendors/looseXml.js';
import { type ConfSection, emptySection } from '../../vendors/strongswan/swanctlConf.js';

/** As ipsec.inc of both products writes it: the daemon's word for each algorithm. */
export function phase1Section(phase1: Element, root: Element): ConfSection {
  const section = emptySection();
  const own = (...path: readonly string[]) => textOf(phase1, ...path);
  const version = { ikev2: '2', auto: '0' }[own('iketype') ?? ''] ?? '1';
  if (own('iketype') !== undefined || phase1.isWhole) put(section, 'version', version);
  put(section, 'local_addrs', addressOf(own('interface'), root));
  put(section, 'remote_addrs', has(phase1, 'mobile') ? '%any' : own('remote-gateway'));
  put(section, 'proposals', ikeProposals(phase1));
  put(section, 'rekey_time', own('lifetime'));
  const asks = Number(own('dpd_delay') ?? 0) > 0 && Number(own('dpd_maxfail') ?? 0) > 0;
  if (asks || phase1.isWhole) put(section, 'dpd_delay', asks ? own('dpd_delay') : '0');
  put(section, 'aggressive', own('mode') === 'aggressive' ? 'yes' : undefined);
  put(section, 'encap', own('nat_traversal') === 'force' ? 'yes' : undefined);
  const method = own('authentication_method');
  section.sections.set('local', side(method, idOf(own('myid_type'), own('myid_data'))));
  const peer = own('peerid_type') === 'peeraddress' ? own('remote-gateway') : undefined;
  section.sections.set('remote', side(method, peer ?? idOf(own('peerid_type'), own('peerid_data'))));
  return section;
}

export function put(section: ConfSection, key: string, text: string | undefined): void {
  if (text !== undefined && text !== '') section.settings.set(key, text);
}

/** The address of an interface by its name in the configuration; undefined where it is given by DHCP or not in the text. */
function addressOf(name: string | undefined, root: Element): string | undefined {
  const unit = allNamed(root, 'interfaces').flatMap(({ children }) =>
    children.filter((one) => one.name === name),
  )[0];
  const address = unit === undefined ? name : textOf(unit, 'ipaddr');
  return address !== undefined && addressNumber(address) ? address : undefined;
}

function side(method: string | undefined, id: string | undefined): ConfSection {
  const section = emptySection();
  put(
    section,
    'auth',
    method === undefined ? undefined : (methods[method] ?? method.replace(/^.*(eap|xauth).*$/, '$1')),
  );
  put(section, 'id', id);
  return section;
}

const methods: Readonly<Record<string, string>> = {
  pre_shared_key: 'psk',
  cert: 'pubkey',
  pkcs11: 'pubkey',
  rsasig: 'pubkey',
  pubkey: 'pubkey',
};

/** With the marks that tell the daemon the type; the own address needs none. */
function idOf(type: string | undefined, data: string | undefined): string | undefined {
  if (type === 'any') return '%any';
  if (data === undefined || data === '' || type === 'myaddress') return undefined;
  if (type === 'fqdn') return `@${data}`;
  return type === 'keyid tag' ? `@#${data}` : data;
}

/** pfSense lists several items; OPNsense, and pfSense until 2.4, have one whose hash and group may be lists. */
function ikeProposals(phase1: Element): string | undefined {
  const listed = phase1.children.find(({ name }) => name === 'encryption');
  const items = listed ? listed.children.filter(({ name }) => name === 'item') : [phase1];
  if (listed?.isWhole === false || (!listed && !phase1.isWhole && !has(phase1, 'lifetime'))) return undefined;
  const found = items.flatMap((item) => {
    const name = textOf(item, 'encryption-algorithm', 'name');
    const length = textOf(item, 'encryption-algorithm', 'keylen');
    const prf = has(phase1, 'prfselect_enable') ? textOf(item, 'prf-algorithm') : undefined;
    const hashes = wordsOf(textOf(item, 'hash-algorithm'));
    const groups = wordsOf(textOf(item, 'dhgroup'));
    if (name === undefined || groups.length === 0) return [];
    return hashes.flatMap((hash) =>
      groups.map((group) =>
        [cipher(name, length), hash, ...(prf ? [`prf${prf}`] : []), `dh${group}`].join('-'),
      ),
    );
  });
  return found.length === 0 ? undefined : found.join(',');
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((word) => word !== '');
}

/** `aes` with 256 bits; behind AES-GCM the number is that of the check value. */
function cipher(name: string, length: string | undefined): string {
  return `${name}${length ?? ''}`.replace(/auto$/, '');
}

/** What phase 2 offers; undefined where the text ends before all of it is told. */
export function espProposals(phase2: Element): string | undefined {
  if (!phase2.isWhole) return undefined;
  const group = textOf(phase2, 'pfsgroup');
  const pfs = group === undefined || group === '0' ? [] : [`dh${group}`];
  const hashes = phase2.children
    .filter(({ name }) => name === 'hash-algorithm-option')
    .map(({ text }) => text.trim().replace(/^hmac_/, ''))
    .filter((hash) => hash !== '');
  if (textOf(phase2, 'protocol') === 'ah') return hashes.map((hash) => [hash, ...pfs].join('-')).join(',');
  const found = phase2.children
    .filter(({ name }) => name === 'encryption-algorithm-option')
    .flatMap((option) => {
      const name = textOf(option, 'name') ?? '';
      const length = textOf(option, 'keylen');
      const lengths = length === 'auto' ? (/gcm/.test(name) ? ['128'] : ['256', '192', '128']) : [length];
      return lengths.map((one) => cipher(name, one));
    })
    .flatMap((name) =>
      /gcm|poly1305/.test(name)
        ? [[name, ...pfs].join('-')]
        : hashes.map((hash) => [name, hash, ...pfs].join('-')),
    );
  return found.length === 0 ? undefined : found.join(',');
}

/** A network of phase 2; undefined where the text does not tell it. */
export function networkOf(phase2: Element, name: 'localid' | 'remoteid', root: Element): string | undefined {
  // What the other end sees of a translated network is its translation.
  const nat = name === 'localid' ? phase2.children.find((child) => child.name === 'natlocalid') : undefined;
  const id = nat ?? phase2.children.find((child) => child.name === name);
  const type = id && textOf(id, 'type');
  if (id === undefined || type === undefined) return undefined;
  const address = textOf(id, 'address');
  if (type === 'network') return `${address}/${textOf(id, 'netbits')}`;
  if (type === 'address') return address;
  if (type === 'none' || type === 'mobile') return '0.0.0.0/0';
  const unit = allNamed(root, 'interfaces').flatMap(({ children }) =>
    children.filter((one) => one.name === type),
  )[0];
  const own = unit && textOf(unit, 'ipaddr');
  return own !== undefined && addressNumber(own) ? `${own}/${textOf(unit as Element, 'subnet')}` : undefined;
}
