// How one algorithm is written in the configuration, in the SA tables, in the flow table and in the log.

interface EncryptionNames {
  readonly ike: string;
  readonly table: string;
  readonly flow: string;
  readonly older: string;
}

const ENCRYPTION: Record<string, EncryptionNames> = {
  des: { ike: 'DES-CBC', table: 'DES', flow: 'des', older: ' DES' },
  '3des': { ike: '3DES-CBC', table: '3DES', flow: '3des', older: '3DES' },
  'aes-128-cbc': { ike: 'AES128-CBC', table: 'A128', flow: 'aes128', older: ' AES' },
  'aes-192-cbc': { ike: 'AES192-CBC', table: 'A192', flow: 'aes192', older: ' AES' },
  'aes-256-cbc': { ike: 'AES256-CBC', table: 'A256', flow: 'aes256', older: ' AES' },
  'aes-128-gcm': { ike: 'AES128-GCM16', table: 'G128', flow: 'aes128-gcm', older: ' GCM' },
  'aes-256-gcm': { ike: 'AES256-GCM16', table: 'G256', flow: 'aes256-gcm', older: ' GCM' },
};

export function encryptionNames(name: string): EncryptionNames {
  return ENCRYPTION[name] ?? { ike: name.toUpperCase(), table: name, flow: name, older: name };
}

/** `sha256` to `SHA256`; `none` and `non-auth`, which go with GCM, to nothing. */
export function hashInTable(name: string): string {
  return name === 'none' || name === 'non-auth' ? '' : name.toUpperCase();
}

/** What the flow table prints in `auth`. */
export function hashInFlow(name: string): string {
  return name === 'none' ? 'null' : name;
}

/** `group14` to `DH14`; `no-pfs` to nothing. */
export function dhGroupInTable(name: string): string {
  return name === 'no-pfs' ? '' : name.replace('group', 'DH');
}
