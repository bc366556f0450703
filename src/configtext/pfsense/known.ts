// Which settings of config.xml are read, and which say nothing about what the two ends must agree on; the key is dropped.

import { allNamed, type Element, textOf } from '../../vendors/looseXml.js';
import type { UnreadLines } from '../configText.js';

const phase1 =
  /^(?:ikeid|iketype|mode|interface|remote-gateway|mobile|protocol|myid_(?:type|data)|peerid_(?:type|data)|encryption|encryption-algorithm|hash-algorithm|prf-algorithm|dhgroup|lifetime|rekey_time|reauth_time|rand_time|over_time|pre-shared-key|private-key|authentication_method|certref|caref|pkcs11.*|descr|nat_traversal|mobike|dpd_(?:delay|maxfail|action)|disabled|startaction|closeaction|auto|splitconn|tunnel_isolation|prfselect_enable|gw_duplicates|ikeport|nattport|margin_?time|rekeyfuzz|reauth_enable|rekey_enable|keyingtries|unique|installpolicy|noinstallpolicy|rightallowany|inactivity_timeout|local-kpref|peer-kpref|created|updated|responderonly)$/;
const phase2 =
  /^(?:ikeid|uniqid|reqid|mode|localid|remoteid|natlocalid|protocol|encryption-algorithm-option|hash-algorithm-option|pfsgroup|lifetime|rekey_time|rand_time|pinghost|keepalive|descr|disabled|mobile|spd|tunnel_(?:local|remote)|created|updated)$/;
const connection =
  /^(?:enabled|proposals|unique|aggressive|version|mobike|(?:local|remote)_addrs|encap|reauth_time|rekey_time|over_time|dpd_(?:delay|timeout)|pools|send_cert(?:req)?|keyingtries|description)$/;
const child =
  /^(?:enabled|connection|reqid|esp_proposals|start_action|close_action|dpd_action|mode|policies|local_ts|remote_ts|rekey_time|description)$/;

export function listUnread(root: Element, lines: readonly string[], unread: UnreadLines): void {
  const tables = [
    ['phase1', phase1],
    ['phase2', phase2],
    ['Connection', connection],
    ['child', child],
  ] as const;
  for (const [name, known] of tables)
    for (const element of allNamed(root, name))
      for (const setting of element.children) {
        const isOff = setting.children.length === 0 && /^(?:|0)$/.test(setting.text.trim());
        if (known.test(setting.name) || isOff) continue;
        const about = textOf(element, 'descr') || textOf(element, 'description') || null;
        unread.add(setting.line, lines[setting.line - 1] ?? setting.name, 'this setting is not read', about);
      }
}
