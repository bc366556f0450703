// `local { auth = psk; id = x }`: what people write in one line to save some, as the lines of swanctl.conf, one setting each.

export interface SourceLine {
  readonly text: string;
  /** Of the text as it was given, from 0. */
  readonly from: number;
}

/** A section or a setting that may follow a value in one line; a subject (`C=CH, O=hub`) has none of these words. */
const next =
  /(?<=[^\s={};])[ \t]*[,;]?[ \t]+(?=(?:version|(?:local|remote)(?:_addrs|_ts|_port)?|children|proposals|(?:esp|ah)_proposals|(?:re)?key_time|rekey_time|reauth_time|over_time|life_time|dpd_\w{4,8}|keyingtries|aggressive|encap|fragmentation|mobike|unique|auth|id|certs|cacerts|mode|start_action|close_action|updown|secret|if_id_in|if_id_out|reqid)(?:-\w{1,20})?[ \t]*[={])/g;

export function oneSettingEach(lines: readonly string[]): readonly SourceLine[] {
  return lines.flatMap((line, from) => {
    // Lines that set one thing, or none, are left as they are: a value may hold anything.
    if (line.split('=', 3).length < 3 && !/;|\{.*=/.test(line)) return [{ text: line, from }];
    return brokenUp(line).map((text) => ({ text, from }));
  });
}

/** Quotations and comments stay whole. */
function brokenUp(line: string): readonly string[] {
  const parts = line.split(/("(?:[^"\\]|\\.)*"|#.*$)/);
  const text = parts
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(';', '\n').replace(next, '\n')))
    .join('');
  return text.split('\n').filter((one) => one.trim() !== '');
}
