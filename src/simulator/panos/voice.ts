// In which words PAN-OS prints what an end lived through: no line, one or two.
import type { Ends, Happening, SpiPair } from '../model/happening.js';
import { dhGroupInTable, encryptionNames, hashInTable } from './algorithms.js';
import { child, device, key, quick, spiPair } from './child-texts.js';
import { ikev1, ikev2, saDeleted } from './ike-texts.js';
import type { LogEvent } from './log-event.js';

interface Speaker {
  readonly release: string;
  readonly gateway: string;
  readonly tunnel: string;
}

type Told<What extends Happening['what']> = Extract<Happening, { readonly what: What }>;

/** `198.51.100.1[500]-203.0.113.1[500]`, own end first. */
function endsText({ own, peer }: Ends): string {
  return `${own.address}[${own.port}]-${peer.address}[${peer.port}]`;
}

function peerText({ peer }: Ends): string {
  return `${peer.address}[${peer.port}]`;
}

function spisText({ inbound, outbound }: SpiPair): string {
  return spiPair(inbound, outbound);
}

/** What the device prints about it. */
export function linesOf(speaker: Speaker, happening: Happening): readonly LogEvent[] {
  switch (happening.what) {
    case 'ike-started':
    case 'ike-failed':
    case 'ike-succeeded':
      return [exchangeLine(happening)];
    case 'ike-proposal-refused':
      return proposalRefused(speaker, happening);
    case 'key-refused':
      if (!happening.said) return [];
      return [happening.ike.version === 2 ? ikev2.preSharedKey() : ikev1.preSharedKey()];
    case 'child-started':
    case 'child-failed':
      return [childLine(happening)];
    case 'child-succeeded':
      return [childUp(happening)];
    default:
      return [singleLine(speaker, happening)];
  }
}

function exchangeLine(happening: Told<'ike-started' | 'ike-failed' | 'ike-succeeded'>): LogEvent {
  const { version, role, mode, spis, rekey: isRekey } = happening.ike;
  const ends = endsText(happening.ike.ends);
  const rekey = isRekey ? 'rekey' : 'non-rekey';
  if (version === 1) {
    if (happening.what === 'ike-started') return ikev1.started(role, mode, ends, spis);
    if (happening.what === 'ike-failed') return ikev1.timedOut(role, mode, ends, spis);
    return ikev1.succeeded(role, mode, ends, spis, happening.lifetimeSeconds);
  }
  if (happening.what === 'ike-started') return ikev2.started(role, ends, spis, rekey);
  if (happening.what === 'ike-failed')
    return ikev2.failed(role, ends, spis, happening.why === 'timeout' ? ikev2.timeout : '', rekey);
  return ikev2.succeeded(role, ends, spis, happening.serial, happening.lifetimeSeconds, rekey);
}

/** From 11.2 on the log names the parameter; before, it only says that nothing fitted. */
function proposalRefused(speaker: Speaker, { ike, missing }: Told<'ike-proposal-refused'>): LogEvent[] {
  if (ike.version === 1) return [ikev1.noSuitableProposal()];
  const [major = 11, minor = 2] = speaker.release.split('.').map(Number);
  if (missing === null || major < 11 || (major === 11 && minor < 2)) return [ikev2.noSuitableProposal()];
  const spoken = {
    enc: encryptionNames(missing.configured).ike,
    hash: hashInTable(missing.configured),
    dh: dhGroupInTable(missing.configured),
  }[missing.parameter];
  return [ikev2.parameterMissing(speaker.gateway, missing.parameter, spoken), ikev2.noProposalChosen()];
}

function childLine({ what, child: told }: Told<'child-started' | 'child-failed'>): LogEvent {
  const { version, role, messageId, parent } = told;
  const ends = endsText(told.ends);
  const rekey = told.rekey ? 'rekey' : 'non-rekey';
  if (what === 'child-started')
    return version === 2
      ? child.started(role, ends, messageId, parent, rekey)
      : quick.started(role, ends, messageId);
  return version === 2
    ? child.failed(role, ends, messageId, parent, rekey)
    : quick.timedOut(role, ends, messageId);
}

