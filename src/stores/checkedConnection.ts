// How PostgreSQL is connected to: by its URL, and where the URL asks for TLS, with a certificate that is checked.

import type { ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { unusable } from './postgresRefusal.js';

/** @throws Problem `store-unusable` for a URL that cannot be read, or that asks for TLS without looking at the certificate. */
export function checkedConnection(url: string): ClientConfig {
  const config = parsed(url);
  if (config.ssl === undefined || config.ssl === false) return config;
  const given = typeof config.ssl === 'object' ? config.ssl : {};
  if (given.rejectUnauthorized === false) {
    throw unusable(
      'its address asks for TLS without a check of the certificate; write sslmode=verify-full, with sslrootcert for an authority of your own',
    );
  }
  // Said aloud, because else an environment variable decides.
  return { ...config, ssl: { ...given, rejectUnauthorized: true } };
}

function parsed(url: string): ClientConfig {
  try {
    return parseIntoClientConfig(url);
  } catch {
    throw unusable('its address cannot be read, or a file that it names is not there');
  }
}
