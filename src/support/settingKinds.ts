// Kinds of settings that stand in several places of the settings file: text that YAML would read as something else, time zones, secrets by reference.

import * as z from 'zod';

/** Text that looks like a number without quotes. */
export const quotedText = z.string({ error: 'must be text; write it in quotes' });

/** IANA. */
export const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as Europe/Paris');

const noSecret =
  'must be { env: NAME }, { file: PATH }, { credential: NAME } or { command: [PROGRAM, …] }; the secret itself does not belong into this file';

/** Where a secret is, never the secret. */
export const secretReference = z.union(
  [
    z.strictObject({
      env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
    }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({
      credential: z
        .string()
        .regex(/^[A-Za-z0-9_.-]{1,200}$/, 'must be the name of a credential of systemd')
        .refine((text) => !/^\.+$/.test(text), 'must be the name of a credential of systemd'),
    }),
    z.strictObject({ command: z.array(z.string().min(1)).min(1).max(50) }),
  ],
  { error: noSecret },
);
export type SecretReference = z.output<typeof secretReference>;

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