function childUp({ child: told, spis }: Told<'child-succeeded'>): LogEvent {
  const { version, role, messageId, parent } = told;
  const ends = endsText(told.ends);
  return version === 2
    ? child.succeeded(role, ends, messageId, spisText(spis), parent, told.rekey ? 'rekey' : 'non-rekey')
    : quick.succeeded(role, ends, messageId, spisText(spis));
}

type Single = Exclude<
  Happening,
  Told<
    | 'ike-started'
    | 'ike-failed'
    | 'ike-succeeded'
    | 'ike-proposal-refused'
    | 'key-refused'
    | 'child-started'
    | 'child-failed'
    | 'child-succeeded'
  >
>;

function singleLine(speaker: Speaker, happening: Single): LogEvent {
  switch (happening.what) {
    case 'peer-unknown':
      return ikev1.noConfiguration(peerText(happening.ike.ends));
    case 'version-refused':
      return ikev2.unknownPeer();
    case 'mode-refused':
      return ikev1.unacceptableMode(
        happening.ike.mode === 'aggressive' ? 'Aggressive' : 'Identity Protection',
      );
    case 'identity-refused': {
      const { type, id } = happening.sent;
      return happening.ike.version === 2
        ? ikev2.idMismatch(happening.payload, type, id)
        : ikev1.idMismatch(type, id);
    }
    case 'certificate-refused':
      return happening.ike.version === 2
        ? ikev2.certificate(happening.reason)
        : ikev1.certificate(happening.reason);
    case 'method-refused':
      return ikev2.authenticationFailure();
    case 'payload-unexpected':
      return ikev1.unexpectedPayload();
    case 'notify-unprotected': {
      const { own, peer } = happening.ike.ends;
      return ikev1.unencryptedNotify(`${peer.address}[${peer.port}]`, `${own.address}[${own.port}]`);
    }
    case 'notify-received': {
      const { name, code, version } = happening.notify;
      return version === 2
        ? ikev2.receivedNotify(name)
        : ikev1.receivedNotify(name.replaceAll('_', '-'), code);
    }
    case 'notify-sent':
      return ikev1.sentNotify(happening.notify.name.replaceAll('_', '-'), happening.notify.code);
    case 'peer-dead':
      return happening.version === 2 ? ikev2.downByDpd() : ikev1.downByDpd();
    case 'ike-deleted':
      return happening.by === 'us' ? saDeleted.ikeSent() : saDeleted.ikeReceived();
    case 'ike-expired':
      return saDeleted.phase1Expired(endsText(happening.ends), happening.spis);
    case 'selectors-refused':
      return (happening.child.version === 2 ? child.badSelector : quick.badProxyId)(
        happening.local,
        happening.remote,
      );
    case 'child-proposal-refused':
      return happening.child.version === 2 ? child.noSuitableProposal() : quick.noSuitableProposal();
    case 'pfs-refused':
      return pfsLine(happening);
    case 'key-installed':
      return key.installed(endsText(happening.ends), spisText(happening.spis), happening.lifetimeSeconds);
    case 'key-gone':
      return (happening.how === 'deleted' ? key.deleted : key.expired)(
        endsText(happening.ends),
        spisText(happening.spis),
      );
    case 'key-delete-sent':
      return key.deleteSent(happening.inbound);
    case 'key-delete-received':
      return key.deleteReceived(happening.outbound);
    case 'config-loaded':
      return device.configLoaded(happening.phase);
    case 'monitor-changed':
      return happening.up ? device.tunnelUp(speaker.tunnel) : device.tunnelDown(speaker.tunnel);
  }
}

function pfsLine({ child: told, own, offered }: Told<'pfs-refused'>): LogEvent {
  if (told.version === 2) return offered === 'no-pfs' ? child.lacksKe() : child.noSuitableProposal();
  const number = (group: string) => Number(group.replace(/\D/g, '') || '0');
  return quick.pfsMismatch(number(own), number(offered));
}
