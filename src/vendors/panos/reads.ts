// Every request as data: the reads that are sent, and the changes that are only listed and can never be sent.

export type Form = Readonly<Record<string, string>>;

export interface RequestTemplate {
  /** What an operator would type; `{name}` is filled like in the form. */
  readonly says: string;
  /** Form fields; `{name}` stands for a value that is escaped for its field. */
  readonly form: Form;
}

/** A packet between two hosts, tried against the rules: none is sent. */
const packet =
  '<from>{fromZone}</from><to>{toZone}</to><source>{source}</source><destination>{destination}</destination><protocol>{protocol}</protocol>';

const networkXpath = "/config/devices/entry[@name='localhost.localdomain']/network";

function op(says: string, cmd: string): RequestTemplate {
  return { says, form: { type: 'op', cmd } };
}

/** Commands written as words: each word an element, `{name}` an argument. `show vpn flow tunnel-id {id}` nests four deep. */
function words(says: string): RequestTemplate {
  const parts = says.split(' ');
  const tags = parts.filter((part) => !part.startsWith('{'));
  const argument = parts.find((part) => part.startsWith('{')) ?? '';
  const cmd = `${tags.map((tag) => `<${tag}>`).join('')}${argument}${tags
    .toReversed()
    .map((tag) => `</${tag}>`)
    .join('')}`;
  return op(says, cmd);
}

export const reads = {
  'system-info': words('show system info'),
  clock: words('show clock'),
  'ha-state': words('show high-availability state'),
  'ike-sa': words('show vpn ike-sa'),
  'ipsec-sa': words('show vpn ipsec-sa'),
  flow: words('show vpn flow'),
  'flow-detail': words('show vpn flow tunnel-id {id}'),
  'flow-by-name': words('show vpn flow name {name}'),
  gateways: words('show vpn gateway'),
  tunnels: words('show vpn tunnel'),
  interface: words('show interface {name}'),
  'effective-network': op(
    'show config effective-running xpath devices/entry/network',
    '<show><config><effective-running><xpath>devices/entry/network</xpath></effective-running></config></show>',
  ),
  'effective-all': words('show config effective-running'),
  'template-marks': {
    says: 'show config candidate network',
    form: { type: 'config', action: 'get', xpath: networkXpath },
  },
  'effective-shared-addresses': op(
    'show config effective-running xpath shared/address',
    '<show><config><effective-running><xpath>shared/address</xpath></effective-running></config></show>',
  ),
  'effective-vsys-addresses': op(
    'show config effective-running xpath devices/entry/vsys/entry/address',
    '<show><config><effective-running><xpath>devices/entry/vsys/entry/address</xpath></effective-running></config></show>',
  ),
  'shared-addresses': {
    says: 'show config running shared address',
    form: { type: 'config', action: 'show', xpath: '/config/shared/address' },
  },
  'vsys-addresses': {
    says: 'show config running vsys {vsys} address',
    form: {
      type: 'config',
      action: 'show',
      xpath: "/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='{vsys}']/address",
    },
  },
  network: {
    says: 'show config running network',
    form: { type: 'config', action: 'show', xpath: networkXpath },
  },
  'fib-lookup': op(
    'test routing fib-lookup virtual-router {router} ip {ip}',
    '<test><routing><fib-lookup><virtual-router>{router}</virtual-router><ip>{ip}</ip></fib-lookup></routing></test>',
  ),
  'fib-lookup-advanced': op(
    'test advanced-routing fib-lookup logical-router {router} ip {ip}',
    '<test><advanced-routing><fib-lookup><logical-router>{router}</logical-router><ip>{ip}</ip></fib-lookup></advanced-routing></test>',
  ),
  'routes-of-interface': op(
    'show routing route interface {name}',
    '<show><routing><route><interface>{name}</interface></route></routing></show>',
  ),
  'pbf-rules': words('show pbf rule all'),
  'security-match': op(
    'test security-policy-match from {fromZone} to {toZone} source {source} destination {destination} protocol {protocol}',
    `<test><security-policy-match>${packet}</security-policy-match></test>`,
  ),
  'security-match-port': op(
    'test security-policy-match from {fromZone} to {toZone} source {source} destination {destination} protocol {protocol} destination-port {port}',
    `<test><security-policy-match>${packet}<destination-port>{port}</destination-port></security-policy-match></test>`,
  ),
  'nat-match': op(
    'test nat-policy-match from {fromZone} to {toZone} source {source} destination {destination} protocol {protocol}',
    `<test><nat-policy-match>${packet}</nat-policy-match></test>`,
  ),
  'pending-changes': op('check pending-changes', '<check><pending-changes></pending-changes></check>'),
  jobs: words('show jobs all'),
  certificates: {
    says: 'show config running shared certificate',
    form: { type: 'config', action: 'show', xpath: '/config/shared/certificate' },
  },
  'discarded-from': op(
    'show session all filter state discard source {ip}',
    '<show><session><all><filter><state>discard</state><source>{ip}</source></filter></all></session></show>',
  ),
  'discarded-to': op(
    'show session all filter state discard destination {ip}',
    '<show><session><all><filter><state>discard</state><destination>{ip}</destination></filter></all></session></show>',
  ),
  'sessions-to': op(
    'show session all filter destination {ip}',
    '<show><session><all><filter><destination>{ip}</destination></filter></all></session></show>',
  ),
  'discarded-to-zone': op(
    'show session all filter state discard to {zone}',
    '<show><session><all><filter><state>discard</state><to>{zone}</to></filter></all></session></show>',
  ),
  'discarded-from-zone': op(
    'show session all filter state discard from {zone}',
    '<show><session><all><filter><state>discard</state><from>{zone}</from></filter></all></session></show>',
  ),
  'tunnel-counters': op(
    'show counter global filter aspect tunnel',
    '<show><counter><global><filter><aspect>tunnel</aspect></filter></global></counter></show>',
  ),
  'forward-counters': op(
    'show counter global filter aspect forward',
    '<show><counter><global><filter><aspect>forward</aspect></filter></global></counter></show>',
  ),
  'vpn-log': logQuery(
    'show log system subtype equal vpn',
    'system',
    "( subtype eq vpn ) and ( receive_time geq '{from}' )",
  ),
  'vpn-log-range': logQuery(
    'show log system subtype equal vpn',
    'system',
    "( subtype eq vpn ) and ( receive_time geq '{from}' ) and ( receive_time leq '{to}' )",
  ),
  'vpn-log-of-device': logQuery(
    'show log system subtype equal vpn',
    'system',
    "( subtype eq vpn ) and ( serial eq '{serial}' ) and ( receive_time geq '{from}' )",
  ),
  'vpn-log-newest': logQuery('show log system subtype equal vpn', 'system', '( subtype eq vpn )'),
  'vpn-log-newest-of-device': logQuery(
    'show log system subtype equal vpn',
    'system',
    "( subtype eq vpn ) and ( serial eq '{serial}' )",
  ),
  'ha-log': logQuery(
    'show log system subtype equal ha',
    'system',
    "( subtype eq ha ) and ( receive_time geq '{from}' )",
  ),
  'ha-log-of-device': logQuery(
    'show log system subtype equal ha',
    'system',
    "( subtype eq ha ) and ( serial eq '{serial}' ) and ( receive_time geq '{from}' )",
  ),
  'config-log': withDetail(logQuery('show log config', 'config', "( receive_time geq '{from}' )")),
  'config-log-of-device': withDetail(
    logQuery('show log config', 'config', "( serial eq '{serial}' ) and ( receive_time geq '{from}' )"),
  ),
  'config-log-brief': logQuery('show log config', 'config', "( receive_time geq '{from}' )"),
  'config-log-brief-of-device': logQuery(
    'show log config',
    'config',
    "( serial eq '{serial}' ) and ( receive_time geq '{from}' )",
  ),
  'log-poll': { says: 'read the log query', form: { type: 'log', action: 'get', 'job-id': '{job}' } },
  'log-finish': { says: 'end the log query', form: { type: 'log', action: 'finish', 'job-id': '{job}' } },
} as const satisfies Readonly<Record<string, RequestTemplate>>;

