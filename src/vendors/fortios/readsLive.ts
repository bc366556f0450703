// The requests for what happens at run time: routes, policies, logs, revisions and certificates.

import { fields, type ReadTemplate } from './readTemplate.js';

/** The path of a subtype does not filter everywhere, so the filter is sent as well. */
const eventLog = {
  path: 'log/{store}/event/{subtype}',
  query: { filter: 'subtype=={subtype}', rows: '{rows}', start: '{start}' },
  right: 'loggrp.data-access',
  basis: 'documented',
} as const satisfies ReadTemplate;

export const liveReads = {
  'interface-of': {
    path: 'monitor/system/interface',
    query: { interface_name: '{name}' },
    right: 'netgrp.cfg',
    basis: 'captured',
  },
  /** What the link monitors see, by their names. */
  'link-monitor-states': { path: 'monitor/system/link-monitor', right: 'sysgrp.cfg', basis: 'captured' },
  'health-check-states': {
    path: 'monitor/virtual-wan/health-check',
    right: 'netgrp.cfg',
    basis: 'captured',
  },
  'route-lookup': {
    path: 'monitor/router/lookup',
    query: { destination: '{ip}' },
    right: 'netgrp.route-cfg',
    basis: 'documented',
  },
  'route-lookup-6': {
    path: 'monitor/router/lookup',
    query: { destination: '{ip}', ipv6: 'true' },
    right: 'netgrp.route-cfg',
    basis: 'documented',
  },
  routes: { path: 'monitor/router/ipv4', right: 'netgrp.route-cfg', basis: 'documented' },
  'policy-routes': {
    path: 'cmdb/router/policy',
    query: fields('seq-num', 'status', 'action', 'output-device'),
    right: 'netgrp.route-cfg',
    basis: 'documented',
  },
  policies: {
    path: 'cmdb/firewall/policy',
    query: fields('policyid', 'name', 'status', 'action', 'nat'),
    right: 'fwgrp.policy',
    basis: 'documented',
  },
  /** Tries a packet against the policies; none is sent. */
  'policy-lookup': {
    path: 'monitor/firewall/policy-lookup',
    query: {
      srcintf: '{from}',
      sourceip: '{source}',
      dest: '{destination}',
      protocol: 'tcp',
      destport: '443',
    },
    right: 'fwgrp.policy',
    basis: 'documented',
  },
  'policy-lookup-6': {
    path: 'monitor/firewall/policy-lookup',
    query: {
      ipv6: 'true',
      srcintf: '{from}',
      sourceip: '{source}',
      dest: '{destination}',
      protocol: 'tcp',
      destport: '443',
    },
    right: 'fwgrp.policy',
    basis: 'documented',
  },
  'local-in': {
    path: 'cmdb/firewall/local-in-policy',
    query: fields('policyid', 'status', 'action', 'intf', 'srcaddr', 'service'),
    right: 'fwgrp.policy',
    basis: 'documented',
  },
  'event-log': eventLog,
  /** The same search on disk or FortiAnalyzer, asked again by its number. */
  'event-log-more': { ...eventLog, query: { ...eventLog.query, session_id: '{session}' } },
  revisions: { path: 'monitor/system/config-revision', right: 'sysgrp.cfg', basis: 'documented' },
  certificates: {
    path: 'monitor/system/available-certificates',
    right: 'vpngrp',
    basis: 'documented',
  },
} as const satisfies Readonly<Record<string, ReadTemplate>>;
