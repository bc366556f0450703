// Which `cmd` of type=op is answered by what; everything else is an unexpected word, every change is refused.
import { saTime } from '../device/clock.js';
import type { Device } from '../device/device.js';
import type { FirewallSpec } from '../model/spec.js';
import { effectiveRunning } from './config.js';
import { showGlobalCounters } from './op-counter.js';
import { showFlow, showFlowById, showFlowByName, showRunningFlow } from './op-flow.js';
import { showFib, showInterface, showInterfaces, showRoutes, testFibLookup } from './op-network.js';
import { packetOf, showForwardingRules, testNatPolicy, testSecurityPolicy } from './op-policy.js';
import { showSessions } from './op-session.js';
import {
  checkPendingChanges,
  showArp,
  showClock,
  showClockMore,
  showHighAvailability,
  showJobs,
  showSystemInfo,
} from './op-system.js';
import { showGateway, showIkeSa, showIpsecSa, showTunnel } from './op-vpn.js';
import { lineError, malformed, type Reply, textReply, unexpected } from './reply.js';
import { childElements, childNamed, type Element, textOf } from './xml.js';
import { readXml } from './xml-read.js';

export interface OpContext {
  readonly device: Device;
  readonly nowMs: number;
  readonly mate: FirewallSpec | undefined;
  readonly vsys: string | undefined;
  /** Called with the command when it would change something. */
  readonly onChange: (what: string) => void;
}

type Handler = (context: OpContext, last: Element, root: Element) => Reply;

/** An argument of the form `<show><vpn><ike-sa><gateway>X`. */
function argument(element: Element, name: string): string | undefined {
  const found = childNamed(element, name);
  return found === undefined ? undefined : textOf(found).trim();
}

function flow({ device, nowMs }: OpContext, flowElement: Element): Reply {
  const id = argument(flowElement, 'tunnel-id');
  if (id !== undefined) {
    return /^\d+$/.test(id)
      ? showFlowById(device, nowMs, Number(id))
      : unexpected(['show', 'vpn', 'flow', 'tunnel-id', id]);
  }
  const name = argument(flowElement, 'name');
  return name === undefined ? showFlow(device) : showFlowByName(device, nowMs, name);
}

/** Forms that no capture shows (`summary`, `detail`) are answered as words that are not known. */
function other(words: readonly string[], element: Element, known: string): Reply | undefined {
  const strange = childElements(element).find((child) => child.name !== known);
  return strange === undefined ? undefined : unexpected([...words, strange.name]);
}

/** `words` down to the element that carries the arguments. */
const HANDLERS: Record<string, Handler> = {
  'show vpn ike-sa': ({ device }, element) =>
    other(['show', 'vpn', 'ike-sa'], element, 'gateway') ?? showIkeSa(device, argument(element, 'gateway')),
  'show vpn ipsec-sa': ({ device, nowMs }, element) =>
    other(['show', 'vpn', 'ipsec-sa'], element, 'tunnel') ??
    showIpsecSa(device, nowMs, argument(element, 'tunnel')),
  'show vpn flow': (context, element) => flow(context, element),
  'show vpn gateway': ({ device }) => showGateway(device),
  'show vpn tunnel': ({ device }) => showTunnel(device),
  'show running tunnel flow all': ({ device }) => showRunningFlow(device),
  'show clock': ({ device, nowMs }, element) =>
    childNamed(element, 'more') === undefined ? showClock(device, nowMs) : showClockMore(device, nowMs),
  'show system info': ({ device, nowMs }) => showSystemInfo(device, nowMs),
  'show high-availability state': ({ device, nowMs, mate }) => showHighAvailability(device, nowMs, mate),
  'show interface': ({ device, vsys }, element) => {
    const name = textOf(element).trim();
    return name === 'all' ? showInterfaces(device, vsys) : showInterface(device, name);
  },
  'show routing route': ({ device }, element) =>
    showRoutes(device, argument(element, 'destination'), argument(element, 'interface')),
  'show pbf rule all': ({ device }) => showForwardingRules(device),
  'test security-policy-match': ({ device }, element) => testSecurityPolicy(device, packetOf(element)),
  'test nat-policy-match': ({ device }, element) => testNatPolicy(device, packetOf(element)),
  'show routing fib': ({ device }) => showFib(device),
  'test routing fib-lookup': ({ device }, element) =>
    testFibLookup(device, argument(element, 'virtual-router') ?? '', argument(element, 'ip') ?? ''),
  'show session all': ({ device, nowMs }, element) =>
    showSessions(device, nowMs, childNamed(element, 'filter')),
  'show counter global': ({ device, nowMs }, element) =>
    showGlobalCounters(device, nowMs, childNamed(element, 'filter')),
  'show arp': ({ device }) => showArp(device),
  'show jobs all': ({ device }) => showJobs(device),
  'show jobs id': ({ device }, element) => showJobs(device, Number(textOf(element))),
  'show config effective-running': ({ device }, element) =>
    effectiveRunning(device, argument(element, 'xpath')),
  'show config merged': ({ device }) => effectiveRunning(device, undefined),
  'check pending-changes': ({ device }) => checkPendingChanges(device),
};

/** Commands that start or end something; recorded, and answered without doing it. */
const CHANGING = new Set(['clear', 'request', 'set', 'delete', 'edit', 'debug', 'commit', 'reboot']);

export function answerOp(context: OpContext, cmd: string): Reply {
  const root = readXml(cmd);
  if (root === undefined) return malformed();
  if (root.name === 'test' && childNamed(root, 'vpn') !== undefined) return testVpn(context, root);
  if (CHANGING.has(root.name)) {
    context.onChange(cmd);
    return lineError(15, ' Operation denied: this simulated firewall is never changed');
  }
  const words: string[] = [];
  let element: Element | undefined = root;
  while (element !== undefined) {
    words.push(element.name);
    const handler = HANDLERS[words.join(' ')];
    if (handler !== undefined) return handler(context, element, root);
    element = childElements(element)[0];
  }
  return unexpected(words);
}

/** A passive HA member refuses; otherwise the reply only says that something was started. */
function testVpn({ device, nowMs, onChange }: OpContext, root: Element): Reply {
  const vpn = childNamed(root, 'vpn');
  const ike = vpn && childNamed(vpn, 'ike-sa');
  const ipsec = vpn && childNamed(vpn, 'ipsec-sa');
  const target = ike ? argument(ike, 'gateway') : ipsec ? argument(ipsec, 'tunnel') : undefined;
  onChange(`test vpn ${ike ? 'ike-sa gateway' : 'ipsec-sa tunnel'} ${target ?? ''}`);
  if (device.haState() === 'passive') return lineError(15, ' Operation denied on a passive device');
  const start = `Start time: ${saTime(device.deviceTime(nowMs), device.spec.timezone)}\n`;
  return textReply(
    ike ? `${start}Initiate 0 IKE SA.\n` : `${start}Initiate 0 IPSec SA for tunnel ${target ?? ''}.\n`,
  );
}