function logQuery(says: string, logType: string, query: string): RequestTemplate {
  return { says, form: { type: 'log', 'log-type': logType, query, nlogs: '{limit}', dir: 'backward' } };
}

/** With the values before and after a change. */
function withDetail({ says, form }: RequestTemplate): RequestTemplate {
  return { says, form: { ...form, 'show-detail': 'yes' } };
}

export type ReadName = keyof typeof reads;

/** The one request that is no read: sent by the `keygen` command alone, by which an operator asks for a key of their own. */
export const keygen = {
  says: 'keygen',
  form: { type: 'keygen', user: '{user}', password: '{password}' },
} as const satisfies RequestTemplate;

/** What would change something: never sent by this adapter. `blastRadius` says what an operator would lose by doing it. */
export const changes: readonly (RequestTemplate & { readonly blastRadius: string })[] = [
  {
    ...words('test vpn ike-sa gateway {name}'),
    blastRadius:
      'Starts a phase 1 negotiation of one gateway; harmless when it is down, may replace keys when it is up.',
  },
  {
    ...words('test vpn ipsec-sa tunnel {name}'),
    blastRadius: 'Starts a phase 2 negotiation of one tunnel or proxy ID.',
  },
  {
    ...words('clear vpn ike-sa gateway {name}'),
    blastRadius:
      'Drops phase 1 of one gateway with every tunnel on it; traffic stops until it is negotiated again.',
  },
  {
    ...words('clear vpn ipsec-sa tunnel {name}'),
    blastRadius: 'Drops the keys of one tunnel; its traffic stops until they are negotiated again.',
  },
  {
    ...words('clear vpn flow tunnel-id {id}'),
    blastRadius: 'Resets the counters of one tunnel; every comparison with earlier values is lost.',
  },
  {
    ...words('debug ike global on debug'),
    blastRadius: 'Raises the load of the management plane until it is switched back.',
  },
  {
    ...words('request high-availability state suspend'),
    blastRadius: 'Moves all traffic to the other unit.',
  },
  {
    says: 'set {xpath}',
    form: { type: 'config', action: 'set', xpath: '{xpath}', element: '{element}' },
    blastRadius: 'Changes the candidate configuration, which the next commit of anybody activates.',
  },
  {
    says: 'delete {xpath}',
    form: { type: 'config', action: 'delete', xpath: '{xpath}' },
    blastRadius: 'Changes the candidate configuration, which the next commit of anybody activates.',
  },
  {
    says: 'commit',
    form: { type: 'commit', cmd: '<commit></commit>' },
    blastRadius: 'Activates every pending change of everybody; IKE reloads its configuration.',
  },
];
