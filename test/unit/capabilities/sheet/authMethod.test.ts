import { describe, expect, it } from 'vitest';
import { authMethod, notKept } from '../../../../src/capabilities/sheet/authMethod.js';
import { filledSheetCsv, readFilledSheet } from '../../../../src/capabilities/sheet/text.js';

describe('the authentication row of a sheet', () => {
  it.each(['PSK', 'pre-shared key', 'Pre Shared Key (PSK)', 'preshared-key', 'shared secret'])(
    '%s is a pre-shared key',
    (written) => {
      expect(authMethod(written)).toBe('pre-shared key');
    },
  );

  it.each([
    'certificate',
    'RSA certificate (2048 bit)',
    'PSK + XAuth',
    'EAP-TLS',
    'X.509',
    'ECDSA signature',
  ])('%s is kept as written', (written) => {
    expect(authMethod(written)).toBe(written);
  });

  it.each([
    'Zq7Horse',
    'PSK Zq7Horse',
    'pre-shared key: sunshine',
    'correct horse battery',
    'psk=[removed]',
    '0x8f2a3b4c',
  ])('%s is not kept', (written) => {
    expect(authMethod(written)).toBe(notKept);
  });

  it.each([
    [
      'CSV',
      'id,parameter,your value\nike.version,IKE version,IKEv2\nike.auth,Authentication,Zq7Horse\ndpd,DPD,psk=Zq7Horse',
    ],
    [
      'Markdown',
      '| id | parameter | your value |\n|---|---|---|\n| ike.version | IKE version | IKEv2 |\n| ike.auth | Authentication | Zq7Horse |\n| dpd | DPD | psk: Zq7Horse |',
    ],
  ])('stands in a sheet of %s, of which only what was understood is kept', (_form, text) => {
    const filled = readFilledSheet(text, 'sheet');
    expect(filled.get('ike.auth')).toBe(notKept);
    const kept = filledSheetCsv(filled);
    expect(kept).not.toContain('Zq7Horse');
    expect(readFilledSheet(kept, 'sheet')).toEqual(filled);
    expect(filled.get('ike.version')).toBe('IKEv2');
  });
});
